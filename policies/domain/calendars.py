"""Business days of a jurisdiction, the organization's own closed days, and the ends of local days."""

import datetime as dt
from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from .once import once

ONE_DAY: Final = dt.timedelta(days=1)
WEEKEND: Final = (5, 6)


class BeyondCalendar(ValueError):
    """A date outside the years a calendar holds: no answer is better than a wrong one."""


@dataclass(frozen=True, eq=False)
class BusinessCalendar:
    """Monday to Friday less the public holidays of `jurisdiction`, from `first` to `last` inclusive.

    `holidays` and `closed` map a date to its name. Closed days are the organization's own and move
    internal targets only: ask `internal` for the calendar that skips them too.
    """

    jurisdiction: str
    first: dt.date
    last: dt.date
    holidays: Mapping[dt.date, str]
    closed: Mapping[dt.date, str] = field(default_factory=dict)

    @once
    def internal(self) -> "BusinessCalendar":
        """The same calendar for internal targets: closed days are skipped like holidays."""
        if not self.closed:
            return self
        return BusinessCalendar(self.jurisdiction, self.first, self.last, {**self.closed, **self.holidays})

    @once
    def _business(self) -> list[int]:
        """Ordinals of all business days, ascending: counting is two bisections, not a walk."""
        off = {day.toordinal() for day in self.holidays}
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        return [n for n in span if (n + 6) % 7 not in WEEKEND and n not in off]

    def _check(self, day: dt.date) -> None:
        if not self.first <= day <= self.last:
            raise BeyondCalendar(
                f"{day} is outside the {self.jurisdiction} calendar, which holds {self.first} to {self.last}: extend it"
            )

    def is_business_day(self, day: dt.date) -> bool:
        self._check(day)
        return day.weekday() not in WEEKEND and day not in self.holidays

    def holiday_name(self, day: dt.date) -> str | None:
        return self.holidays.get(day)

    def add_business_days(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th business day after `day`; for 0, `day` itself or the next business day."""
        if count == 0:
            return self.next_business_day_on_or_after(day)
        self._check(day)
        index = bisect_right(self._business, day.toordinal()) + count - 1
        if index >= len(self._business):
            raise BeyondCalendar(
                f"{count} business days after {day} lie beyond the {self.jurisdiction} calendar ({self.last})"
            )
        return dt.date.fromordinal(self._business[index])

    def business_days_between(self, first: dt.date, last: dt.date) -> int:
        """How many business days there are from `first` to `last`, both included."""
        if last < first:
            return 0
        self._check(first)
        self._check(last)
        return bisect_right(self._business, last.toordinal()) - bisect_left(self._business, first.toordinal())

    def last_business_day_on_or_before(self, day: dt.date) -> dt.date:
        self._check(day)
        index = bisect_right(self._business, day.toordinal()) - 1
        if index < 0:
            raise BeyondCalendar(f"no business day on or before {day} in the {self.jurisdiction} calendar")
        return dt.date.fromordinal(self._business[index])

    def next_business_day_on_or_after(self, day: dt.date) -> dt.date:
        self._check(day)
        index = bisect_left(self._business, day.toordinal())
        if index >= len(self._business):
            raise BeyondCalendar(f"no business day on or after {day} in the {self.jurisdiction} calendar")
        return dt.date.fromordinal(self._business[index])

    def holidays_between(self, after: dt.date, until: dt.date) -> list[tuple[dt.date, str]]:
        """Holidays that fell on a weekday, later than `after` and not later than `until`, in order."""
        days = self._holiday_list
        return [(d, self.holidays[d]) for d in days[bisect_right(days, after) : bisect_right(days, until)]]

    @once
    def _holiday_list(self) -> list[dt.date]:
        return sorted(d for d in self.holidays if d.weekday() not in WEEKEND)


def add_months(day: dt.date, months: int) -> dt.date:
    """The corresponding date `months` later, clamped to the end of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def first_instant_after(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    """The first instant, in UTC, of the local day that follows `day` in `zone`."""
    midnight = dt.datetime.combine(day + ONE_DAY, dt.time.min, tzinfo=zone)
    return midnight.astimezone(dt.UTC)


def local_day(instant: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The calendar day an aware instant falls on in `zone`."""
    return instant.astimezone(zone).date()
