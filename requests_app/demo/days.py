"""From "so many days ago" to a moment: people write at any hour of any day, the office works on business days."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from policies.domain.calendars import BusinessCalendar

OPENS: Final = dt.time(8, 40)
EARLY: Final = dt.time(6, 50)
BETWEEN_STEPS: Final = dt.timedelta(minutes=11)


@dataclass(frozen=True, slots=True)
class Days:
    """The days before `now`, where the organization is. No moment it gives is later than `now`."""

    now: dt.datetime
    zone: ZoneInfo
    calendar: BusinessCalendar

    def written(self, ago: int, number: int) -> dt.datetime:
        """When the `number`-th submission was sent by form: any day, some time from early to late."""
        minutes = number * 163 % 900
        if ago == 0:
            return max(self._at(self._day(0), dt.time.min), self.now - dt.timedelta(minutes=12 + minutes // 10))
        return self._at(self._day(ago), EARLY) + dt.timedelta(minutes=minutes)

    def taken_in(self, ago: int, number: int) -> dt.datetime:
        """When somebody of the office or a front desk took in a call, a letter or a visitor."""
        minutes = number * 67 % 420
        moment = self._at(self._business_day(ago), OPENS) + dt.timedelta(minutes=minutes)
        return min(moment, self.now - dt.timedelta(minutes=12))

    def worked(self, ago: int, after: dt.datetime) -> dt.datetime:
        """When the office took a step: on that business day or the one before, but after what went before."""
        first_possible = self.calendar.next_business_day_on_or_after(after.astimezone(self.zone).date())
        day = max(self._business_day(ago), first_possible)
        moment = self._at(day, OPENS) + dt.timedelta(minutes=day.toordinal() * 53 % 240)
        return min(max(moment, after + BETWEEN_STEPS), self.now)

    def _day(self, ago: int) -> dt.date:
        return self.now.astimezone(self.zone).date() - dt.timedelta(days=ago)

    def _business_day(self, ago: int) -> dt.date:
        return self.calendar.last_business_day_on_or_before(self._day(ago))

    def _at(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, tzinfo=self.zone)
