"""A rule as a letter cites it. What it says stands in an answer; a text that is mailed only points to it.

The sentence of a rule, the heading it stands under and the title of a law often say what was asked for, and others may
read the mailbox. There a policy is named by its title, a law by its section alone. Rules are written in English: in
another language a rule is named, and what it comes to is said by the template and by the reason.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from policies.domain.findings import Citation
from policies.domain.rules import LAW_PREFIX

from ...languages import ENGLISH
from .pieces import piece

_ASIDE: Final = re.compile(r"(?:^|\s+)\([^()]*\)$")
"""What a pack notes behind a section: `(not in the text)`. Part of a section, as in `164.524(a)`, follows no space."""


def cited(citations: Iterable[Citation], titles: Mapping[str, str], language: str) -> str:
    """For an answer: each rule once, one to a paragraph; empty for none."""
    lines = [_line(citation, titles, language, says=language == ENGLISH) for citation in citations]
    return "\n\n".join(dict.fromkeys(lines))


def pointed_to(citations: Iterable[Citation], titles: Mapping[str, str], language: str) -> str:
    """For what is mailed: each rule once, told by nothing that says what was asked for."""
    return "\n\n".join(dict.fromkeys(_pointer(citation, titles, language) for citation in citations))


def section_of(citation: Citation) -> str:
    """Where it stands, without what our pack notes about that; empty: it does not stand in the text."""
    return _ASIDE.sub("", citation.section).strip()


def _pointer(citation: Citation, titles: Mapping[str, str], language: str) -> str:
    section = section_of(citation)
    if citation.policy.startswith(LAW_PREFIX) and section:
        return section
    title = titles.get(citation.policy, citation.policy)
    return piece("rule.named_without_section", language, title=title, version=citation.version)


def _line(citation: Citation, titles: Mapping[str, str], language: str, *, says: bool) -> str:
    section = section_of(citation)
    values = {"title": titles.get(citation.policy, citation.policy), "version": citation.version}
    if says:
        values["says"] = citation.says
    if not section:
        name = "rule.without_section" if says else "rule.named_without_section"
        return piece(name, language, **values)
    return piece("rule.cited" if says else "rule.named", language, **values, section=section)
