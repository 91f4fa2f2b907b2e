"""Who asks: the steps by which identity and authority are established, and what they hold up."""

import datetime as dt
from typing import Final

from policies.domain.calendars import local_day
from policies.domain.rules import VerificationRule
from policies.domain.situation import Situation
from policies.domain.terms import SEE_DATA, EventType, Right, Scope, StepMethod

from ..events import EventName
from ..lifecycle import ABOUT_IDENTITY
from ..record import OPENS_PAGE, AnswerWay
from .attempt import Attempt, Block, Blocks, Said

REMINDERS: Final = 2
SILENCE: Final = 10
"""Silence for so many business days, after so many reminders, is as good as a failed check."""
WROTE: Final = (EventName.MESSAGE_RECEIVED, EventName.FILE_RECEIVED, EventName.CLARIFICATION_RECEIVED)
"""Whoever does this is not silent."""

TO_COMPARE: Final = {StepMethod.MATCH_TWO: 2, StepMethod.MATCH_THREE: 3}
IN_PERSON: Final = "in_person"
NO_PROOF_ASKED: Final = Block(
    "This version asks for no proof of identity for this right.", "Answer the request without it."
)


def identity_steps(situation: Situation) -> list[VerificationRule]:
    """The steps by which this version has identity established for this case; none: it is not asked for."""
    return [step for step in _steps(situation) if step.method is not StepMethod.AUTHORITY_CHECK]


def authority_steps(situation: Situation) -> list[VerificationRule]:
    """The steps by which a representative shows that they may act in this case."""
    return [step for step in _steps(situation) if step.method is StepMethod.AUTHORITY_CHECK]


def _steps(situation: Situation) -> list[VerificationRule]:
    """What is only said, as that there is a power of attorney, makes no step needless: somebody must have found it."""
    matching = situation.matching(situation.rules.verification)
    held = [step for step in matching if step.when.judge(situation.facts, found_only=True).holds is not False]
    return sorted(held, key=lambda step: step.position)


def is_sensitive(situation: Situation) -> bool:
    """Whether the answer hands over specific pieces or health records."""
    case = situation.case
    if case.right in (Right.KNOW_SPECIFIC, Right.SEND_TO_THIRD_PARTY):
        return True
    return case.scope is Scope.HEALTH_RECORDS and case.right in SEE_DATA


def check_step(attempt: Attempt) -> Blocks:
    """A step is one of this case's; data are compared in the number it asks for; the person can only type a code."""
    step = next((s for s in identity_steps(attempt.situation) if s.key == attempt.said.step), None)
    if step is None:
        known = ", ".join(step.key for step in identity_steps(attempt.situation)) or "none"
        yield Block(f"“{attempt.said.step}” is no step of this case.", f"Its steps: {known}.")
        return
    if not attempt.by and step.method is not StepMethod.CONTACT_CONFIRMATION:
        yield Block("A member of staff takes this step.", "Wait for us.", attempt.cite(step))
    wanted = TO_COMPARE.get(step.method, 0)
    if attempt.said.passed and len(set(attempt.said.compared)) < wanted:
        yield Block(f"This step has {wanted} details compared.", "Say which.", attempt.cite(step))
    if unknown := [each for each in attempt.said.compared if step.accepts and each not in step.accepts]:
        yield Block(f"{', '.join(unknown)}: not accepted as proof here.", "Choose another.", attempt.cite(step))


def verify(attempt: Attempt) -> Blocks:
    """Established only when each step of the version has been passed, whether before or with this act."""
    passed = attempt.record.steps_passed | set(attempt.said.steps)
    missing = [step for step in identity_steps(attempt.situation) if step.key not in passed]
    if missing:
        names = " ".join(step.says for step in missing)
        yield Block(f"Not every step has been taken. {names}", "Record the steps first.", attempt.cite(*missing))


def ask_identity(attempt: Attempt) -> Blocks:
    if not identity_steps(attempt.situation):
        yield NO_PROOF_ASKED


def ask_authority(attempt: Attempt) -> Blocks:
    if attempt.situation.case.requester_role.value in ("self", "reporter"):
        yield Block("Nobody acts for the person here.", "Answer the request without it.")


def unverified(attempt: Attempt) -> Blocks:
    """That identity could not be established may be answered after a failed check, or after silence."""
    steps = identity_steps(attempt.situation)
    state = standing(attempt.situation)
    if not steps:
        yield NO_PROOF_ASKED
    elif state is EventType.IDENTITY_VERIFIED:
        yield Block("The person's identity is established.", "Answer the request.", attempt.cite(*steps))
    elif state is not EventType.VERIFICATION_FAILED and not silent(attempt):
        why = f"No check has failed since the person was last asked, nor were they silent after {REMINDERS} reminders."
        yield Block(why, "Ask, remind, or record the failed check.", attempt.cite(*steps))


