"""What happened to a case, newest first: one sentence each, who did it, and whether the person may see it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from organizations.models import User
from policies.domain.terms import Act, FeeGround
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event, Voice

from .. import day_words
from ..domain.events import EVENTS, EventName
from ..models import PrivacyRequest
from ..wording import ACTS, FEE_GROUNDS, fact_name

MOST: Final = 200
"""Lines on a page; a case with more has them in its export."""

WRITTEN: Final = {
    "reason": "Reason",
    "evidence": "Evidence",
    "note": "Note",
    "citation": "Law",
    "words": "Words",
}


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
    return list(Event.objects.filter(own | shared).order_by("-at", "-seq")[:MOST])


def timeline(events: Sequence[Event], words: Mapping[UUID, Mapping[str, Any]], zone: ZoneInfo) -> list[Entry]:
    """`words`: what people wrote, by event."""
    contents = {event.pk: chain.read(event) for event in events}
    names = _names(content.actor for content in contents.values())
    return [_entry(event, contents[event.pk], words.get(event.pk, {}), names, zone) for event in events]


def _entry(
    event: Event, content: chain.Content, words: Mapping[str, Any], names: Mapping[str, str], zone: ZoneInfo
) -> Entry:
    body = content.body
    happened = dt.datetime.fromisoformat(body["happened_at"]) if body.get("happened_at") else event.at
    return Entry(
        what=EVENTS[EventName(event.type)].sentence,
        at=day_words.moment(happened, zone),
        iso=happened.isoformat(),
        who=_who(content.actor, names),
        public=event.voice == Voice.PUBLIC,
        notes=(*_facts(event, body, names), *_written(words), *_entered_later(event, happened, zone)),
    )


def _names(actors: Iterable[Actor]) -> dict[str, str]:
    ids = {actor.id for actor in actors if actor.kind is ActorKind.STAFF and actor.id}
    return {str(user.pk): user.name for user in User.objects.filter(pk__in=ids)}


def _who(actor: Actor, names: Mapping[str, str]) -> str:
    match actor.kind:
        case ActorKind.STAFF:
            return names.get(actor.id, "a member of staff")
        case ActorKind.REQUESTER:
            return "the person"
    return "by rule"


def _written(words: Mapping[str, Any]) -> Iterable[str]:
    for name, text in words.items():
        yield f"{WRITTEN.get(name, fact_name(name).capitalize())}: {text}"


def _entered_later(event: Event, happened: dt.datetime, zone: ZoneInfo) -> Iterable[str]:
    """Said when it was written down on another day than it happened."""
    if event.at.astimezone(zone).date() != happened.astimezone(zone).date():
        yield f"Entered {day_words.moment(event.at, zone)}."


def _facts(event: Event, body: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[str]:
    """The codes of an event's body in words; what has no words here is left to the export."""
    if body.get("act") in ACTS:
        yield _date_line(event.type, body)
    if "written" in body and body["written"] is not None:
        yield "In writing." if body["written"] else "Spoken."
    if body.get("days"):
        yield f"{body['days']} days more."
    if body.get("fact") or body.get("name"):
        yield f"{fact_name(str(body.get('fact') or body['name'])).capitalize()}: {_value(body.get('value'))}."
    if body.get("ground"):
        ground = body["ground"]
        yield f"Ground: {FEE_GROUNDS[FeeGround(ground)] if ground in FEE_GROUNDS else fact_name(ground)}."
    if body.get("amount"):
        yield f"Amount: ${body['amount']}."
    if body.get("assignee"):
        yield f"To {names.get(str(body['assignee']), 'a colleague')}."


def _date_line(type_: str, body: Mapping[str, Any]) -> str:
    act, due = ACTS[Act(body["act"])], body.get("due_on")
    if not due:
        return f"{act}: no date."
    now = day_words.day(dt.date.fromisoformat(due))
    if type_ == EventName.DUE_DATE_CHANGED and body.get("was"):
        return f"{act}: {now}, before {day_words.day(dt.date.fromisoformat(body['was']))}."
    return f"{act}: {now}."


def _value(value: object) -> str:
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else str(value)
