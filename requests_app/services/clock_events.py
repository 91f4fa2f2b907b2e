"""What has happened to requests, read from their chains as the pure core wants it.

What people wrote is sealed apart; an event's body says only that it is there. That is enough for every rule.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from policies.domain.case import CaseEvent
from policies.domain.terms import EventType
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event

from ..domain.events import CLOCK_EVENTS, MARKS, EventName
from ..domain.record import Mark
from ..models import PrivacyRequest

ON_FILE: Final = "on file"
"""Stands for words that are sealed: the rules ask whether they were given, not what they say."""


@dataclass(slots=True)
class Happened:
    """What has happened to one request: as clocks, caps and fees see it, and as gates do."""

    events: list[CaseEvent] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)


def of(request_ids: Sequence[UUID]) -> Mapping[UUID, Happened]:
    """The events that matter to rules and gates, by request, in the order they were recorded."""
    kind = PrivacyRequest._meta.label_lower
    wanted = sorted(name.value for name in CLOCK_EVENTS | MARKS)
    rows = Event.objects.filter(subject_kind=kind, subject_id__in=request_ids, type__in=wanted)
    happened: dict[UUID, Happened] = defaultdict(Happened)
    for row in rows.order_by("subject_id", "seq"):
        name, one = EventName(row.type), happened[row.subject_id]
        content = chain.read(row)
        if name in CLOCK_EVENTS:
            event = from_body(EventType(row.type), content.body, id=str(row.id), by=content.actor.id)
            one.events.append(event)
        if name in MARKS:
            one.marks.append(mark(name, content.body, id=str(row.id), by=content.actor, at=row.at))
    return happened


def mark(name: EventName, body: Mapping[str, Any], *, id: str, by: Actor, at: dt.datetime) -> Mark:  # noqa: A002
    """An event as gates see it: only what staff did has somebody's name on it."""
    return Mark(name=name, at=at, by=by.id if by.kind == ActorKind.STAFF else "", says=body, id=id)


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