def established(attempt: Attempt) -> Blocks:
    """What is released goes to somebody whose identity, and authority, stand now."""
    steps = identity_steps(attempt.situation)
    if steps and not identity_stands(attempt):
        why = "The person's identity has not been established."
        if standing(attempt.situation) is EventType.IDENTITY_VERIFIED:
            why = "The person's contact has changed since their identity was established."
        next_step = "Verify it first, or answer that it could not be established."
        yield Block(why, next_step, attempt.cite(*steps))
    yield from _authority(attempt)
    yield from _way(attempt)


def identity_stands(attempt: Attempt) -> bool:
    """Established, and the contact has not changed since."""
    if standing(attempt.situation) is not EventType.IDENTITY_VERIFIED:
        return False
    last = attempt.record.last(EventName.CONTACT_CHANGED, EventName.IDENTITY_VERIFIED)
    return last is None or last.name is EventName.IDENTITY_VERIFIED


def _authority(attempt: Attempt) -> Blocks:
    steps = authority_steps(attempt.situation)
    authority = attempt.record.authority
    if not steps or not identity_steps(attempt.situation):
        return  # an opt-out: permission may be asked for, but nothing waits for it
    if not authority.seen:
        why = "Nobody has seen that the representative may act for the person."
        yield Block(why, "Ask for the proof and record it.", attempt.cite(*steps))
    elif authority.until is not None and authority.until < attempt.today:
        why = f"The representative's authority ran out on {authority.until}."
        yield Block(why, "Ask for a new proof and record it.", attempt.cite(*steps))


def _way(attempt: Attempt) -> Blocks:
    """Specific pieces and health records never go to a mailbox that is known only from the request itself."""
    if not asks_for_way(attempt.situation) or attempt.said.channel == IN_PERSON:
        return
    because = attempt.cite(*identity_steps(attempt.situation))
    ways = attempt.record.ways
    if not ways:
        why = "That the way the answer goes belongs to the person was not shown when they were verified."
        next_step = "Use a channel on file before the request, or one proven with their identity, and record which."
        yield Block(why, next_step, because)
    elif attempt.said.channel and not ways & _carrying(attempt.said):
        why = "This way was neither on file before the request nor proven with the person's identity."
        yield Block(why, "Answer by one that was, or hand it over in person.", because)


def asks_for_way(situation: Situation) -> bool:
    """Whether the answer goes only where somebody has shown that it reaches the person."""
    return is_sensitive(situation) and bool(identity_steps(situation))


def _carrying(said: Said) -> frozenset[AnswerWay]:
    """The ways of which one must be the person's own for what is told by this channel.

    The mail of a letter holds no answer: it lies on the page, which opens for whoever is reached by such a way. What
    staff send by hand may go to an address of their own files.
    """
    if said.channel == "portal" or (said.letter and said.channel == AnswerWay.EMAIL):
        return OPENS_PAGE
    sent_by_hand = frozenset() if said.letter else frozenset({AnswerWay.OTHER})
    return sent_by_hand | {way for way in AnswerWay if way == said.channel}


def standing(situation: Situation) -> EventType | None:
    """How it stands with identity now: asked for, established or failed, whichever happened last; None: never asked."""
    return next((event.type for event, _ in reversed(situation.timeline.events) if event.type in ABOUT_IDENTITY), None)


def silent(attempt: Attempt) -> bool:
    """Reminded twice, and ten business days over, since the person was asked or, if later, last wrote to us."""
    since, reminders = _last_heard(attempt)
    situation = attempt.situation
    if since is None or reminders < REMINDERS:
        return False
    return attempt.today > situation.calendar.add_business_days(since, SILENCE)


def _last_heard(attempt: Attempt) -> tuple[dt.date | None, int]:
    """The day the person was last asked, or wrote to us after that, and how often reminded since; None: never asked."""
    since: dt.date | None = None
    reminders = 0
    for what, moment in _asked_and_answered(attempt):
        if what == EventType.IDENTITY_REQUESTED or (what in WROTE and since is not None):
            since, reminders = local_day(moment, attempt.situation.case.zone), 0
        elif what == EventType.REMINDER_SENT:
            reminders += 1
    return since, reminders


def _asked_and_answered(attempt: Attempt) -> list[tuple[str, dt.datetime]]:
    """What was sent to the person and what came from them, in order."""
    events = [(event.type.value, event.at) for event, _ in attempt.situation.timeline.events]
    wrote = [(mark.name.value, mark.at) for mark in attempt.record.named(*WROTE)]
    return sorted([*events, *wrote], key=lambda one: one[1])
