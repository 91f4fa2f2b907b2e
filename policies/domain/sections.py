"""Looking up in a published text where the rules say they stand."""

import re
from typing import Final

from .rules import RuleSet, TargetRule
from .soundness import all_rules

_REMARK: Final = re.compile(r"\s*\([^)]*\)\s*$")
_NUMBER: Final = re.compile(r"^[0-9]+(\.[0-9]+)*\.?\s+(?=\S)")


def sections_not_found(rules: RuleSet, text: str) -> tuple[str, ...]:
    """The sections named by rules that `text` does not have, in order, each once.

    Headings are compared without case, spacing and leading number; `A: B; C` names three. A remark in
    parentheses at the end, as in `(not in the text)`, is not looked up; nor are internal targets.
    """
    held = _plain(text)
    named = [rule.section for rule in all_rules(rules) if not isinstance(rule, TargetRule)]
    return tuple(dict.fromkeys(s for s in named if not all(_plain(part) in held for part in headings(s))))


def headings(section: str) -> list[str]:
    """`11. Opt out: Mail (no period)` names `Opt out` and `Mail`."""
    parts = (part.strip() for part in re.split(r"[:;]", _REMARK.sub("", section)))
    return [_NUMBER.sub("", part) for part in parts if part]


def _plain(text: str) -> str:
    return " ".join(text.replace("\u2019", "'").casefold().split())
