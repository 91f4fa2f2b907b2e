"""Who is away now or soon. The local day of the organization counts."""

import datetime as dt
from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from organizations.models import Absence, Organization, User

A_DAY: Final = dt.timedelta(days=1)


def today_in(organization: Organization, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(organization.timezone)).date()


def current_and_coming(organizations: Iterable[Organization], *, now: dt.datetime) -> list[Absence]:
    """Those that are not over, the earliest first, with their people at hand."""
    rows = Absence.objects.filter(organization__in=list(organizations), last_on__gte=(now - A_DAY).date())
    rows = rows.select_related("organization", "user", "deputy").order_by("first_on", "last_on", "user__name")
    return [row for row in rows if row.last_on >= today_in(row.organization, now)]


def overlapping(user: User, organization: Organization, *, first_on: dt.date, last_on: dt.date) -> QuerySet[Absence]:
    """Absences of `user` that share a day with these."""
    own = Absence.objects.filter(organization=organization, user=user)
    return own.filter(first_on__lte=last_on, last_on__gte=first_on)
