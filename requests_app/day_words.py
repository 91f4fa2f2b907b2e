"""Days and moments in words: `Thu 16 April 2026`, `in 3 days`, `3:05 pm, Los Angeles time`.

Not `strftime`: month names must not depend on the locale of the process.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day(date: dt.date) -> str:
    """`Thu 16 April 2026`."""
    return f"{WEEKDAYS[date.weekday()]} {date.day} {MONTHS[date.month - 1]} {date.year}"


def moment(instant: dt.datetime, zone: ZoneInfo) -> str:
    """`Thu 16 April 2026, 3:05 pm`, on the wall clock of `zone`. Name the zone once beside it."""
    local = instant.astimezone(zone)
    hour = local.hour % 12 or 12
    return f"{day(local.date())}, {hour}:{local.minute:02} {'am' if local.hour < 12 else 'pm'}"


def zone_name(zone: ZoneInfo) -> str:
    """`America/Los_Angeles` as `Los Angeles time`."""
    return f"{zone.key.rsplit('/', 1)[-1].replace('_', ' ')} time"


def distance(due: dt.date, today: dt.date) -> str:
    """How far off a due date is: `in 3 days`, `tomorrow`, `today`, `1 day late`."""
    days = (due - today).days
    if days < 0:
        return f"{-days} day{'' if days == -1 else 's'} late"
    return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")


def ago(date: dt.date, today: dt.date) -> str:
    """How long ago: `today`, `yesterday`, `12 days ago`."""
    days = (today - date).days
    return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
