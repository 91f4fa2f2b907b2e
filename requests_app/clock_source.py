"""The one clock of everything that claims, leases or rings: the database's, so that no host's clock matters."""

import datetime as dt
from typing import Final

from django.conf import settings
from django.db import connection

QUERIES: Final = {
    "postgresql": "SELECT clock_timestamp()",
    "sqlite": "SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')",
}

SKEW: Final = dt.timedelta(minutes=2)


def now() -> dt.datetime:
    """The database's time, in UTC, plus `DULY_CLOCK_OFFSET`: a setting that only tests have."""
    with connection.cursor() as cursor:
        cursor.execute(QUERIES[connection.vendor])
        (found,) = cursor.fetchone()
    instant = found if isinstance(found, dt.datetime) else dt.datetime.fromisoformat(found)
    offset: dt.timedelta = getattr(settings, "DULY_CLOCK_OFFSET", dt.timedelta(0))
    return instant.astimezone(dt.UTC) + offset


def not_ahead(moment: dt.datetime, now: dt.datetime) -> dt.datetime:
    """`moment`, or `now` if the host that named it runs a little ahead of the database; more is somebody's mistake."""
    return now if moment.tzinfo is not None and now < moment <= now + SKEW else moment
