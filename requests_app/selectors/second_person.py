"""Requests that wait for somebody beside the one who works on them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from records.models import Event

from ..domain.events import EventName
from ..domain.lifecycle import BEFORE_ANSWER, State
from ..models import PrivacyRequest

_DONE_WITH = (EventName.DECISION_APPROVED, EventName.REOPENED)


def waiting_for_second_person(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """A decision was proposed and nobody has approved it; or an appeal waits for somebody who took no part.

    Whether what is released is to be reviewed is sealed with the request: its own page says it.
    """
    proposed = _events(EventName.DECISION_PROPOSED)
    open_proposal = proposed.exclude(Exists(_later(_DONE_WITH)))
    return requests.filter(Q(state=State.APPEALED) | Q(state__in=BEFORE_ANSWER) & Exists(open_proposal))


def waiting_for_supervisor(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """Over the printed limit, and no supervisor has decided yet."""
    over = Exists(_events(EventName.CAP_REACHED))
    decided = Exists(_events(EventName.CAP_DECIDED))
    return requests.filter(Q(state__in=BEFORE_ANSWER) & over & ~decided)


def _events(name: EventName) -> QuerySet[Event]:
    """Of the request of the outer query."""
    kind = PrivacyRequest._meta.label_lower
    return Event.objects.filter(subject_kind=kind, subject_id=OuterRef("pk"), type=name.value)


def _later(names: Iterable[EventName]) -> QuerySet[Event]:
    """After the event of the outer query, in the same chain."""
    same = {"subject_kind": OuterRef("subject_kind"), "subject_id": OuterRef("subject_id")}
    return Event.objects.filter(**same, seq__gt=OuterRef("seq"), type__in=[name.value for name in names])
