"""How the engine stands: what waits, since when, and what is at fault. For operators, without personal data."""

import datetime as dt
from typing import Any

from django.db.models import Min, QuerySet

from ..domain.clock_states import DeadlineState
from ..models import (
    Alert,
    AlertState,
    Deadline,
    JobRun,
    JobState,
    Lane,
    Message,
    MessageState,
    OutgoingPause,
    WebhookEndpoint,
)
from ..services.claims import due_at
from ..services.sweep import last_swept_at
from .auditor import LATE, Alarm, findings
from .missing_runs import missing_runs
from .owners import with_inactive_owner
from .proofs import last_proven


def standing(now: dt.datetime) -> dict[str, Any]:
    """Counts, and ages in seconds; an age is null when there is nothing to be old."""
    return {
        "last_sweep_age": _age(last_swept_at(), now),
        "due_alerts": _waiting(due_at(now), "next_alert_at", now),
        "late_alerts": _waiting(due_at(now).filter(next_alert_at__lte=now - LATE), "next_alert_at", now),
        "alerts_to_compose": _waiting(Alert.objects.filter(state=AlertState.PENDING), "created_at", now),
        "messages": _waiting(_to_send(now).filter(lane__lt=Lane.WEBHOOKS), "next_attempt_at", now),
        "webhooks": _waiting(_to_send(now).filter(lane=Lane.WEBHOOKS), "created_at", now),
        "webhooks_failing": WebhookEndpoint.objects.filter(stopped_at=None, failures__gt=0).count(),
        "mail_paused": OutgoingPause.objects.filter(ended_at=None).exists(),
        "dead_letters": Message.objects.filter(state=MessageState.DEAD).count(),
        "inactive_owners": with_inactive_owner().count(),
        "jobs_missing": len(missing_runs(now)),
        "form_proven_seconds_ago": {slug: _age(at, now) for slug, at in last_proven(now).items()},
        "alarms": dict.fromkeys(map(str, Alarm), 0) | {found.alarm.value: found.count for found in findings(now)},
        "faults": {
            "deadlines": Deadline.objects.filter(state=DeadlineState.LIVE, fault_at__isnull=False).count(),
            "messages": Message.objects.filter(fault_at__isnull=False).count(),
            "jobs": JobRun.objects.filter(state=JobState.RUNNING, fault_at__isnull=False).count(),
        },
    }


def _to_send(now: dt.datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.QUEUED, next_attempt_at__lte=now)


def _waiting(rows: Any, since: str, now: dt.datetime) -> dict[str, Any]:
    oldest = rows.order_by().aggregate(oldest=Min(since))["oldest"]
    return {"count": rows.order_by().count(), "oldest_age": _age(oldest, now)}


def _age(since: dt.datetime | None, now: dt.datetime) -> float | None:
    return None if since is None else round((now - since).total_seconds(), 3)
