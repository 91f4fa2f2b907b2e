"""What the rules forbid, however much the state would allow it. Pure.

No gate decides anything: it only says why a step a person wants to take is blocked, and by which rule.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from policies.domain.assessment import Assessment
from policies.domain.calendars import local_day
from policies.domain.case import CaseEvent
from policies.domain.fees import Fee, fee
from policies.domain.findings import Citation
from policies.domain.rules import VerificationRule
from policies.domain.situation import Situation
from policies.domain.terms import DenialNeed, EventType, Outcome, StepMethod

from .lifecycle import ABOUT_IDENTITY, Action

_END: Final = dt.datetime.max.replace(tzinfo=dt.UTC, year=9000)

OVER_THE_CAP: Final = "frequency_cap"
"""The ground of a denial because the person has asked too often."""

REMINDERS: Final = 2
SILENCE: Final = 10
"""Silence for so many business days, after so many reminders, is as good as a failed check."""

REFUSALS: Final = frozenset(
    {Action.DENY, Action.FULFILL_PARTLY, Action.CLOSE_NOT_ELIGIBLE, Action.CLOSE_MISDIRECTED, Action.DISMISS}
)
"""What closes a request without granting all of it, on our own decision."""

NEED_FIELD: Final = {
    DenialNeed.REASON: ("reason", "Write the reason; a denial cannot be closed without it."),
    DenialNeed.CITATION: ("citation", "Name the law it rests on."),
    DenialNeed.WRITTEN_NOTICE: ("written", "This denial counts only in writing: record the written notice."),
    DenialNeed.SECOND_PERSON: ("approved_by", "A second person must approve it: name them."),
    DenialNeed.LICENSED_PROFESSIONAL: ("professional", "Name the licensed professional who found it."),
    DenialNeed.REVIEW_RIGHT: ("review_told", "The person must be told that they may have it reviewed."),
    DenialNeed.COMPLAINT_ROUTE: ("complaint_told", "The person must be told where they may complain."),
}


@dataclass(frozen=True, slots=True)
class Block:
    """Why a step is blocked, what to do instead, and the rules it rests on."""

    why: str
    next_step: str
    because: tuple[Citation, ...] = ()


class Said(Protocol):
    """The part of what is said with a step that gates look at."""

    @property
    def ground(self) -> str: ...
    @property
    def outcome(self) -> str: ...


def block(action: Action, situation: Situation, assessment: Assessment, said: Said) -> Block | None:
    """The first rule that forbids `action` now, or None."""
    if (must := assessment.must_grant).holds and _refuses(action, said):
        return Block("What was found leaves no choice: this must be granted.", "Fulfill it.", must.because)
    gate = _GATES.get(action)
    return next(gate(situation, assessment, said), None) if gate else None


def _refuses(action: Action, said: Said) -> bool:
    """Whether it leaves the person without what was asked for, in whole or in part.

    Not: closing because it is not known who asks. What was found of the matter says nothing of that, and there
    would be no way out at all.
    """
    return action in REFUSALS or (action is Action.DECIDE_APPEAL and said.outcome != Outcome.FULFILLED)


def denial_problems(assessment: Assessment, said: object) -> dict[str, str]:
    """What a denial still lacks, by field."""
    fields = (NEED_FIELD[need] for need in assessment.denial_needs)
    return {name: message for name, message in fields if not getattr(said, name)}


def identity_steps(situation: Situation) -> list[VerificationRule]:
    """The steps by which this version has identity established for this case; none: it is not asked for."""
    steps = situation.matching(situation.rules.verification)
    held = [step for step in steps if step.when.judge(situation.facts).holds is not False]
    return [step for step in held if step.method is not StepMethod.AUTHORITY_CHECK]


def _complete(situation: Situation, assessment: Assessment, _: Said) -> Iterator[Block]:
    charge = assessment.fee
    if not charge.may_complete and _may_charge(situation, charge):
        owed = " and ".join(name.replace("_", " ") for name in charge.missing)
        yield Block(f"A fee was found; before completing, this is owed: {owed}.", "Send it first.", charge.because)
    if (steps := identity_steps(situation)) and _identity(situation) is not EventType.IDENTITY_VERIFIED:
        why = "The person's identity has not been established."
        yield Block(why, "Verify it first, or answer that it could not be established.", _cite(situation, steps))


def _may_charge(situation: Situation, charge: Fee) -> bool:
    """A fee that the law does not support is charged only where a named person decided so at publication."""
    applied = situation.case.restrictions_applied
    return charge.chargeable_by_law or any(citation.key in applied for citation in charge.because)


def _find_fee(situation: Situation, _: Assessment, said: Said) -> Iterator[Block]:
    """A finding must be of use: some rule of this case lets a fee be charged on its ground."""
    case = situation.case
    found = CaseEvent(type=EventType.FEE_FOUND, at=_END, ground=said.ground, by="trial", evidence="trial")
    trial = replace(situation, case=replace(case, as_of=None, events=(*case.events, found)), warnings=[])
    charge = fee(trial)
    if not charge.chargeable:
        ground = said.ground.replace("_", " ") or "No ground"
        why = f"“{ground}” is no ground on which a rule of this case lets a fee be charged."
        yield Block(why, "Answer free of charge.", charge.because)


def _ask_fee(situation: Situation, assessment: Assessment, _: Said) -> Iterator[Block]:
    charge = assessment.fee
    if not charge.chargeable:
        yield Block("No ground for a fee has been found.", "Find it first, with evidence.", charge.because)
    elif not _may_charge(situation, charge):
        why = "The printed ground asks more than the law supports, and nobody decided to apply it."
        yield Block(why, "Answer free of charge, or have it decided on the policy's version.", charge.because)


def _deny(_: Situation, assessment: Assessment, said: Said) -> Iterator[Block]:
    if said.ground == OVER_THE_CAP:
        yield from _over_the_cap(assessment)
        return
    grounds = {ground.key: citation for ground, citation in assessment.denial.grounds}
    if grounds and said.ground not in grounds:
        choices = ", ".join(sorted(grounds))
        why = f"“{said.ground}” is no ground of this version for this right." if said.ground else "No ground was named."
        yield Block(why, f"Grounds: {choices}.", assessment.denial.because)
    if said.ground and not grounds:
        yield Block("This version names no grounds for denying this right.", "Give the reason without a ground.")


def _over_the_cap(assessment: Assessment) -> Iterator[Block]:
    cap = assessment.frequency_cap
    if cap is None or cap.allowed:
        yield Block("The person is not over the limit.", "Answer the request.", cap.because if cap else ())
    elif cap.refusal != "open":
        why = "The printed limit asks more than the law supports, and nobody decided to apply it."
        yield Block(why, "Answer the request, or have it decided on the policy's version.", cap.because)


def _not_eligible(_: Situation, assessment: Assessment, __: Said) -> Iterator[Block]:
    if assessment.eligible is True:
        yield Block("The policy covers this person.", "Answer the request.", assessment.eligible_because)
    if assessment.eligible is None:
        asked = ", ".join(name.replace("_", " ") for name in assessment.questions)
        why = f"Whether the policy covers this person depends on what is not known: {asked}."
        yield Block(why, "Find it out and record it first.", assessment.eligible_because)


def _ask_identity(situation: Situation, _: Assessment, __: Said) -> Iterator[Block]:
    if not identity_steps(situation):
        yield Block("This version asks for no proof of identity for this right.", "Answer the request without it.")


def _unverified(situation: Situation, _: Assessment, __: Said) -> Iterator[Block]:
    steps = identity_steps(situation)
    if not steps:
        yield Block("This version asks for no proof of identity for this right.", "Answer the request without it.")
    elif _identity(situation) is EventType.IDENTITY_VERIFIED:
        yield Block("The person's identity is established.", "Answer the request.", _cite(situation, steps))
    elif _identity(situation) is not EventType.VERIFICATION_FAILED and not _silent(situation):
        why = f"No check has failed since the person was last asked, nor were they silent after {REMINDERS} reminders."
        yield Block(why, "Ask, remind, or record the failed check.", _cite(situation, steps))


def _identity(situation: Situation) -> EventType | None:
    """How it stands with identity now: asked for, established or failed, whichever happened last; None: never asked."""
    return next((event.type for event, _ in reversed(situation.timeline.events) if event.type in ABOUT_IDENTITY), None)


def _silent(situation: Situation) -> bool:
    """Asked, reminded twice since, and ten business days over since the person was asked."""
    asked: dt.date | None = None
    reminders = 0
    for event, day in situation.timeline.events:
        if event.type is EventType.IDENTITY_REQUESTED:
            asked, reminders = day, 0
        elif event.type is EventType.REMINDER_SENT:
            reminders += 1
    as_of = situation.case.as_of
    if asked is None or reminders < REMINDERS or as_of is None:
        return False
    return local_day(as_of, situation.case.zone) > situation.calendar.add_business_days(asked, SILENCE)


def _cite(situation: Situation, steps: list[VerificationRule]) -> tuple[Citation, ...]:
    return tuple(Citation.of(step, situation.rules) for step in steps)


_GATES: Final[Mapping[Action, Callable[[Situation, Assessment, Said], Iterator[Block]]]] = {
    Action.FULFILL: _complete,
    Action.FULFILL_PARTLY: _complete,
    Action.DENY: _deny,
    Action.FIND_FEE: _find_fee,
    Action.SEND_FEE_REASON: _ask_fee,
    Action.SEND_FEE_ESTIMATE: _ask_fee,
    Action.REQUEST_IDENTITY: _ask_identity,
    Action.CLOSE_UNVERIFIED: _unverified,
    Action.CLOSE_NOT_ELIGIBLE: _not_eligible,
}
