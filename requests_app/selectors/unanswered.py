"""What the person wrote or sent that nobody has answered yet.

Only what answers them ends it, or a note that nothing needs an answer: giving the case to somebody is no answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from records import chain
from records.chain import ActorKind
from records.models import Event

from ..domain.events import EventName
from ..models import PrivacyRequest

FROM_PERSON: Final = frozenset(
    {
        EventName.MESSAGE_RECEIVED,
        EventName.CLARIFICATION_RECEIVED,
        EventName.FILE_RECEIVED,
        EventName.APPEAL_RECEIVED,
        EventName.FEE_ACCEPTED,
        EventName.FEE_DECLINED,
        EventName.CONTACT_CHANGED,
        EventName.WITHDRAWN,
    }
)
ANSWERS: Final = frozenset(
    {
        EventName.MESSAGE_SENT,
        EventName.RESPONSE_SENT,
        EventName.DENIED,
        EventName.FOUND_MISDIRECTED,
        EventName.CLARIFICATION_REQUESTED,
        EventName.IDENTITY_REQUESTED,
        EventName.AUTHORITY_REQUESTED,
        EventName.EXTENSION_NOTICE,
        EventName.FEE_REASON_SENT,
        EventName.FEE_ESTIMATE_SENT,
        EventName.APPEAL_DECIDED,
    }
)
LOOKED_AT: Final = frozenset({EventName.IDENTITY_VERIFIED, EventName.STEP_CHECKED, EventName.AUTHORITY_SEEN})
"""What shows that a file was looked at; words are not answered by it."""
LATEST: Final = 100
"""Events looked back over."""


def unanswered(request: PrivacyRequest) -> Sequence[Event]:
    """What the person themselves did since somebody answered them, oldest first."""
    return list(_open().filter(subject_id=request.pk).order_by("seq"))


def unanswered_by_request(request_ids: Collection[UUID]) -> dict[UUID, list[Event]]:
    """The same for many requests, in one statement; a request without any is not in it."""
    found: dict[UUID, list[Event]] = defaultdict(list)
    for event in _open().filter(subject_id__in=request_ids).order_by("seq"):
        found[event.subject_id].append(event)
    return dict(found)


def person_wrote(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """Those of `requests` in which something of the person's is unanswered."""
    return requests.filter(Exists(_open().filter(subject_id=OuterRef("pk"))))


def last_act_of_staff(request: PrivacyRequest) -> int:
    """The number of the event in the request's chain; 0: there is none among the latest."""
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    latest = own.order_by("-seq")[:LATEST]
    return next((each.seq for each in latest if chain.read(each).actor.kind is ActorKind.STAFF), 0)


def _open() -> QuerySet[Event]:
    """Events of the person in the chains of requests that no later one answers."""
    kind = PrivacyRequest._meta.label_lower
    events = Event.objects.filter(subject_kind=kind, type__in=_values(FROM_PERSON)).filter(_by(ActorKind.REQUESTER))
    noted = Q(type=EventName.NOTED.value) & _by(ActorKind.STAFF)
    answered = Exists(_later().filter(Q(type__in=_values(ANSWERS)) | noted))
    looked_at = Q(type=EventName.FILE_RECEIVED.value) & Q(Exists(_later().filter(type__in=_values(LOOKED_AT))))
    return events.filter(~answered).exclude(looked_at)


def _later() -> QuerySet[Event]:
    """After the event of the outer query, in the same chain."""
    same = {"subject_kind": OuterRef("subject_kind"), "subject_id": OuterRef("subject_id")}
    return Event.objects.filter(**same, seq__gt=OuterRef("seq"))


def _by(kind: ActorKind) -> Q:
    """Who did it. An event's text is canonical: compact, one spelling; bodies hold codes, none of them of an actor."""
    return Q(body__contains=f'"kind":"{kind.value}"')


def _values(names: Iterable[EventName]) -> list[str]:
    return [name.value for name in names]
