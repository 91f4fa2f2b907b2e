"""What is somebody's to do today, in one organization: by role, the most pressing first."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F, Q, QuerySet

from organizations.models import Absence, MembershipRole, Organization, User

from ..domain.clock_states import DeadlineState
from ..domain.lifecycle import OPEN, WAITING_FOR_PERSON
from ..models import Deadline, PrivacyRequest

SUPERVISING: Final = frozenset({MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER})
A_WEEK: Final = dt.timedelta(days=7)
MOST_LINES: Final = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with its first requests; `count`: how many there are."""

    title: str
    count: int
    requests: tuple[PrivacyRequest, ...]

    @property
    def more(self) -> int:
        return self.count - len(self.requests)


def digest_of(user: User, organization: Organization, *, now: dt.datetime) -> list[Section]:
    """The sections that hold anything. A handler sees their own requests, and those of whom they stand in for;
    a supervisor or privacy officer all of the organization, and what is nobody's.
    """
    today = now.astimezone(ZoneInfo(organization.timezone)).date()
    mine = _mine(user, organization, today)
    return [section for title, rows in _parts(mine, today) if (section := _section(title, rows)).count]


def seen_requests(requests: Iterable[PrivacyRequest], *, now: dt.datetime) -> frozenset[UUID]:
    """Those of which somebody has seen an alert that repeats, so that it is silent for them."""
    rows = Deadline.objects.filter(request__in=list(requests), state=DeadlineState.LIVE).exclude(seen={})
    until = ((pk, one["until"]) for pk, seen in rows.values_list("request", "seen") for one in seen.values())
    return frozenset(pk for pk, at in until if dt.datetime.fromisoformat(at) > now)


def _mine(user: User, organization: Organization, today: dt.date) -> QuerySet[PrivacyRequest]:
    rows = PrivacyRequest.objects.filter(organization=organization, state__in=OPEN)
    roles = set(user.memberships.filter(organization=organization).values_list("role", flat=True))
    if roles & SUPERVISING:
        return rows
    return rows.filter(assignee__in=[user.pk, *_stood_in_for(user, organization, today)])


def _stood_in_for(user: User, organization: Organization, today: dt.date) -> list[UUID]:
    away = Absence.objects.filter(organization=organization, deputy=user, first_on__lte=today, last_on__gte=today)
    return list(away.values_list("user", flat=True))


def _parts(rows: QuerySet[PrivacyRequest], today: dt.date) -> Iterator[tuple[str, QuerySet[PrivacyRequest]]]:
    """A request stands in each part it belongs to; only overdue ones stand nowhere else among the dates."""
    yield "Overdue", rows.filter(binding_due_on__lt=today)
    yield "Act by today", rows.filter(act_by__lte=today, binding_due_on__gte=today)
    yield "Act within a week", rows.filter(act_by__gt=today, act_by__lte=today + A_WEEK)
    yield "Waiting for the person", rows.filter(state__in=WAITING_FOR_PERSON)
    yield "Nobody works on it", rows.filter(Q(assignee=None))


def _section(title: str, rows: QuerySet[PrivacyRequest]) -> Section:
    ordered = rows.order_by(F("binding_due_on").asc(nulls_last=True), "received_at", "id").defer("sealed")
    return Section(title, rows.count(), tuple(ordered[:MOST_LINES]))
