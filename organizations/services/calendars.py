"""Calendars change by a new version with all its days; a version once made stays as it was.

Whoever computed a date under an older version sees that the number is no longer the latest, and computes again.
Locks: the calendar, then the organization (for its chain).
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.events import OrganizationEvent
from organizations.holiday_source import public_holidays, source
from organizations.models import BusinessCalendar, CalendarVersion, Holiday, HolidayKind, Organization
from records import chain
from records.chain import Actor

FIRST: Final = dt.date(2018, 1, 1)
"""Requests older than this cannot be entered: before it no day is known to be a business day."""

YEARS_AHEAD: Final = 5


def create_calendar(organization: Organization, *, by: Actor, at: dt.datetime) -> BusinessCalendar:
    """The calendar of a new organization, inside the transaction that makes it."""
    calendar = BusinessCalendar.objects.create(organization=organization, jurisdiction=organization.jurisdiction)
    last = _horizon(at.date())
    days = _public_days(calendar.jurisdiction, FIRST, last)
    version = _write(calendar, number=1, first=FIRST, last=last, source=source(calendar.jurisdiction), days=days, at=at)
    _record(organization, OrganizationEvent.CALENDAR_CREATED, version, by=by, at=at)
    return calendar


@transaction.atomic
def add_holiday(
    calendar: BusinessCalendar, *, date: dt.date, name: str, kind: HolidayKind, source: str, by: Actor
) -> CalendarVersion:
    """A new version with one more day. Public holidays need a source: the law or proclamation that makes them so.

    Raises ValidationError, keyed by field.
    """
    current = _locked_version(calendar)
    refuse_adding(current, date=date, kind=kind, source=source)
    added = Holiday(date=date, name=name.strip(), kind=kind, source=source.strip())
    return _follow(
        current,
        days=[*current.holidays.all(), added],
        source=f"{kind} day {date} added",
        event=OrganizationEvent.HOLIDAY_ADDED,
        details={"date": date, "name": name, "kind": str(kind), "source": source},
        by=by,
    )


def refuse_adding(current: CalendarVersion, *, date: dt.date, kind: HolidayKind, source: str) -> None:
    """Raises ValidationError, keyed by field, if the day cannot be added to this version."""
    if not current.first <= date <= current.last:
        raise ValidationError({"date": f"The calendar goes from {current.first} to {current.last}."})
    if current.holidays.filter(date=date, kind=kind).exists():
        raise ValidationError({"date": f"{date} is already a {HolidayKind(kind).label.lower()} day of this calendar."})
    if kind == HolidayKind.PUBLIC and not source.strip():
        raise ValidationError({"source": "Say which law or proclamation makes this day a public holiday."})


@transaction.atomic
def remove_holiday(
    calendar: BusinessCalendar, *, date: dt.date, kind: HolidayKind, reason: str, by: Actor
) -> CalendarVersion:
    """A new version without a day that was entered by mistake. Raises ValidationError, keyed by field."""
    current = _locked_version(calendar)
    days = list(current.holidays.all())
    kept = [day for day in days if (day.date, day.kind) != (date, kind)]
    if len(kept) == len(days):
        raise ValidationError({"date": f"{date} is no {HolidayKind(kind).label.lower()} day of this calendar."})
    if not reason.strip():
        raise ValidationError({"reason": "Say why this day is taken out: dates may move earlier by it."})
    return _follow(
        current,
        days=kept,
        source=f"{kind} day {date} removed",
        event=OrganizationEvent.HOLIDAY_REMOVED,
        details={"date": date, "kind": str(kind), "reason": reason},
        by=by,
    )


@transaction.atomic
def extend_horizon(calendar: BusinessCalendar, *, today: dt.date, by: Actor) -> CalendarVersion | None:
    """A new version that goes five full years beyond `today`'s; None if the current one already does.

    Days already in the calendar are copied, not asked for again: a newer list of holidays moves no known date.
    """
    current = _locked_version(calendar)
    last = _horizon(today)
    if current.last >= last:
        return None
    beyond = _public_days(calendar.jurisdiction, current.last + dt.timedelta(days=1), last)
    return _follow(
        current,
        days=[*current.holidays.all(), *beyond],
        source=source(calendar.jurisdiction),
        event=OrganizationEvent.CALENDAR_EXTENDED,
        details={"from": current.last, "to": last},
        by=by,
        last=last,
    )


def _horizon(today: dt.date) -> dt.date:
    return dt.date(today.year + YEARS_AHEAD, 12, 31)


def _public_days(jurisdiction: str, first: dt.date, last: dt.date) -> list[Holiday]:
    named: Mapping[dt.date, str] = public_holidays(jurisdiction, first, last)
    read_from = source(jurisdiction)
    return [Holiday(date=day, name=name, kind=HolidayKind.PUBLIC, source=read_from) for day, name in named.items()]


def _locked_version(calendar: BusinessCalendar) -> CalendarVersion:
    BusinessCalendar.objects.select_for_update(no_key=True).get(pk=calendar.pk)
    return calendar.versions.latest("number")


def _follow(
    current: CalendarVersion,
    *,
    days: Iterable[Holiday],
    source: str,
    event: OrganizationEvent,
    details: Mapping[str, Any],
    by: Actor,
    last: dt.date | None = None,
) -> CalendarVersion:
    """The version after `current`, with its event in the organization's chain."""
    at = timezone.now()
    calendar = current.calendar
    version = _write(
        calendar,
        number=current.number + 1,
        first=current.first,
        last=last or current.last,
        source=source,
        days=days,
        at=at,
    )
    organization = Organization.objects.select_for_update(no_key=True).get(pk=calendar.organization_id)
    _record(organization, event, version, by=by, at=at, **details)
    return version


def _write(
    calendar: BusinessCalendar,
    *,
    number: int,
    first: dt.date,
    last: dt.date,
    source: str,
    days: Iterable[Holiday],
    at: dt.datetime,
) -> CalendarVersion:
    version = CalendarVersion.objects.create(
        organization_id=calendar.organization_id,
        calendar=calendar,
        number=number,
        first=first,
        last=last,
        source=source,
        created_at=at,
    )
    Holiday.objects.bulk_create(
        Holiday(
            organization_id=calendar.organization_id,
            calendar_version=version,
            date=day.date,
            name=day.name,
            kind=day.kind,
            source=day.source,
        )
        for day in sorted(days, key=lambda day: (day.date, day.kind))
    )
    return version


def _record(
    organization: Organization,
    event: OrganizationEvent,
    version: CalendarVersion,
    *,
    by: Actor,
    at: dt.datetime,
    **details: Any,
) -> None:
    chain.append(
        subject=organization,
        type=event,
        actor=by,
        at=at,
        body={"calendar_version": version.number, "last": version.last, **details},
    )
