"""One line of a list of requests, ready to print."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from policies.domain.terms import Scope
from records.models import Event

from .. import day_words
from ..domain.clock_states import DeadlineState
from ..models import Deadline, Letter, LetterState, Priority, PrivacyRequest
from ..selectors.unanswered import unanswered_by_request
from ..wording import ACTS, SCOPES, right_name
from .letters.panel import on_its_way_words
from .presentation import DueWords, Words, due_of, next_step, state_words
from .sealed import initials_of


@dataclass(frozen=True, slots=True)
class Row:
    """What a list says of one request."""

    url: str
    reference: str
    organization: str
    right: str
    scope: str
    initials: str
    state: Words
    due: DueWords | None
    due_act: str
    no_date: str
    next_step: str
    assignee: str
    wrote: str
    """When the person last wrote, if nobody has answered it yet."""
    urgent: bool


def for_rows(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """Everything a row shows of requests, deadlines and letters, in three queries however many rows."""
    live = Deadline.objects.filter(state=DeadlineState.LIVE).defer("because", "arithmetic")
    related = requests.select_related("organization", "submission__data_key", "assignee")
    queued = Letter.objects.filter(state=LetterState.QUEUED).defer("sealed")
    return related.defer("sealed", "warnings", "submission__sealed").prefetch_related(
        Prefetch("deadlines", queryset=live, to_attr="live_deadlines"),
        Prefetch("letters", queryset=queued, to_attr="letters_on_their_way"),
    )


def rows(requests: Iterable[PrivacyRequest], *, now: dt.datetime) -> list[Row]:
    """The rows of requests that came through `for_rows`."""
    shown = list(requests)
    wrote = unanswered_by_request([request.pk for request in shown])
    return [_row(request, wrote.get(request.pk, ()), now=now) for request in shown]


def _row(request: PrivacyRequest, wrote: Sequence[Event], *, now: dt.datetime) -> Row:
    live: list[Deadline] = request.live_deadlines  # type: ignore[attr-defined]  # by for_rows
    queued: list[Letter] = request.letters_on_their_way  # type: ignore[attr-defined]  # by for_rows
    return Row(
        url=reverse("staff:requests_app_privacyrequest_change", args=[request.pk]),
        reference=request.reference,
        organization=request.organization.name,
        right=right_name(request.right),
        scope=SCOPES[Scope(request.scope)],
        initials=initials_of(request.submission),
        state=state_words(request.state, request.outcome),
        due=due_of(request, now=now),
        due_act=_due_act(request, live),
        no_date=_no_date(request, live, now=now),
        next_step=next_step(request, live, on_its_way_words(queued)),
        assignee=str(request.assignee) if request.assignee else "",
        wrote=day_words.day(wrote[-1].at.astimezone(request.zone_info).date()) if wrote else "",
        urgent=request.priority == Priority.URGENT,
    )


def _due_act(request: PrivacyRequest, live: list[Deadline]) -> str:
    """What the binding date is for."""
    binding = next((d for d in live if d.binding and d.due_on == request.binding_due_on), None)
    return ACTS[binding.act] if binding else ""


def _no_date(request: PrivacyRequest, live: list[Deadline], *, now: dt.datetime) -> str:
    """Why there is no binding date."""
    if request.binding_due_on is not None:
        return ""
    if any(d.binding and d.paused for d in live):
        return "Paused"
    targets = [d.due_on for d in live if d.due_on]
    if not targets:
        return "None"
    target, today = min(targets), now.astimezone(ZoneInfo(request.organization.timezone)).date()
    ahead = f", {day_words.distance(target, today)}" if target >= today else ", passed"
    return f"Internal target: {day_words.day(target)}{ahead}"
