"""A nudge: asking a worker to look now instead of with the next tick. Losing it loses nothing.

It must never delay or break what it is sent from, so it is sent after the commit, once, with a quarter of a second to
connect and to write; after a failure none is sent for half a minute.
"""

import logging
import threading
import time
from typing import Any, Final

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu import Connection

logger = logging.getLogger(__name__)

TICK: Final = "requests_app.tick"
SECONDS: Final = 0.25
PAUSE_AFTER_FAILURE: Final = 30.0
IMPATIENT: Final[dict[str, Any]] = {
    "socket_connect_timeout": SECONDS,
    "socket_timeout": SECONDS,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}


class Breaker:
    """Stops nudging for a while after a failure."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._closed_from = 0.0

    def is_open(self) -> bool:
        return time.monotonic() < self._closed_from

    def trip(self) -> None:
        with self._lock:
            self._closed_from = time.monotonic() + PAUSE_AFTER_FAILURE

    def reset(self) -> None:
        self._closed_from = 0.0


breaker = Breaker()


def look_now() -> None:
    """Ask a worker to look as soon as the current transaction has been committed. Call it when something is due now."""
    transaction.on_commit(_send, robust=True)


def impatient_connection() -> Connection:
    """A connection to the broker that gives up at once."""
    options = {**getattr(settings, "CELERY_BROKER_TRANSPORT_OPTIONS", {}), **IMPATIENT}
    return current_app.connection_for_write(connect_timeout=SECONDS, transport_options=options)


def _send() -> None:
    if breaker.is_open():
        return
    try:
        with impatient_connection() as connection:
            current_app.send_task(TICK, connection=connection, retry=False, ignore_result=True)
    except Exception as error:  # noqa: BLE001 - kombu raises what its transport raises; a lost nudge is no fault
        breaker.trip()
        logger.warning("no nudge could be sent: %r", error)
