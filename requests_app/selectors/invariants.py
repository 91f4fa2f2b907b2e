"""What must be true of all requests at any moment, looked up in the rows. Tests and a daily job use it.

Each finding names the row and what is wrong, in words for an operator.
"""

from collections.abc import Iterable, Iterator

from django.db.models import Count, F, Q, QuerySet

from policies.domain.terms import HouseAct, Outcome
from records.models import Event

from ..domain.clock_states import DeadlineState
from ..domain.events import EventName
from ..domain.lifecycle import State
from ..models import Alert, AlertState, Deadline, PrivacyRequest, Submission
from ..services.clock import binding_of
from .owners import with_inactive_owner

CLOSING = (
    EventName.RESPONSE_SENT,
    EventName.DENIED,
    EventName.FOUND_MISDIRECTED,
    EventName.MERGED,
    EventName.WITHDRAWN,
    EventName.DISMISSED,
)


def broken(requests: QuerySet[PrivacyRequest] | None = None) -> list[str]:
    """Everything that is wrong with `requests`, or with all; empty if nothing is."""
    rows = PrivacyRequest.objects.all() if requests is None else requests
    return [fault for check in _CHECKS for fault in check(rows)]


def _binding_date_agrees(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    """The date of the queue is that of the earliest live deadline of policy or law."""
    for request in requests.prefetch_related("deadlines").iterator(chunk_size=500):
        first = binding_of(request.deadlines.all())
        expected = (first.due_on, first.act_by, first.kind) if first else (None, None, "")
        if (request.binding_due_on, request.act_by, request.binding_authority) != expected:
            yield f"{request.reference} says it is due on {request.binding_due_on}; its deadlines say {expected[0]}."


def _open_ones_have_a_clock(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    """Except an appeal under a version, or a law, that gives none for it."""
    live = Count("deadlines", filter=Q(deadlines__state=DeadlineState.LIVE))
    rows = requests.exclude(state__in=(State.CLOSED, State.APPEALED)).annotate(live=live).filter(live=0, fault_at=None)
    yield from (f"{row.reference} is open and has no live deadline." for row in rows)


def _closed_ones_have_none(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    """Except of mail that came back after the closing, until the person is reached again."""
    rows = Deadline.objects.filter(request__in=requests, request__state=State.CLOSED, state=DeadlineState.LIVE)
    rows = rows.exclude(act=HouseAct.FOLLOW_UP_MAIL)
    yield from (f"{row.request.reference} is closed and has a live deadline." for row in _with_request(rows))
    alerts = Alert.objects.filter(request__in=requests, request__state=State.CLOSED, state=AlertState.PENDING)
    alerts = alerts.exclude(deadline__act=HouseAct.FOLLOW_UP_MAIL)
    yield from (f"{alert.request.reference} is closed and has a waiting alert." for alert in _with_request(alerts))


def _live_ones_ring(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    """A live deadline with a date rings again some day: its last rung repeats."""
    rows = Deadline.objects.filter(
        request__in=requests, state=DeadlineState.LIVE, due_on__isnull=False, next_alert_at=None, fault_at=None
    )
    yield from (f"{row.request.reference}: {row} will never ring again." for row in _with_request(rows))


def _closed_by_an_event(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    closed = requests.filter(state=State.CLOSED)
    kind = PrivacyRequest._meta.label_lower
    closings = [name.value for name in CLOSING]
    told = Event.objects.filter(subject_kind=kind, subject_id__in=closed.values("id"), type__in=closings)
    rows = closed.exclude(id__in=told.values("subject_id"))
    yield from (f"{row.reference} is closed and no event says so." for row in rows)


def _merged_ones_are_answered(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    """What was merged into a request that ended without an answer has nobody to answer it."""
    unanswered = (Outcome.WITHDRAWN, Outcome.MISDIRECTED, Outcome.UNVERIFIED)
    rows = requests.filter(merged_into__outcome__in=unanswered).select_related("merged_into")
    for row in rows:
        yield f"{row.reference} was merged into {row.merged_into}, which ended without an answer."


def _same_receipt(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    rows = requests.exclude(received_at=F("submission__received_at"), received_on=F("submission__received_on"))
    yield from (f"{row.reference} was received at another moment than its submission." for row in rows)


def _one_tenant(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    rows = requests.exclude(organization=F("submission__organization"))
    yield from (f"{row.reference} and its submission belong to different organizations." for row in rows)
    lost = Deadline.objects.filter(request__in=requests).exclude(organization=F("request__organization"))
    yield from (f"{row.request.reference}: {row} belongs to another organization." for row in _with_request(lost))


def _every_submission_asks(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    rows = Submission.objects.filter(requests__isnull=True)
    if requests.query.is_empty() or requests.query.has_filters():
        return
    yield from (f"{row.reference} holds no request." for row in rows)


def _owners_can_act(requests: QuerySet[PrivacyRequest]) -> Iterator[str]:
    rows = with_inactive_owner().filter(pk__in=requests.values("pk"))
    yield from (f"{row.reference} is given to somebody who can no longer work on it." for row in rows)


def _with_request(rows: QuerySet[Deadline] | QuerySet[Alert]) -> Iterable[Deadline | Alert]:
    return rows.select_related("request")


_CHECKS = (
    _binding_date_agrees,
    _open_ones_have_a_clock,
    _closed_ones_have_none,
    _live_ones_ring,
    _closed_by_an_event,
    _merged_ones_are_answered,
    _same_receipt,
    _one_tenant,
    _owners_can_act,
    _every_submission_asks,
)
