"""What is late, what is near, who is waited for. Computed at every look from the due date, never stored."""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import OuterRef, Q, QuerySet, Subquery

from organizations.models import Organization
from policies.domain.terms import AuthorityKind

from ..domain.clock_states import DeadlineState
from ..domain.lifecycle import OPEN, WAITING_FOR_PERSON, WAITING_FOR_US, State
from ..models import Deadline, PrivacyRequest

SOON_DAYS: Final = 3
MOST_COUNTED: Final = 1000
"""A number on the home page is looked at, not audited: beyond this it says `999+`."""


class Due(StrEnum):
    """When the binding date falls, seen from today in the organization's zone."""

    OVERDUE = "overdue"
    SOON = "soon"
    TWO_WEEKS = "two-weeks"
    LATER = "later"
    NO_DATE = "no-date"


DUE_WORDS: Final[dict[Due, str]] = {
    Due.OVERDUE: "Overdue",
    Due.SOON: "Due within 3 days",
    Due.TWO_WEEKS: "Due within 14 days",
    Due.LATER: "Due later",
    Due.NO_DATE: "No legal date",
}

Days = Callable[[dt.date], Q]

_WHEN: Final[dict[Due, Days]] = {
    Due.OVERDUE: lambda today: Q(binding_due_on__lt=today),
    Due.SOON: lambda today: Q(binding_due_on__range=(today, today + dt.timedelta(days=SOON_DAYS))),
    Due.TWO_WEEKS: lambda today: Q(binding_due_on__range=(today, today + dt.timedelta(days=14))),
    Due.LATER: lambda today: Q(binding_due_on__gt=today + dt.timedelta(days=14)),
    Due.NO_DATE: lambda _: Q(binding_due_on__isnull=True),
}


def due_in(bucket: Due, organizations: Iterable[Organization], *, now: dt.datetime) -> Q:
    """The open requests whose binding date falls in `bucket`, each organization by its own calendar day.

    A request whose date could not be computed counts as overdue: nobody knows that it is not.
    """
    by_zone: dict[str, list[UUID]] = defaultdict(list)
    for organization in organizations:
        by_zone[organization.timezone].append(organization.pk)
    found = Q(pk__in=())
    for zone, ids in by_zone.items():
        when = _WHEN[bucket](now.astimezone(ZoneInfo(zone)).date())
        if bucket is Due.OVERDUE:
            when |= Q(fault_at__isnull=False)
        found |= Q(organization__in=ids) & when
    return Q(state__in=OPEN) & found


@dataclass(frozen=True, slots=True)
class Number:
    """One of the four numbers: what it counts, and the list behind it."""

    name: str
    explains: str
    count: int
    query: str
    tone: str = ""

    @property
    def shown(self) -> str:
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


def four_numbers(
    requests: QuerySet[PrivacyRequest], organizations: Iterable[Organization], *, now: dt.datetime
) -> list[Number]:
    """Overdue; due in three days; waiting for us; waiting for the person."""
    held = list(organizations)
    overdue = _count(requests.filter(due_in(Due.OVERDUE, held, now=now)))
    soon = _count(requests.filter(due_in(Due.SOON, held, now=now)))
    return [
        Number("Overdue", "The date has passed", overdue, "due=overdue", "late" if overdue else ""),
        Number("Due in 3 days", "Today or in the next three days", soon, "due=soon", "soon" if soon else ""),
        Number("Waiting for us", "The next step is ours", _count(requests.filter(_in(WAITING_FOR_US))), "waiting=us"),
        Number(
            "Waiting for the person",
            "We asked; they have not answered yet",
            _count(requests.filter(_in(WAITING_FOR_PERSON))),
            "waiting=person",
        ),
    ]


def without_legal_date(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """What only an internal target drives, the earliest target first: the queue by due date would bury it."""
    found = requests.filter(binding_due_on__isnull=True).annotate(target_on=_earliest_target())
    return found.filter(target_on__isnull=False).order_by("target_on", "received_at")


def with_target(requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
    """`target_on`: the earliest internal target that still runs."""
    return requests.annotate(target_on=_earliest_target())


def _earliest_target() -> Subquery:
    live = Deadline.objects.filter(request=OuterRef("pk"), kind=AuthorityKind.TARGET, state=DeadlineState.LIVE)
    return Subquery(live.filter(due_on__isnull=False).order_by("due_on").values("due_on")[:1])


def _in(states: Iterable[State]) -> Q:
    return Q(state__in=list(states))


def _count(requests: QuerySet[PrivacyRequest]) -> int:
    return requests.order_by()[:MOST_COUNTED].count()
