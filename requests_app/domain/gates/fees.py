"""A fee: on which grounds it may be found, what is owed to the person, and what it holds up."""

import datetime as dt
from dataclasses import replace
from typing import Final

from policies.domain.case import CaseEvent
from policies.domain.fees import Fee, fee
from policies.domain.situation import Situation
from policies.domain.terms import EventType

from ..events import EventName
from .attempt import Attempt, Block, Blocks

_END: Final = dt.datetime.max.replace(tzinfo=dt.UTC, year=9000)


def owed(attempt: Attempt) -> Blocks:
    """What must have been sent to the person before completing, unless the fee was waived since it was found."""
    if is_waived(attempt):
        return
    charge = attempt.assessment.fee
    owed_now = (*charge.missing, *_owed_again(attempt))
    if owed_now and may_charge(attempt.situation, charge):
        missing = " and ".join(name.replace("_", " ") for name in owed_now)
        yield Block(f"A fee was found; before completing, this is owed: {missing}.", "Send it first.", charge.because)


def _owed_again(attempt: Attempt) -> list[str]:
    """What was sent for a fee that was waived does not serve for one that was found afterwards."""
    if attempt.record.last(EventName.FEE_WAIVED) is None:
        return []
    types = [event.type for event, _ in attempt.situation.timeline.events]
    last = max((n for n, kind in enumerate(types) if kind is EventType.FEE_FOUND), default=len(types))
    sent = (EventType.FEE_REASON_SENT, EventType.FEE_ESTIMATE_SENT, EventType.FEE_ACCEPTED)
    return [kind.value for kind in sent if kind in types[:last] and kind not in types[last:]]


def is_waived(attempt: Attempt) -> bool:
    last = attempt.record.last(EventName.FEE_FOUND, EventName.FEE_WAIVED)
    return last is not None and last.name is EventName.FEE_WAIVED


def waive(attempt: Attempt) -> Blocks:
    """Only what was found can be waived."""
    if attempt.record.last(EventName.FEE_FOUND) is None or is_waived(attempt):
        yield Block("No fee is asked for.", "Answer free of charge.", attempt.assessment.fee.because)


def may_charge(situation: Situation, charge: Fee) -> bool:
    """A fee that the law does not support is charged only where a named person decided so at publication."""
    applied = situation.case.restrictions_applied
    return charge.chargeable_by_law or any(citation.key in applied for citation in charge.because)


def find(attempt: Attempt) -> Blocks:
    """A finding must be of use: some rule of this case lets a fee be charged on its ground."""
    situation, ground = attempt.situation, attempt.said.ground
    case = situation.case
    found = CaseEvent(type=EventType.FEE_FOUND, at=_END, ground=ground, by="trial", evidence="trial")
    trial = replace(situation, case=replace(case, as_of=None, events=(*case.events, found)), warnings=[])
    charge = fee(trial)
    if not charge.chargeable:
        words = ground.replace("_", " ") or "No ground"
        why = f"“{words}” is no ground on which a rule of this case lets a fee be charged."
        yield Block(why, "Answer free of charge.", charge.because)


def ask(attempt: Attempt) -> Blocks:
    charge = attempt.assessment.fee
    if is_waived(attempt):
        yield Block("The fee was waived.", "Answer free of charge, or find a ground anew.", charge.because)
    elif not charge.chargeable:
        yield Block("No ground for a fee has been found.", "Find it first, with evidence.", charge.because)
    elif not may_charge(attempt.situation, charge):
        why = "The printed ground asks more than the law supports, and nobody decided to apply it."
        yield Block(why, "Answer free of charge, or have it decided on the policy's version.", charge.because)
