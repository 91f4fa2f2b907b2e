"""Public holidays from the `holidays` library, as the pure core's calendar.

Used to answer without a database, and once to snapshot a calendar into it: after that the database's rows
count, so that an upgrade of the library cannot move a date.
"""

import datetime as dt
from functools import lru_cache

import holidays

from policies.domain.calendars import BusinessCalendar

FIRST_YEAR, LAST_YEAR = 1995, 2065


class UnknownJurisdiction(ValueError):
    """No public holidays are known for that place."""


@lru_cache(maxsize=16)
def public_holidays(jurisdiction: str, first_year: int, last_year: int) -> tuple[tuple[dt.date, str], ...]:
    """(day, name) as observed, ascending. Every `US-..` means the federal holidays (see docs/policy-packs.md)."""
    country, _, part = jurisdiction.partition("-")
    subdivision = None if country == "US" else (part or None)
    try:
        found = holidays.country_holidays(
            country, subdiv=subdivision, years=range(first_year, last_year + 1), observed=True, language="en_US"
        )
    except NotImplementedError:
        raise UnknownJurisdiction(f"no public holidays are known for {jurisdiction!r}") from None
    return tuple(sorted((d, n) for d, n in found.items() if first_year <= d.year <= last_year))


@lru_cache(maxsize=16)
def calendar_of(jurisdiction: str) -> BusinessCalendar:
    """The legal calendar of a jurisdiction from 1995 to 2065."""
    days = dict(public_holidays(jurisdiction, FIRST_YEAR, LAST_YEAR))
    return BusinessCalendar(jurisdiction, dt.date(FIRST_YEAR, 1, 1), dt.date(LAST_YEAR, 12, 31), days)


@lru_cache(maxsize=256)
def calendar_with(jurisdiction: str, extra: frozenset[dt.date]) -> BusinessCalendar:
    """The legal calendar of a jurisdiction with further public holidays that the caller names."""
    calendar = calendar_of(jurisdiction)
    if not extra:
        return calendar
    days = {**dict.fromkeys(extra, "Extra public holiday"), **calendar.holidays}
    return BusinessCalendar(calendar.jurisdiction, calendar.first, calendar.last, days)
