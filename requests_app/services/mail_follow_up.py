"""Mail that came back makes an internal target: by the next business day somebody finds another way to the person.

It begins with the bounce, also on a case that was closed before, and ends when the person's contact was changed or
staff wrote to them again; what the system sends by itself ends nothing. It is no rule of a policy, and it says so where
a deadline says on what it rests.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import QuerySet

from policies.domain.calendars import first_instant_after, local_day
from policies.domain.case import CaseEvent
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Citation, Step
from policies.domain.terms import AuthorityKind, EventType, HouseAct, RuleKind

from ..domain.clock_states import DeadlineState
from ..domain.events import REACHES
from ..models import Deadline
from .case_file import CaseFile

SENT: Final = frozenset(
    {
        EventType.ACKNOWLEDGEMENT_SENT,
        EventType.IDENTITY_REQUESTED,
        EventType.REMINDER_SENT,
        EventType.CLARIFICATION_REQUESTED,
        EventType.EXTENSION_NOTICE,
        EventType.FEE_REASON_SENT,
        EventType.FEE_ESTIMATE_SENT,
        EventType.RESPONSE_SENT,
        EventType.DENIED,
        EventType.APPEAL_DECIDED,
    }
)
"""By staff: the same from the system goes where mail comes back from."""
AUTHORITY: Final = "duly"
RULE: Final = Citation(
    policy=AUTHORITY,
    version="1",
    kind=RuleKind.SERVICE_LEVEL,
    key="follow_up_mail",
    section="(internal)",
    says="When mail to a person came back, we find another way to reach them by the next business day.",
    reading=None,
    reviewed=True,
)


_END: Final = dt.datetime.max.replace(tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class _Bounce:
    """The first mail that came back since the person was last reached, and when they were reached again."""

    at: dt.datetime
    ended_at: dt.datetime | None


def target(file: CaseFile, *, now: dt.datetime) -> Iterator[DeadlineFinding]:
    """The target, while it is owed and after, from what had happened by `now`; nothing when no mail came back."""
    bounce = _bounce(file, by=now)
    if bounce is None:
        return
    zone, calendar = file.case.zone, file.calendar.internal
    day = local_day(bounce.at, zone)
    due = calendar.add_business_days(day, 1)
    late_from = first_instant_after(due, zone)
    yield DeadlineFinding(
        act=HouseAct.FOLLOW_UP_MAIL,
        kind=AuthorityKind.TARGET,
        authority=AUTHORITY,
        started_on=day,
        due_on=due,
        act_by=due,
        late_from=late_from,
        first_due_on=due,
        extended=None,
        latest_possible_on=None,
        met=_met(bounce, late_from, now),
        unless=(),
        because=(RULE,),
        arithmetic=(Step("counted", day, "mail came back"), Step("due", due, "the next business day")),
        counts_business_days=True,
    )


def done_at(file: CaseFile) -> dt.datetime | None:
    """When the person was reached again."""
    bounce = _bounce(file, by=_END)
    return bounce.ended_at if bounce else None


def began_closed(file: CaseFile) -> bool:
    """Whether mail came back after the case was closed: what came back then is often the answer."""
    bounce = _bounce(file, by=_END)
    closed_at = file.request.closed_at
    return bounce is not None and closed_at is not None and bounce.at >= closed_at


def unreached() -> QuerySet[Deadline]:
    """The targets that are owed now."""
    return Deadline.objects.filter(act=HouseAct.FOLLOW_UP_MAIL, state=DeadlineState.LIVE)


def _met(bounce: _Bounce, late_from: dt.datetime, now: dt.datetime) -> bool | None:
    if bounce.ended_at is not None:
        return bounce.ended_at < late_from
    return False if now >= late_from else None


def _by_staff(event: CaseEvent) -> bool:
    """The system's events name nobody."""
    return event.type in SENT and bool(event.by)


def _bounce(file: CaseFile, *, by: dt.datetime) -> _Bounce | None:
    """What was recorded on one instant counts in the order in which it was recorded."""
    found: _Bounce | None = None
    told = [(event.at, event.type is EventType.NOTICE_BOUNCED, _by_staff(event)) for event in file.case.events]
    told += [(mark.at, False, True) for mark in file.record.marks if mark.name in REACHES]
    for at, bounced, reached in sorted((each for each in told if each[0] <= by), key=lambda each: each[0]):
        if bounced and (found is None or found.ended_at is not None):
            found = _Bounce(at, None)
        elif reached and found is not None and found.ended_at is None:
            found = _Bounce(found.at, at)
    return found
