"""Facts about a case, and the one grammar of conditions over them.

A fact is *stated* by the requester or *found* by a named person with evidence. Clocks act on stated
facts at once; must-grant and denial gates act on found facts only. An unknown fact makes a condition
neither true nor false: then its name comes back as a question.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FactValue = str | int | bool

PLACE: Final = re.compile(r"other|[A-Z]{2}(-[A-Z0-9]{1,3})?")
"""A country or a part of one by ISO 3166; `other` for elsewhere."""


class FactType(StrEnum):
    YES_NO = "yes_no"
    PLACE = "place"  # 'US-CA', 'US-NV', 'DE' (ISO 3166); 'other' for elsewhere
    NUMBER = "number"  # whole, not negative
    CHOICE = "choice"
    TOPIC = "topic"  # a word of the organization's own list


@dataclass(frozen=True, slots=True)
class FactKind:
    """A name that conditions may use, with what its value can be."""

    type: FactType
    choices: tuple[str, ...] = ()
    presumed: FactValue | None = None
    """The value taken while nobody has said otherwise; None: unknown."""


def _yes_no(presumed: bool | None = None) -> FactKind:
    return FactKind(FactType.YES_NO, presumed=presumed)


FACTS: Final[dict[str, FactKind]] = {
    # who asks, about whom
    "residency": FactKind(FactType.PLACE),
    "age": FactKind(FactType.NUMBER),
    "deceased": _yes_no(presumed=False),
    # how it was asked
    "in_writing": _yes_no(presumed=True),
    "asked_by": FactKind(FactType.CHOICE, ("electronic", "phone", "mail", "in_person")),
    # health records
    "california_provider": _yes_no(),
    "wants": FactKind(FactType.CHOICE, ("inspect", "copies")),
    "records_class": FactKind(
        FactType.CHOICE,
        (
            "ordinary",
            "psychotherapy_notes",
            "substance_use",
            "hiv",
            "minor_consented",
            "reproductive",
            "genetic",
            "third_party_confidence",
        ),
        presumed="ordinary",
    ),
    # limiting a disclosure
    "recipient": FactKind(FactType.CHOICE, ("health_plan", "insurer", "other")),
    "purpose": FactKind(FactType.CHOICE, ("payment", "operations", "treatment", "other")),
    "services_specific": _yes_no(),
    "paid_in_full": _yes_no(),
    "required_by_law": _yes_no(),
    # children
    "child_under_13_online": _yes_no(),
    "kept_by_law": _yes_no(presumed=False),
    # representatives
    "agent_permission": _yes_no(),
    "power_of_attorney": _yes_no(),
    # messages
    "topic": FactKind(FactType.TOPIC),
}
"""The closed list. `requester_role`, `scope` and `right` may be used in conditions too."""

BUILT_IN: Final = frozenset({"requester_role", "scope", "right"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; found if a named person found it, otherwise stated."""

    value: FactValue
    found_by: str | None = None
    evidence: str | None = None

    @property
    def is_found(self) -> bool:
        return bool(self.found_by and self.evidence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Three-valued: `holds` is None when `unknown` facts would decide it."""

    holds: bool | None
    unknown: tuple[str, ...] = ()

    def __and__(self, other: "Verdict") -> "Verdict":
        """False if either is false; otherwise unknown if either is, with all that is asked."""
        if self.holds is False or other.holds is False:
            return FALSE
        if not (self.unknown or other.unknown):
            return TRUE
        unknown = tuple(dict.fromkeys(self.unknown + other.unknown))
        return Verdict(None, unknown)


TRUE: Final = Verdict(True)
FALSE: Final = Verdict(False)


@dataclass(frozen=True, slots=True)
class Condition:
    """`when: {fact: [values]}`: every named fact has one of its values (AND only). Empty: always."""

    terms: tuple[tuple[str, tuple[FactValue, ...]], ...] = ()

    def judge(self, facts: "Facts", *, found_only: bool = False) -> Verdict:
        """True, False or unknown; with `found_only` a merely stated fact counts as unknown."""
        if not self.terms:
            return TRUE
        unknown = []
        for name, values in self.terms:
            value = facts.value(name, found_only=found_only)
            if value is None:
                unknown.append(name)
            elif not any(_same(value, v) for v in values):
                return FALSE
        return Verdict(None, tuple(unknown)) if unknown else TRUE


def _same(value: FactValue, wanted: FactValue) -> bool:
    """Equal, and not a number taken for a yes or no."""
    return value == wanted and isinstance(value, bool) == isinstance(wanted, bool)


ALWAYS: Final = Condition()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a case; presumed values stand in for what nobody has said."""

    known: Mapping[str, Fact] = field(default_factory=dict)

    def value(self, name: str, *, found_only: bool = False) -> FactValue | None:
        fact = self.known.get(name)
        if fact is None:
            kind = FACTS.get(name)
            return kind.presumed if kind else None
        if found_only and not fact.is_found and name not in BUILT_IN:
            return None
        return fact.value


def check_value(name: str, value: object) -> None:
    """Raise ValueError, saying what was expected, unless `value` can be the value of the fact `name`."""
    kind = FACTS.get(name)
    if kind is None:
        raise ValueError(f"expected a fact of: {', '.join(sorted(FACTS))}; not {name!r}")
    if not _fits(kind, value):
        raise ValueError(f"expected {_expectation(kind)} for {name}, not {value!r}")


def _fits(kind: FactKind, value: object) -> bool:
    match kind.type:
        case FactType.YES_NO:
            return isinstance(value, bool)
        case FactType.NUMBER:
            return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1000
        case FactType.CHOICE:
            return value in kind.choices
        case FactType.PLACE:
            return isinstance(value, str) and PLACE.fullmatch(value) is not None
    return isinstance(value, str) and 0 < len(value) <= 60


def _expectation(kind: FactKind) -> str:
    match kind.type:
        case FactType.YES_NO:
            return "true or false"
        case FactType.NUMBER:
            return "a whole number"
        case FactType.CHOICE:
            return "one of " + ", ".join(kind.choices)
        case FactType.PLACE:
            return "a place such as US-CA or other"
    return "a short word"
