"""What happened to a case, newest first: one sentence each, who did it, and whether the person may see it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from records import chain
from records.chain import Actor, ActorKind
from records.models import Event, Voice

from .. import day_words
from ..domain.events import EVENTS, EventName
from ..models import PrivacyRequest
from ..services.case_file import CaseFile
from .citations import Titles
from .event_words import Around, around, codes

MOST: Final = 200
"""Lines on a page; a case with more has them in its export."""

WRITTEN: Final = {
    "reason": "Reason",
    "evidence": "Evidence",
    "note": "Note",
    "citation": "Law",
    "professional": "Licensed professional",
    "covers": "What it lets them do",
    "notice": "The notice",
}
NOTES: Final = {
    EventName.MESSAGE_SENT.value: "We wrote",
    EventName.MESSAGE_RECEIVED.value: "They said",
    EventName.COMPLAINT_RECEIVED.value: "They said",
    EventName.ITEM_ADDED.value: "What it is",
    EventName.AUTHORITY_SEEN.value: "What it lets them do",
}
"""What a note is, of the events whose note is no note."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the timeline."""

    what: str
    at: str
    iso: str
    who: str
    public: bool
    notes: tuple[str, ...]


def events_of(request: PrivacyRequest) -> list[Event]:
    """The chains of the request and of its submission, newest first."""
    own = Q(subject_kind=chain.kind_of(request), subject_id=request.pk)
    shared = Q(subject_kind=chain.kind_of(request.submission), subject_id=request.submission_id)
    shared &= ~Q(type=EventName.RECEIVED.value)  # the request's own says it with more
    return list(Event.objects.filter(own | shared).order_by("-at", "-seq")[:MOST])


def timeline(
    events: Sequence[Event],
    words: Mapping[UUID, Mapping[str, Any]],
    file: CaseFile,
    titles: Titles,
    files: Mapping[str, str],
) -> list[Entry]:
    """The lines of `events`, in their order. `words`: what people wrote, by event. `files`: their names, by id."""
    zone = ZoneInfo(file.request.organization.timezone)
    contents = {event.pk: chain.read(event) for event in events}
    known = around(file, titles, contents.values(), files)
    return [_tell(event, contents[event.pk], words.get(event.pk, {}), known, zone) for event in events]


def _tell(event: Event, content: chain.Content, words: Mapping[str, Any], known: Around, zone: ZoneInfo) -> Entry:
    body = content.body
    happened = dt.datetime.fromisoformat(body["happened_at"]) if body.get("happened_at") else event.at
    return Entry(
        what=EVENTS[EventName(event.type)].sentence,
        at=day_words.moment(happened, zone),
        iso=happened.isoformat(),
        who=_who(content.actor, known),
        public=event.voice == Voice.PUBLIC,
        notes=(*codes(event, body, known), *_written(event, words), *_entered_later(event, happened, zone)),
    )


def _who(actor: Actor, known: Around) -> str:
    match actor.kind:
        case ActorKind.STAFF:
            return known.people.get(actor.id, "a member of staff")
        case ActorKind.REQUESTER:
            return "the person"
    return "by rule"


def _written(event: Event, words: Mapping[str, Any]) -> Iterator[str]:
    for name, text in words.items():
        label = NOTES.get(event.type, WRITTEN["note"]) if name == "note" else WRITTEN.get(name, name.capitalize())
        yield f"{label}: {text}"


def _entered_later(event: Event, happened: dt.datetime, zone: ZoneInfo) -> Iterator[str]:
    """Said when it was written down on another day than it happened."""
    if event.at.astimezone(zone).date() != happened.astimezone(zone).date():
        yield f"Entered {day_words.moment(event.at, zone)}."
