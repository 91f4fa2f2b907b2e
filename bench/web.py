"""The web processes as they run in production, and clients that ask them."""

import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from django.db import connection

from config.serving import die_with_parent
from tests.suite import servers

from .timing import of_process
from .visitors import Visit

READY_WITHIN = 120
CLIENTS = 8


@dataclass(frozen=True, slots=True)
class Web:
    port: int
    master: int

    @property
    def workers(self) -> list[int]:
        """The processes that answer (Linux)."""
        return [int(word) for word in Path(f"/proc/{self.master}/task/{self.master}/children").read_text().split()]

    def processor_seconds(self) -> float:
        """Of the workers and of all their sessions in the database."""
        return sum(of_process(pid) for pid in (*self.workers, *_sessions()))


@contextmanager
def web(processes: int, *, settings: str = "config.settings", **variables: str) -> Iterator[Web]:
    """gunicorn with so many processes, until the block ends."""
    port = servers.free_port()
    own = {"DULY_WEB_PROCESSES": str(processes), "DJANGO_SETTINGS_MODULE": settings, **variables}
    gunicorn = ["gunicorn", "--config", "python:config.gunicorn", "--bind", f"127.0.0.1:{port}", "config.wsgi"]
    process = subprocess.Popen(
        [sys.executable, "-m", *gunicorn], env={**os.environ, **own}, preexec_fn=die_with_parent, process_group=0
    )
    try:
        _wait(port, process)
        yield Web(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + READY_WITHIN
    while True:
        asked = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            asked.request("GET", "/healthz")
            asked.getresponse().read()
        except OSError:
            if process.poll() is not None or time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return
        finally:
            asked.close()


def _sessions() -> list[int]:
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user")
        return [pid for (pid,) in cursor.fetchall()]


def send_all(place: Web, visits: Sequence[Visit], clients: int = CLIENTS) -> list[str]:
    """Send every form, some at the same time; where each was led."""
    shares = [visits[number::clients] for number in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        return [answer for found in pool.map(lambda share: _send(place.port, share), shares) for answer in found]


def _send(port: int, visits: Iterable[Visit]) -> list[str]:
    found = []
    here = HTTPConnection("127.0.0.1", port, timeout=120)
    for visit in visits:
        headers = {"Cookie": visit.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        here.request("POST", visit.path, visit.body, headers)
        answer = here.getresponse()
        answer.read()
        found.append(f"{answer.status} {answer.headers.get('Location', '')}")
    here.close()
    return found
