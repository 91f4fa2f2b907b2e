"""Hours in which nobody is mailed. They move a message, never a date. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

SATURDAY: Final = 5
MIDNIGHT: Final = dt.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiet:
    """From `begins` until `ends`, local time, over midnight if `ends` is the earlier; and whole weekends.

    Without both times there are no quiet hours; two equal times are none either.
    """

    zone: ZoneInfo
    begins: dt.time | None = None
    ends: dt.time | None = None
    weekends: bool = False

    def over_at(self, at: dt.datetime) -> dt.datetime:
        """The first instant, in UTC, from `at` on that is not quiet."""
        moment = at.astimezone(self.zone)
        while (until := self._until(moment)) is not None:
            moment = until
        return moment.astimezone(dt.UTC)

    def covers(self, at: dt.datetime) -> bool:
        return self._until(at.astimezone(self.zone)) is not None

    def _until(self, moment: dt.datetime) -> dt.datetime | None:
        """The end of what is quiet at `moment`; None when nothing is."""
        day = moment.date()
        if self.weekends and day.weekday() >= SATURDAY:
            return self._at(day + dt.timedelta(days=1), MIDNIGHT)
        if self.begins is None or self.ends is None or self.begins == self.ends:
            return None
        clock = moment.time()
        if self.begins < self.ends:
            return self._at(day, self.ends) if self.begins <= clock < self.ends else None
        if clock >= self.begins:
            return self._at(day + dt.timedelta(days=1), self.ends)
        return self._at(day, self.ends) if clock < self.ends else None

    def _at(self, day: dt.date, clock: dt.time) -> dt.datetime:
        """Through UTC, so that an hour that a clock change leaves out is the one after it."""
        return dt.datetime.combine(day, clock, tzinfo=self.zone).astimezone(dt.UTC).astimezone(self.zone)
