"""The legal calendar of a place for answers without a database; an organization's own lies in the database."""

import datetime as dt
from functools import lru_cache
from typing import Final

from organizations.holiday_source import public_holidays
from policies.domain.calendars import BusinessCalendar

FIRST: Final = dt.date(1995, 1, 1)
LAST: Final = dt.date(2065, 12, 31)


@lru_cache(maxsize=16)
def calendar_of(jurisdiction: str) -> BusinessCalendar:
    """The calendar of a country or a part of it from 1995 to 2065; ValueError if none is known."""
    return BusinessCalendar(jurisdiction, FIRST, LAST, public_holidays(jurisdiction, FIRST, LAST))


@lru_cache(maxsize=256)
def calendar_with(jurisdiction: str, extra: frozenset[dt.date]) -> BusinessCalendar:
    """That calendar with further public holidays that the caller names."""
    calendar = calendar_of(jurisdiction)
    if not extra:
        return calendar
    days = {**dict.fromkeys(extra, "Extra public holiday"), **calendar.holidays}
    return BusinessCalendar(calendar.jurisdiction, calendar.first, calendar.last, days)
