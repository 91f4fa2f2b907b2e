"""What has happened to requests, read from their chains as the pure core wants it.

What people wrote is sealed apart; an event's body says only that it is there. That is enough for every rule.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from policies.domain.case import CaseEvent
from policies.domain.terms import EventType
from records import chain
from records.models import Event

from ..domain.events import CLOCK_EVENTS
from ..models import PrivacyRequest

ON_FILE: Final = "on file"
"""Stands for words that are sealed: the rules ask whether they were given, not what they say."""


def of(request_ids: Sequence[UUID]) -> Mapping[UUID, list[CaseEvent]]:
    """The events that matter to clocks, caps and fees, by request, in the order they were recorded."""
    kind = PrivacyRequest._meta.label_lower
    rows = Event.objects.filter(
        subject_kind=kind, subject_id__in=request_ids, type__in=[name.value for name in CLOCK_EVENTS]
    ).order_by("subject_id", "seq")
    events: dict[UUID, list[CaseEvent]] = defaultdict(list)
    for row in rows:
        events[row.subject_id].append(read(row))
    return events


def read(row: Event) -> CaseEvent:
    """One event of a chain as the pure core sees it."""
    content = chain.read(row)
    return from_body(EventType(row.type), content.body, id=str(row.id), by=content.actor.id)


def from_body(type: EventType, body: Mapping[str, Any], *, id: str = "", by: str = "") -> CaseEvent:  # noqa: A002
    """The event that `body` tells of; `happened_at` is when it happened, not when it was written down."""
    new_date = body.get("new_date")
    return CaseEvent(
        type=type,
        at=dt.datetime.fromisoformat(body["happened_at"]),
        id=id,
        written=body.get("written"),
        reason=ON_FILE if body.get("reason_given") else "",
        days=body.get("days"),
        new_date=dt.date.fromisoformat(new_date) if new_date else None,
        of=body.get("of", ""),
        ground=body.get("ground", ""),
        by=by,
        evidence=ON_FILE if body.get("evidence_given") else "",
        amount=body.get("amount", ""),
        citation=ON_FILE if body.get("citation_given") else "",
    )
