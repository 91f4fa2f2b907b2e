"""The days of a story: the clock of the database and that of the process, moved together."""

import datetime as dt
from typing import Any

import time_machine

from tests.requests_app.office import travel


class Days:
    """Says what day it is; from then on the clock runs."""

    def __init__(self, settings: Any) -> None:
        self._settings = settings
        self._machine: time_machine.travel | None = None
        self.now = self.go_to("2026-05-01T10:00")

    def go_to(self, moment: str) -> dt.datetime:
        """`moment`: in Los Angeles, as in 2026-05-04T10:00."""
        self.stop()
        self.now = travel(self._settings, moment)
        self._machine = time_machine.travel(self.now, tick=True)
        self._machine.start()
        return self.now

    def pass_by(self, *, minutes: int = 0, days: int = 0) -> None:
        later = self.now + dt.timedelta(minutes=minutes, days=days)
        self.go_to(later.replace(tzinfo=None).isoformat())

    def stop(self) -> None:
        if self._machine is not None:
            self._machine.stop()
            self._machine = None
