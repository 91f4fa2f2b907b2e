"""Taking due deadlines so that no two processes ring the same one."""

import datetime as dt
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from ..domain.clock_states import DeadlineState
from ..models import Deadline, PrivacyRequest

LOOK_AHEAD: Final = 4
"""How many batches of candidates are looked at: so many processes can work side by side."""

OF_REQUEST: Final = (
    "organization",
    "submission",
    "reference",
    "state",
    "zone",
    "policy_version",
    "assignee",
    "priority",
    "fault_at",
    "event_seq",
    "event_head",
)
OF_DEADLINE: Final = (
    "organization",
    "request",
    "act",
    "kind",
    "authority",
    "started_on",
    "due_on",
    "act_by",
    "late_from",
    "because",
    "counts_business_days",
    "pauses",
    "state",
    "generation",
    "armed_from",
    "calendar_version",
    "rung_days",
    "seen",
    "next_alert_at",
    "next_rung",
)
"""What ringing reads: to load all columns takes as long as the ringing itself."""


class Claims:
    """The two statements by which due deadlines are taken, inside the caller's transaction.

    1. `lock` takes the requests that have a due deadline, in ascending order of id, and passes over those that another
       process holds.
    2. `due` then reads their due deadlines in a statement of its own. PostgreSQL reads the locked row again when it
       changed meanwhile, but not the rows joined to it: what the first statement saw of the deadlines may be what
       another process has rung since.
    """

    def lock(self, now: dt.datetime, limit: int) -> list[PrivacyRequest]:
        """Up to `limit` requests with a due deadline, locked."""
        candidates = due_at(now).order_by("next_alert_at").values("request")[: limit * LOOK_AHEAD]
        return list(self._locked(PrivacyRequest.objects.filter(pk__in=candidates))[:limit])

    def lock_again(self, deadline_ids: Sequence[UUID]) -> list[PrivacyRequest]:
        """The requests of these deadlines, locked; those that another process holds by now are its business."""
        owners = Deadline.objects.filter(pk__in=deadline_ids).values("request")
        return list(self._locked(PrivacyRequest.objects.filter(pk__in=owners)))

    def due(
        self, requests: Sequence[PrivacyRequest], now: dt.datetime, only: Sequence[UUID] | None = None
    ) -> list[Deadline]:
        """The deadlines of locked requests that are due now, of `only` if given."""
        found = due_at(now).filter(request__in=[request.pk for request in requests])
        if only is not None:
            found = found.filter(pk__in=only)
        return list(found.only(*OF_DEADLINE).order_by("request", "act", "id"))

    def _locked(self, requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
        locked = requests.select_for_update(skip_locked=True, no_key=True, of=("self",))
        return locked.only(*OF_REQUEST).order_by("id")


def due_at(now: dt.datetime) -> QuerySet[Deadline]:
    """Live deadlines whose next alert has come, except those put off after a fault."""
    ready = Q(retry_at__isnull=True) | Q(retry_at__lte=now)
    return Deadline.objects.filter(ready, state=DeadlineState.LIVE, next_alert_at__lte=now)
