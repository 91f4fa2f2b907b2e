"""What the person wrote or sent that nobody has answered yet."""

from collections.abc import Sequence
from typing import Final

from records import chain
from records.chain import ActorKind
from records.models import Event

from ..domain.events import EventName
from ..models import PrivacyRequest

FROM_PERSON: Final = (
    EventName.MESSAGE_RECEIVED,
    EventName.CLARIFICATION_RECEIVED,
    EventName.FILE_RECEIVED,
    EventName.APPEAL_RECEIVED,
    EventName.FEE_ACCEPTED,
    EventName.FEE_DECLINED,
    EventName.CONTACT_CHANGED,
    EventName.WITHDRAWN,
)
LATEST: Final = 100
"""Events looked back over."""


def unanswered(request: PrivacyRequest) -> Sequence[Event]:
    """What the person themselves did since a member of staff last did something with the request, oldest first."""
    found: list[Event] = []
    names = {name.value for name in FROM_PERSON}
    for event in _latest(request):
        actor = chain.read(event).actor.kind
        if actor is ActorKind.STAFF:
            break
        if actor is ActorKind.REQUESTER and event.type in names:
            found.append(event)
    return found[::-1]


def last_act_of_staff(request: PrivacyRequest) -> int:
    """The number of the event in the request's chain; 0: there is none among the latest."""
    return next((each.seq for each in _latest(request) if chain.read(each).actor.kind is ActorKind.STAFF), 0)


def _latest(request: PrivacyRequest) -> list[Event]:
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    return list(own.order_by("-seq")[:LATEST])
