"""A rule as a letter cites it. What it says stands in an answer; a text that is mailed only names it.

The sentence of a rule often says what was asked for, and others may read the mailbox. Rules are written in English:
in another language a rule is named, and what it comes to is said by the template and by the reason.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from policies.domain.findings import Citation

from ...languages import ENGLISH
from .pieces import piece

_ASIDE: Final = re.compile(r"(?:^|\s+)\([^()]*\)$")
"""What a pack notes behind a section: `(not in the text)`. Part of a section, as in `164.524(a)`, follows no space."""


def cited(citations: Iterable[Citation], titles: Mapping[str, str], language: str, *, says: bool) -> str:
    """Each rule once, one to a paragraph; empty for none."""
    lines = [_line(citation, titles, language, says=says and language == ENGLISH) for citation in citations]
    return "\n\n".join(dict.fromkeys(lines))


def section_of(citation: Citation) -> str:
    """Where it stands, without what our pack notes about that; empty: it does not stand in the text."""
    return _ASIDE.sub("", citation.section).strip()


def _line(citation: Citation, titles: Mapping[str, str], language: str, *, says: bool) -> str:
    section = section_of(citation)
    values = {"title": titles.get(citation.policy, citation.policy), "version": citation.version}
    if says:
        values["says"] = citation.says
    if not section:
        name = "rule.without_section" if says else "rule.named_without_section"
        return piece(name, language, **values)
    return piece("rule.cited" if says else "rule.named", language, **values, section=section)
