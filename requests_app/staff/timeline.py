"""What happened to a case, newest first: one sentence each, who did it, and whether the person may see it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from organizations.models import User
from policies.domain.terms import Act, AuthorityKind
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event, Voice

from .. import day_words
from ..domain.events import EVENTS, EventName
from ..models import PrivacyRequest
from ..wording import ACTS, FEE_GROUNDS, fact_name
from .citations import Titles

MOST: Final = 200
"""Lines on a page; a case with more has them in its export."""

WRITTEN: Final = {
    "reason": "Reason",
    "evidence": "Evidence",
    "note": "Note",
    "citation": "Law",
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
    shared &= ~Q(type=EventName.RECEIVED.value)  # the request's own says it with more
    return list(Event.objects.filter(own | shared).order_by("-at", "-seq")[:MOST])


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells events in words. `titles`: of the policy and the laws of the case; `people`: names by id."""

    titles: Titles
    people: Mapping[str, str]
    zone: ZoneInfo

    def tell(self, event: Event, content: chain.Content, words: Mapping[str, Any]) -> Entry:
        body = content.body
        happened = dt.datetime.fromisoformat(body["happened_at"]) if body.get("happened_at") else event.at
        return Entry(
            what=EVENTS[EventName(event.type)].sentence,
            at=day_words.moment(happened, self.zone),
            iso=happened.isoformat(),
            who=self._who(content.actor),
            public=event.voice == Voice.PUBLIC,
            notes=(*self._codes(event, body), *_written(words), *self._entered_later(event, happened)),
        )

    def _who(self, actor: Actor) -> str:
        match actor.kind:
            case ActorKind.STAFF:
                return self.people.get(actor.id, "a member of staff")
            case ActorKind.REQUESTER:
                return "the person"
        return "by rule"

    def _codes(self, event: Event, body: Mapping[str, Any]) -> Iterator[str]:
        """The codes of an event's body in words; what has no words here is left to the export."""
        if body.get("act") in ACTS:
            yield self._date(event, body)
        if body.get("written") is not None:
            yield "In writing." if body["written"] else "Spoken."
        if body.get("days"):
            yield f"{body['days']} days more."
        for note in body.get("moved_nothing", ()):
            yield f"It moved nothing: {note}."
        if body.get("fact"):
            yield f"About {fact_name(body['fact'])}."
        if body.get("ground"):
            yield f"Ground: {FEE_GROUNDS.get(body['ground'], fact_name(body['ground']))}."
        if body.get("amount"):
            yield f"Amount: ${body['amount']}."
        if "assignee" in body:
            yield f"To {self.people.get(str(body['assignee']), 'a colleague')}." if body["assignee"] else "To nobody."

    def _date(self, event: Event, body: Mapping[str, Any]) -> str:
        authority = self.titles.get(body.get("authority", ""), "")
        if body.get("kind") == AuthorityKind.TARGET:
            authority = "internal target"
        act = f"{ACTS[Act(body['act'])]}{f' ({authority})' if authority else ''}"
        if "due_on" not in body:
            return f"{act}."
        if body["due_on"] is None:
            return f"{act}: no date while the clock stands still."
        due = day_words.day(dt.date.fromisoformat(body["due_on"]))
        if event.type == EventName.DUE_DATE_CHANGED and body.get("was"):
            return f"{act}: {due}, before {day_words.day(dt.date.fromisoformat(body['was']))}."
        return f"{act}: {due}."

    def _entered_later(self, event: Event, happened: dt.datetime) -> Iterator[str]:
        """Said when it was written down on another day than it happened."""
        if event.at.astimezone(self.zone).date() != happened.astimezone(self.zone).date():
            yield f"Entered {day_words.moment(event.at, self.zone)}."


def timeline(
    events: Sequence[Event], words: Mapping[UUID, Mapping[str, Any]], titles: Titles, zone: ZoneInfo
) -> list[Entry]:
    """The lines of `events`, in their order. `words`: what people wrote, by event."""
    contents = {event.pk: chain.read(event) for event in events}
    teller = Teller(titles, _names(contents.values()), zone)
    return [teller.tell(event, contents[event.pk], words.get(event.pk, {})) for event in events]


def _names(contents: Iterable[chain.Content]) -> dict[str, str]:
    """The people an event names, as who did it or to whom it was given."""
    ids = set()
    for content in contents:
        ids |= {content.actor.id} if content.actor.kind is ActorKind.STAFF else set()
        ids |= {str(content.body["assignee"])} if content.body.get("assignee") else set()
    return {str(user.pk): user.name for user in User.objects.filter(pk__in=ids)}


def _written(words: Mapping[str, Any]) -> Iterator[str]:
    for name, text in words.items():
        yield f"{WRITTEN.get(name, name.capitalize())}: {text}"
