"""Whether the process of a container is alive: `python -m config.alive` asks, as the image's HEALTHCHECK does.

A worker and beat touch the file DULY_ALIVE_FILE as they go round; without such a file it is a web process, which is
asked for /healthz. Standard library only: it is asked every half minute. Neither the broker nor the database counts:
to restart a process because they are away would only stop what still goes on.
"""

import os
import sys
import time
import urllib.request
from pathlib import Path
from typing import Final

VARIABLE: Final = "DULY_ALIVE_FILE"
QUIET_FOR: Final = 300.0
"""Seconds. A worker's watchdog goes round twice a minute, but may have a tick to do itself."""


def touch() -> None:
    """Say that this process goes round; nothing unless the variable names a file."""
    if path := os.environ.get(VARIABLE):
        Path(path).touch(mode=0o600)


def is_alive() -> bool:
    if path := os.environ.get(VARIABLE):
        try:
            return time.time() - Path(path).stat().st_mtime < QUIET_FOR
        except FileNotFoundError:
            return False
    url = f"http://127.0.0.1:{os.environ.get('DULY_PORT') or 8000}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=4) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(0 if is_alive() else 1)
