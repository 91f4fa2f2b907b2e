"""A finding is a value together with the rules it rests on; without a rule it cannot be made."""

import datetime as dt
from dataclasses import dataclass
from typing import Generic, Self, TypeVar

from .rules import RULE_KINDS, Reading, Rule, RuleSet
from .terms import RuleKind


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule something rests on: which version of which policy, where in it, and how it was read."""

    policy: str
    version: str
    kind: RuleKind
    key: str
    section: str
    says: str
    reading: Reading | None
    reviewed: bool

    @classmethod
    def of(cls, rule: Rule, rules: RuleSet) -> Self:
        kind = RULE_KINDS[type(rule)]
        reviewed = rule.reviewed is not None
        return cls(rules.pack, rules.version, kind, rule.key, rule.section, rule.says, rule.reading, reviewed)


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a date's arithmetic: `receipt`, `skipped`, `paused`, `counted`, `rolled`, `extended`, `due`."""

    step: str
    date: dt.date
    why: str


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """`value`, because of `because` (never empty)."""

    value: T
    because: tuple[Citation, ...]

    def __post_init__(self) -> None:
        must_rest_on_a_rule(self.value, self.because)


def must_rest_on_a_rule(value: object, because: tuple[Citation, ...]) -> None:
    """Raise ValueError if nothing says why."""
    if not because:
        raise ValueError(f"a finding needs the rule it rests on: {value!r}")
