"""What an operator must look at: each kind of trouble of the engine, how many rows, and since when.

`/statusz`, `/metrics`, the operator's mail and the heartbeat all rest on what is found here.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import Count, Exists, Min, OuterRef, Q

from organizations.models import Organization

from ..domain.clock_states import DeadlineState
from ..models import (
    Alert,
    AlertChannel,
    AlertState,
    Deadline,
    JobRun,
    JobState,
    Lane,
    Message,
    MessageState,
    OutgoingPause,
    PrivacyRequest,
    Submission,
)
from ..services.claims import due_at
from ..services.composer import quiet_of
from ..services.sweep import last_swept_at
from .missing_runs import missing_runs
from .owners import with_inactive_owner
from .proofs import unproven

LATE: Final = dt.timedelta(minutes=3)
SILENT: Final = dt.timedelta(minutes=5)
UNCOMPOSED: Final = dt.timedelta(minutes=15)
UNSENT: Final = dt.timedelta(minutes=15)
WEBHOOK_UNSENT: Final = dt.timedelta(hours=1)
MANY_ATTEMPTS: Final = 6
"""About half an hour of refusals."""
HELD_LONG: Final = dt.timedelta(hours=4)
FOLLOW_UP: Final = dt.timedelta(days=1)
"""A mail that left, and whose consequence could not be written, is told for so long; trying again would not mend it."""


class Alarm(StrEnum):
    """The kinds of trouble. `docs/operations.md` has a section for each."""

    NO_SWEEP = "no_sweep"
    LATE_ALERTS = "late_alerts"
    ALERTS_WAIT = "alerts_wait"
    MAIL_WAITS = "mail_waits"
    MAIL_HELD_BACK = "mail_held_back"
    WEBHOOKS_WAIT = "webhooks_wait"
    DEAD_LETTERS = "dead_letters"
    FAULTS = "faults"
    JOBS_MISSING = "jobs_missing"
    INACTIVE_OWNERS = "inactive_owners"
    FORMS_UNPROVEN = "forms_unproven"


@dataclass(frozen=True, slots=True)
class Finding:
    """One kind of trouble. `over`: it is past and nothing is left to mend, but an operator should know."""

    alarm: Alarm
    count: int
    since: dt.datetime | None
    over: bool = False


def findings(now: dt.datetime) -> list[Finding]:
    """All trouble there is at `now`, the most pressing first. Empty: all is well."""
    return [found for look in LOOKS.values() if (found := look(now)) is not None]


def finding_of(alarm: Alarm, now: dt.datetime) -> Finding | None:
    """The trouble of one kind, if there is any."""
    return LOOKS[alarm](now)


def _no_sweep(now: dt.datetime) -> Finding | None:
    """No host finished one. An installation that has nothing to sweep yet is not in trouble."""
    last = last_swept_at()
    if last is None:
        last = Submission.objects.aggregate(first=Min("entered_at"))["first"]
    return Finding(Alarm.NO_SWEEP, 1, last) if last is not None and now - last > SILENT else None


def _late_alerts(now: dt.datetime) -> Finding | None:
    """Deadlines that should have rung. Those put off after a fault are told as faults."""
    return _found(Alarm.LATE_ALERTS, due_at(now).filter(next_alert_at__lte=now - LATE), "next_alert_at")


def _alerts_wait(now: dt.datetime) -> Finding | None:
    """Alerts in no message yet, though no quiet hours hold them, neither now nor when they should have been written."""
    old = Alert.objects.filter(state=AlertState.PENDING, created_at__lte=now - UNCOMPOSED)
    loud = [one.pk for one in Organization.objects.filter(pk__in=old.values("organization")) if not _quiet(one, now)]
    waiting = old.filter(Q(organization__in=loud) | Q(channel=AlertChannel.WEBHOOK))
    return _found(Alarm.ALERTS_WAIT, waiting, "created_at")


def _quiet(organization: Organization, now: dt.datetime) -> bool:
    quiet = quiet_of(organization)
    return quiet.covers(now) or quiet.covers(now - UNCOMPOSED)


def _mail_waits(now: dt.datetime) -> Finding | None:
    """Mail that should have left, or was refused again and again. While an operator holds mail back it is meant to."""
    if OutgoingPause.objects.filter(ended_at=None).exists():
        return None
    mails = Message.objects.filter(state=MessageState.QUEUED, lane__lt=Lane.WEBHOOKS)
    late = Q(next_attempt_at__lte=now - UNSENT) | Q(attempts_made__gte=MANY_ATTEMPTS)
    return _found(Alarm.MAIL_WAITS, mails.filter(late), "created_at")


def _mail_held_back(now: dt.datetime) -> Finding | None:
    """A pause that somebody may have forgotten. No mail can tell of it; the heartbeat that stops does."""
    return _found(
        Alarm.MAIL_HELD_BACK,
        OutgoingPause.objects.filter(ended_at=None, begun_at__lte=now - HELD_LONG),
        "begun_at",
    )


def _webhooks_wait(now: dt.datetime) -> Finding | None:
    if OutgoingPause.objects.filter(ended_at=None).exists():
        return None
    hooks = Message.objects.filter(state=MessageState.QUEUED, lane=Lane.WEBHOOKS, created_at__lte=now - WEBHOOK_UNSENT)
    return _found(Alarm.WEBHOOKS_WAIT, hooks, "created_at")


def _dead_letters(now: dt.datetime) -> Finding | None:  # noqa: ARG001 - each look is given it
    return _found(Alarm.DEAD_LETTERS, Message.objects.filter(state=MessageState.DEAD), "next_attempt_at")


def _faults(now: dt.datetime) -> Finding | None:
    """Rows that could not be worked on, and are tried again or marked."""
    told_already = Deadline.objects.filter(request=OuterRef("pk"), state=DeadlineState.LIVE, fault_at__isnull=False)
    lately = Q(state=MessageState.SENT, fault_at__gt=now - FOLLOW_UP)
    rows = (
        Deadline.objects.filter(state=DeadlineState.LIVE, fault_at__isnull=False),
        PrivacyRequest.objects.filter(~Exists(told_already), fault_at__isnull=False),
        Message.objects.filter(Q(state=MessageState.QUEUED) | lately, fault_at__isnull=False),
        JobRun.objects.filter(state=JobState.RUNNING, fault_at__isnull=False),
    )
    found = [one for each in rows if (one := _found(Alarm.FAULTS, each, "fault_at")) is not None]
    if not found:
        return None
    return Finding(Alarm.FAULTS, sum(one.count for one in found), min(one.since for one in found if one.since))


def _jobs_missing(now: dt.datetime) -> Finding | None:
    missing = missing_runs(now)
    if not missing:
        return None
    over = all(run.caught_up for run in missing)
    return Finding(Alarm.JOBS_MISSING, len(missing), min(run.since for run in missing), over)


def _inactive_owners(now: dt.datetime) -> Finding | None:  # noqa: ARG001
    """Nobody wrote down when they became so."""
    count = with_inactive_owner().count()
    return Finding(Alarm.INACTIVE_OWNERS, count, None) if count else None


def _forms_unproven(now: dt.datetime) -> Finding | None:
    """Public forms through which the daily trial has not come to the mail server for more than a day."""
    since = unproven(now)
    return Finding(Alarm.FORMS_UNPROVEN, len(since), min(since)) if since else None


def _found(alarm: Alarm, rows: Any, since: str) -> Finding | None:
    counted = rows.order_by().aggregate(count=Count("pk"), oldest=Min(since))
    return Finding(alarm, counted["count"], counted["oldest"]) if counted["count"] else None


LOOKS: Final[dict[Alarm, Callable[[dt.datetime], Finding | None]]] = {
    Alarm.NO_SWEEP: _no_sweep,
    Alarm.LATE_ALERTS: _late_alerts,
    Alarm.ALERTS_WAIT: _alerts_wait,
    Alarm.MAIL_WAITS: _mail_waits,
    Alarm.MAIL_HELD_BACK: _mail_held_back,
    Alarm.WEBHOOKS_WAIT: _webhooks_wait,
    Alarm.DEAD_LETTERS: _dead_letters,
    Alarm.FAULTS: _faults,
    Alarm.JOBS_MISSING: _jobs_missing,
    Alarm.INACTIVE_OWNERS: _inactive_owners,
    Alarm.FORMS_UNPROVEN: _forms_unproven,
}
