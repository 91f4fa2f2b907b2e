"""Keeps a worker host sweeping when the broker is silent: Redis down, beat dead, or messages lost."""

import logging
import threading
from typing import Any, Final

from celery.bootsteps import StartStopStep
from django.db import connection

from config import alive

from .services.sweep import last_swept_at
from .services.ticking import tick_if_quiet

logger = logging.getLogger(__name__)

EVERY_SECONDS: Final = 30.0


class Watchdog(StartStopStep):
    """A thread of the worker's parent process. It looks at the clock of the last sweep, and sweeps when that stands."""

    requires = ("celery.worker.components:Pool", "celery.worker.components:Beat")  # after these have forked

    def __init__(self, parent: Any, **options: Any) -> None:
        super().__init__(parent, **options)
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, parent: Any) -> None:  # noqa: ARG002 - Celery's signature
        self._thread = threading.Thread(target=self._watch, name="watchdog", daemon=True)
        self._thread.start()

    def stop(self, parent: Any) -> None:  # noqa: ARG002
        self._stop.set()

    def _watch(self) -> None:
        while True:
            alive.touch()
            look()
            if self._stop.wait(EVERY_SECONDS):
                return


def look() -> bool:
    """Sweep if nobody has for two minutes. Whether it did, or tried to."""
    try:
        first = last_swept_at() is None
        swept = tick_if_quiet()
        if swept and not first:
            logger.warning("no sweep was recorded for two minutes: this host swept by itself")
        return swept
    except Exception:
        logger.exception("the watchdog could not sweep")
        return True
    finally:
        connection.close()  # the pool may fork again: a child must not find an open connection
