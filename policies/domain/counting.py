"""Counting days: from a start, by periods, past pauses, rolled where a rule says so."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from .calendars import ONE_DAY, BusinessCalendar, add_months
from .once import once
from .periods import Period, Unit
from .terms import Roll
from .timeline import Pause

_FAMILY = {Unit.WEEKS: Unit.CALENDAR_DAYS, Unit.YEARS: Unit.MONTHS}
_FACTOR = {Unit.WEEKS: 7, Unit.YEARS: 12}


@dataclass(frozen=True)
class Counting:
    """How one clock counts. The start is day zero; `within` decides which days a pause takes away."""

    started_on: dt.date
    within: Period
    roll: Roll
    calendar: BusinessCalendar
    pauses: tuple[Pause, ...]

    @once
    def first_due(self) -> dt.date | None:
        """The date `within` after the start, before any extension."""
        return self.due()

    def due(self, *more: Period) -> dt.date | None:
        """The date `within`, and then `more`, after the start; None while a pause stands."""
        return self.settle(add_periods(self.started_on, (self.within, *more), self.calendar), self.pauses)

    def settle(self, unpaused: dt.date, pauses: Iterable[Pause]) -> dt.date | None:
        """Move a date along by the pauses that begin on or before it, then roll it if the rule says so."""
        due = unpaused
        for pause in pauses:
            if pause.first > due:
                break
            if pause.last is None:
                return None
            due = self._moved(due, pause.first, pause.last)
        return self.calendar.next_business_day_on_or_after(due) if self.roll is Roll.NEXT_BUSINESS_DAY else due

    def _moved(self, due: dt.date, first: dt.date, last: dt.date) -> dt.date:
        """Later by as many days, of the kind this clock counts, as a pause holds."""
        if self.within.unit is Unit.BUSINESS_DAYS:
            days = self.calendar.business_days_between(first, last)
            return self.calendar.add_business_days(due, days) if days else due
        return due + (last - first + ONE_DAY)


def add_periods(start: dt.date, periods: tuple[Period, ...], calendar: BusinessCalendar) -> dt.date:
    """Add periods one after the other; neighbours of one kind are counted together from the original start."""
    day = start
    for period in _joined(periods) if len(periods) > 1 else periods:
        day = _add(day, period, calendar)
    return day


@lru_cache(maxsize=1024)
def _joined(periods: tuple[Period, ...]) -> tuple[Period, ...]:
    joined: list[Period] = []
    for period in periods:
        plain = Period(period.count * _FACTOR.get(period.unit, 1), _FAMILY.get(period.unit, period.unit))
        if joined and joined[-1].unit is plain.unit:
            joined[-1] = replace(joined[-1], count=joined[-1].count + plain.count)
        else:
            joined.append(plain)
    return tuple(joined)


def _add(day: dt.date, period: Period, calendar: BusinessCalendar) -> dt.date:
    match period.unit:
        case Unit.BUSINESS_DAYS:
            return calendar.add_business_days(day, period.count)
        case Unit.MONTHS | Unit.YEARS:
            return add_months(day, period.count * _FACTOR.get(period.unit, 1))
    return day + dt.timedelta(days=period.count * _FACTOR.get(period.unit, 1))
