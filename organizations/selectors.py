"""Reading who is who, and which days are business days."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from .models import CalendarVersion, HolidayKind, MembershipRole, Organization, User


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarRows:
    """A calendar version as the pure core needs it: name by day."""

    version: CalendarVersion
    jurisdiction: str
    public: Mapping[dt.date, str]
    closed: Mapping[dt.date, str]


def organizations_of(user: User | AnonymousUser) -> QuerySet[Organization]:
    """The organizations a user works for, in whatever role. An operator works for none until given a role."""
    if not (user.is_authenticated and user.is_active and user.is_staff):
        return Organization.objects.none()
    return Organization.objects.filter(pk__in=user.memberships.values("organization"))


def has_role(user: User, organization: Organization, *roles: MembershipRole) -> bool:
    """Whether an active user holds one of `roles` in an organization."""
    return user.is_active and user.memberships.filter(organization=organization, role__in=roles).exists()


def holders(organization: Organization, role: MembershipRole) -> QuerySet[User]:
    """The active people who hold a role, in the order they were given it."""
    return User.objects.filter(is_active=True, memberships__organization=organization, memberships__role=role).order_by(
        "memberships__created_at", "pk"
    )


def current_calendar_version(organization: Organization) -> CalendarVersion:
    """The version that dates are computed under from now on."""
    return CalendarVersion.objects.filter(calendar__organization=organization).latest("number")


def calendar_rows(organization: Organization, version: CalendarVersion | None = None) -> CalendarRows:
    """The days of the current calendar version, or of the one given."""
    version = version or current_calendar_version(organization)
    days: dict[str, dict[dt.date, str]] = {kind: {} for kind in HolidayKind.values}
    for date, name, kind in version.holidays.values_list("date", "name", "kind"):
        days[kind][date] = name
    return CalendarRows(
        version=version,
        jurisdiction=version.calendar.jurisdiction,
        public=days[HolidayKind.PUBLIC],
        closed=days[HolidayKind.CLOSED],
    )
