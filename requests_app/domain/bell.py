"""When the alerts of an organization ring, and how far days lie apart for them. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from policies.domain.calendars import ONE_DAY, BusinessCalendar, add_months, local_day
from policies.domain.periods import Period, Unit

SILENT_FOR: Final = Period(5, Unit.BUSINESS_DAYS)
"""A date that has passed is not forgotten because somebody looked at it once."""


@dataclass(frozen=True, slots=True)
class Bell:
    """When the alerts of an organization ring: its legal calendar, its alert hour, its zone."""

    calendar: BusinessCalendar
    alert_hour: dt.time
    zone: ZoneInfo

    def on(self, day: dt.date) -> dt.datetime:
        """The alert hour of a local day, in UTC."""
        return dt.datetime.combine(day, self.alert_hour, tzinfo=self.zone).astimezone(dt.UTC)

    def silent_until(self, now: dt.datetime) -> dt.datetime:
        """How long an alert that repeats is silent once somebody has seen it: until the fifth business day after."""
        return self.on(self.later(local_day(now, self.zone), SILENT_FOR))

    def later(self, day: dt.date, period: Period) -> dt.date:
        """The day `period` after `day`; always later, whatever the period says."""
        count = max(period.count, 1)
        match period.unit:
            case Unit.BUSINESS_DAYS:
                return self.calendar.add_business_days(day, count)
            case Unit.CALENDAR_DAYS:
                return day + dt.timedelta(days=count)
            case Unit.WEEKS:
                return day + dt.timedelta(weeks=count)
            case Unit.MONTHS:
                return add_months(day, count)
            case Unit.YEARS:
                return add_months(day, count * 12)

    def before(self, day: dt.date, period: Period, floor: dt.date) -> dt.date | None:
        """The day `period` before `day`; None when that is earlier than `floor`."""
        match period.unit:
            case Unit.BUSINESS_DAYS:
                return self._business_days_before(day, period.count, floor)
            case Unit.CALENDAR_DAYS:
                found = day - dt.timedelta(days=period.count)
            case Unit.WEEKS:
                found = day - dt.timedelta(weeks=period.count)
            case Unit.MONTHS:
                found = add_months(day, -period.count)
            case Unit.YEARS:
                found = add_months(day, -period.count * 12)
        return found if found >= floor else None

    def _business_days_before(self, day: dt.date, count: int, floor: dt.date) -> dt.date | None:
        found = day
        for _ in range(count):
            if found <= floor:
                return None
            found = self.calendar.last_business_day_on_or_before(found - ONE_DAY)
        return found if found >= floor else None
