"""What is said with an act: which parts go into the event as they are, and which are sealed beside it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from policies.domain.facts import FactValue

from ..domain.refusals import Incomplete

CODES: Final = (
    "written",
    "channel",
    "days",
    "new_date",
    "of",
    "ground",
    "amount",
    "fact",
    "into",
    "outcome",
    "form",
    "step",
    "steps",
    "compared",
    "passed",
    "channel_proof",
    "proven_ways",
    "proof",
    "expires_on",
    "decision",
    "item",
    "right",
    "scope",
    "file",
    "letter",
    "composed_by",
    "tell_by_phone",
    "priority",
    "act",
    "rung",
)
"""Closed words, dates, numbers and ids: they stand in the event."""

WORDS: Final = ("reason", "note", "evidence", "citation", "professional", "covers", "notice")
"""What people write: sealed."""

GIVEN: Final = ("reason", "evidence", "citation", "notice")
"""Of these the event says that they were given."""

LONGEST: Final = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """Everything an act may say. Which parts are needed is for the table of the lifecycle and the rules to say."""

    written: bool | None = None
    channel: str = ""
    reason: str = ""
    note: str = ""
    days: int | None = None
    new_date: dt.date | None = None
    of: str = ""
    ground: str = ""
    evidence: str = ""
    amount: str = ""
    citation: str = ""
    professional: str = ""
    """Which licensed professional found it."""
    covers: str = ""
    """What an authority lets its holder do."""
    review_told: bool = False
    complaint_told: bool = False
    into: str = ""
    """Id or reference of the request that this one repeats."""
    assignee: str = ""
    """Id of a member of staff, or `nobody`."""
    person: str = ""
    """Id of the person found to be the same; empty: somebody new."""
    fact: str = ""
    value: FactValue | None = None
    outcome: str = ""
    """Of an appeal: what the request's outcome is now; empty: as it was."""
    received_at: dt.datetime | None = None
    step: str = ""
    """Key of a step of verification."""
    steps: tuple[str, ...] = ()
    """Keys of the steps taken with this very act."""
    compared: tuple[str, ...] = ()
    """Which kinds of details were compared, never the details."""
    passed: bool | None = None
    channel_proof: str = ""
    """`on_file` or `proven`: why the way the answer goes is the person's own."""
    proven_ways: tuple[str, ...] = ()
    """Words of `domain.record.AnswerWay`: which ways that was shown of."""
    proof: str = ""
    """A word of `domain.record.Proof`."""
    expires_on: dt.date | None = None
    """The last day on which an authority holds."""
    decision: str = ""
    """A word of `domain.record.Decision`, or of `models.ItemDecision`."""
    item: str = ""
    """Id of an item."""
    records_class: str = ""
    right: str = ""
    scope: str = ""
    file: str = ""
    """Id of an attachment."""
    notice: str = ""
    """The name of the notice that governs; empty: the policy itself."""
    letter: str = ""
    """Id of the letter with which it was said."""
    composed_by: str = ""
    """Id of the member of staff who wrote that letter, whoever had it sent."""
    tell_by_phone: bool | None = None
    """A contact was changed whose way was the telephone: somebody has to call the number that was given up."""
    priority: str = ""
    """A word of `models.PRIORITY_WORDS`."""
    act: str = ""
    rung: str = ""
    """Where a ladder did it: the act that is owed, and the rung by its name."""
    form: str = ""
    """Marks the form that was saved, so that a second click on it is known."""

    @classmethod
    def of_mapping(cls, details: Mapping[str, Any], *, reference: str = "") -> "Details":
        """Details from a form or an interface. Raises Incomplete for a name that no act knows, or endless text."""
        known = {field.name for field in fields(cls)}
        problems = {name: "This cannot be said with an act." for name in details if name not in known}
        problems |= {
            name: f"Shorten this to {LONGEST} characters."
            for name in WORDS
            if isinstance(details.get(name), str) and len(details[name]) > LONGEST
        }
        if problems:
            raise Incomplete(reference, problems)
        return cls(**details)

    def missing(self, names: tuple[str, ...]) -> dict[str, str]:
        """A message for each of `names` that is empty."""
        return {name: f"Give the {name.replace('_', ' ')}." for name in names if _is_empty(getattr(self, name))}

    def body(self) -> dict[str, Any]:
        """The part that stands in the event."""
        codes = {name: getattr(self, name) for name in CODES if not _is_empty(getattr(self, name))}
        given = {f"{name}_given": True for name in GIVEN if getattr(self, name).strip()}
        return {**codes, **given}

    def words(self) -> dict[str, str]:
        """The part that is sealed."""
        return {name: getattr(self, name) for name in WORDS if getattr(self, name).strip()}


def _is_empty(value: object) -> bool:
    return value is None or value == () or (isinstance(value, str) and not value.strip())
