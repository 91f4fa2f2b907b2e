"""Who has done what around a request, beside its clocks: what gates ask that turn on people. Pure."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from policies.domain.terms import Right

from .events import EventName


class Decision(StrEnum):
    """What a second person may be asked to approve, and what a supervisor may decide over the cap."""

    FULFILL = "fulfill"
    DENY = "deny"
    ANSWER = "answer"
    REFUSE = "refuse"


PROPOSABLE: Final = (Decision.FULFILL, Decision.DENY)
OVER_CAP: Final = (Decision.ANSWER, Decision.REFUSE)
DELETIONS: Final = frozenset({Right.DELETE, Right.DELETE_THIRD_PARTY_SOURCED, Right.CHILD_DELETION})


class Proof(StrEnum):
    """The papers by which a representative shows that they may act."""

    SIGNED_PERMISSION = "signed_permission"
    POWER_OF_ATTORNEY = "power_of_attorney"
    LETTERS_OF_ADMINISTRATION = "letters_of_administration"
    COURT_ORDER = "court_order"
    BIRTH_OR_CUSTODY = "birth_or_custody"
    ACCOUNT_ACCESS = "account_access"
    OTHER = "other"


class ChannelProof(StrEnum):
    """Why the way the answer goes is the person's own: known before the request, or proven with their identity."""

    ON_FILE = "on_file"
    PROVEN = "proven"


class AnswerWay(StrEnum):
    """A way to the person that was on file before the request, or proven with their identity.

    `email`, `mail`: the addresses in use; `phone`: a number of theirs, on which a code is read out; `other`: an address
    that is not the one in use, to which staff send by hand.
    """

    EMAIL = "email"
    PHONE = "phone"
    MAIL = "mail"
    OTHER = "other"


OPENS_PAGE: Final = frozenset({AnswerWay.EMAIL, AnswerWay.PHONE})
"""The ways by which a link or a code reaches the person, and so the page opens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something somebody did. `by`: id of a member of staff; empty: the person, or the system."""

    name: EventName
    at: dt.datetime
    by: str = ""
    says: Mapping[str, Any] = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """What was seen of a representative's authority. `until`: the last day on which it holds; None: open."""

    seen: bool = False
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One item that is decided by itself. `decision`: a word of `models.ItemDecision`."""

    decision: str
    records_class: str = ""
    ground: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """All that was done so far, in order. `second_for`: what this organization has a second person approve."""

    marks: tuple[Mark, ...] = ()
    authority: Authority = Authority()
    items: tuple[Item, ...] = ()
    second_for: frozenset[Decision] = frozenset()

    def named(self, *names: EventName) -> Iterator[Mark]:
        return (mark for mark in self.marks if mark.name in names)

    def last(self, *names: EventName) -> Mark | None:
        """The latest of these, by when it was recorded."""
        return next((mark for mark in reversed(self.marks) if mark.name in names), None)

    def since(self, *names: EventName) -> tuple[Mark, ...]:
        """Everything recorded after the latest of these; everything, if there is none."""
        for number in range(len(self.marks), 0, -1):
            if self.marks[number - 1].name in names:
                return self.marks[number:]
        return self.marks

    @property
    def steps_passed(self) -> frozenset[str]:
        """Keys of the steps of verification that stand: the latest check of each, since the contact last changed."""
        latest: dict[str, bool] = {}
        for mark in self.since(EventName.CONTACT_CHANGED):
            if mark.name is EventName.STEP_CHECKED:
                latest[mark.says["step"]] = bool(mark.says["passed"])
            elif mark.name is EventName.IDENTITY_VERIFIED:
                latest |= dict.fromkeys(mark.says.get("steps", ()), True)
        return frozenset(key for key, passed in latest.items() if passed)

    @property
    def ways(self) -> frozenset[AnswerWay]:
        """By which ways the person was shown to be reached when their identity was last established."""
        mark = self.last(EventName.IDENTITY_VERIFIED)
        shown = mark.says.get("proven_ways", ()) if mark and mark.says.get("channel_proof") else ()
        return frozenset(AnswerWay(way) for way in shown)

    @property
    def proposal(self) -> Mark | None:
        """The decision that was last laid before a second person and is still to be taken or approved."""
        return self._this_round(EventName.DECISION_PROPOSED)

    def approval_of(self, decision: Decision, ground: str | None) -> Mark | None:
        """Who approved just this decision, if somebody did since it was last proposed. `ground`: None: on any."""
        proposed = self.proposal
        if proposed is None or proposed.says.get("decision") != decision:
            return None
        if ground is not None and proposed.says.get("ground", "") != ground:
            return None
        approved = self._this_round(EventName.DECISION_APPROVED)
        if approved is None or approved.says.get("of") != proposed.id:
            return None
        later = self.marks[self.marks.index(approved) + 1 :]
        changed = (EventName.ITEM_ADDED, EventName.ITEM_DECIDED)
        return None if any(mark.name in changed for mark in later) else approved

    def _this_round(self, name: EventName) -> Mark | None:
        """The latest since the request was last opened again."""
        return next((mark for mark in reversed(self.since(EventName.REOPENED)) if mark.name is name), None)

    @property
    def cap_decision(self) -> str:
        """What a supervisor last decided over the printed limit; empty: nothing yet."""
        mark = self._this_round(EventName.CAP_DECIDED)
        return str(mark.says.get("decision", "")) if mark else ""

    @property
    def deciders(self) -> frozenset[str]:
        """Everybody who took part in the answer that an appeal is against."""
        names = (
            EventName.RESPONSE_SENT,
            EventName.DENIED,
            EventName.DECISION_APPROVED,
            EventName.DECISION_PROPOSED,
            EventName.RELEASE_REVIEWED,
            EventName.ITEM_DECIDED,
            EventName.CAP_DECIDED,
            EventName.APPEAL_DECIDED,
        )
        return frozenset(
            who for mark in self.named(*names) for who in (mark.by, str(mark.says.get("composed_by", ""))) if who
        )
