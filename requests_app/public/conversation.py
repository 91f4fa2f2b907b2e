"""What the person and we have written to each other: sealed words of public events, and of no others.

What staff took down of a call or a letter is their note of it, not the person's words: it is not shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from records import chain, sealing
from records.chain import ActorKind
from records.models import Event, Voice
from requests_app.day_words import moment
from requests_app.domain.events import EventName
from requests_app.models import EventDetail, PrivacyRequest

US, YOU = "us", "you"

SPOKEN: Final[Mapping[EventName, tuple[str, str]]] = {
    EventName.MESSAGE_SENT: (US, "note"),
    EventName.CLARIFICATION_REQUESTED: (US, "reason"),
    EventName.MESSAGE_RECEIVED: (YOU, "note"),
    EventName.CLARIFICATION_RECEIVED: (YOU, "note"),
    EventName.APPEAL_RECEIVED: (YOU, "reason"),
    EventName.COMPLAINT_RECEIVED: (YOU, "note"),
}
"""Who speaks, and under which name the words are sealed."""
HIDDEN: Final = "This is from before the way we reach you was changed. We show it again when we know that it is you."


@dataclass(frozen=True, slots=True)
class Word:
    """One message. `by`: `us` or `you`; `hidden`: it is there, but not shown now."""

    by: str
    at: str
    text: str
    hidden: bool = False


def conversation(request: PrivacyRequest, *, hidden_to: int) -> list[Word]:
    """Newest first. Up to the event `hidden_to` only that something was written is shown, once."""
    events = _public(request, SPOKEN)
    said = _words([event for event in events if event.seq > hidden_to], request)
    words: list[Word] = []
    for event in events:
        by, name = SPOKEN[EventName(event.type)]
        if event.seq <= hidden_to:
            words.append(Word(by, moment(event.at, request.zone_info), HIDDEN, hidden=True))
            break
        if by == YOU and chain.read(event).actor.kind is not ActorKind.REQUESTER:
            continue
        text = said.get(event.pk, {}).get(name, "")
        if text:
            words.append(Word(by, moment(event.at, request.zone_info), text))
    return words


def last_words(request: PrivacyRequest, name: EventName, part: str, *, hidden_to: int) -> str:
    """What the latest public event of this name says; empty: there is none, or it is not shown now."""
    event = next(iter(_public(request, {name: None})), None)
    if event is None or event.seq <= hidden_to:
        return ""
    return _words([event], request).get(event.pk, {}).get(part, "")


def last_body(request: PrivacyRequest, *names: EventName) -> tuple[EventName, Mapping[str, object]] | None:
    """The latest of these public events, with its codes."""
    event = next(iter(_public(request, dict.fromkeys(names))), None)
    return (EventName(event.type), chain.read(event).body) if event is not None else None


def _public(request: PrivacyRequest, names: Mapping[EventName, object]) -> list[Event]:
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk, voice=Voice.PUBLIC)
    return list(own.filter(type__in=[name.value for name in names]).order_by("-seq")[:200])


def _words(events: Sequence[Event], request: PrivacyRequest) -> dict[UUID, Mapping[str, str]]:
    """What was sealed with these events, by event; nothing of what has been erased."""
    if request.data_key.erased_at is not None:
        return {}
    details = EventDetail.objects.filter(event__in=events, request=request)
    return {
        each.event_id: sealing.unseal(each.sealed, request.data_key, sealing.place(each, "sealed")) for each in details
    }
