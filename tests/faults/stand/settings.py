"""config.settings for a process of the stand, with what only tests can set: the clock's offset, a host's own clock."""

import datetime as dt
import os
from pathlib import Path

from django.utils import timezone

from config.settings import *  # noqa: F403
from tests.faults.stand.clock import Offset

DULY_CLOCK_OFFSET = Offset(Path(os.environ["STAND_CLOCK"]))

_host_now = timezone.now
timezone.now = lambda: _host_now() + DULY_CLOCK_OFFSET.read()

if minutes := os.environ.get("STAND_HOST_AHEAD"):
    import time_machine

    # Of this process and its children alone: every clock they can look at is wrong, except the database's.
    time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=float(minutes)), tick=True).start()
