"""Taking turns at what happens every few minutes, once for all hosts."""

import datetime as dt

from ..models import Turn


def take(name: str, *, every: dt.timedelta, now: dt.datetime) -> bool:
    """Whether the turn is the caller's: the last one was long enough ago. The first is one interval after the start."""
    if Turn.objects.filter(name=name, taken_at__lte=now - every).update(taken_at=now):
        return True
    Turn.objects.bulk_create([Turn(name=name, taken_at=now)], ignore_conflicts=True)
    return False
