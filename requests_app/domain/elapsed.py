"""On which day a part of a deadline's time has elapsed. Pure."""

import datetime as dt
from collections.abc import Iterable

from policies.domain.calendars import ONE_DAY, BusinessCalendar

Span = tuple[dt.date, dt.date | None]
"""Days, both included; the last one may have no end yet."""


def elapsed_on(
    percent: int,
    *,
    started_on: dt.date,
    due_on: dt.date,
    pauses: Iterable[Span],
    calendar: BusinessCalendar,
    business_days: bool,
) -> dt.date:
    """The day on which `percent` of all counted days since the start have elapsed, rounded up to a whole day."""
    ended = [(first, last) for first, last in pauses if last is not None]

    def counted(first: dt.date, last: dt.date) -> int:
        if business_days:
            return calendar.business_days_between(first, last)
        return max((last - first).days + 1, 0)

    def later(day: dt.date, count: int) -> dt.date:
        if business_days and count:
            return calendar.add_business_days(day, count)
        return day + dt.timedelta(days=count)

    total = counted(started_on + ONE_DAY, due_on)
    total -= sum(counted(first, min(last, due_on)) for first, last in ended)
    day = later(started_on, -(-max(total, 0) * min(percent, 100) // 100))
    for first, last in ended:
        if first <= day:
            day = later(day, counted(first, last))
    return day
