"""`memory`: how much a web process and a worker hold, and whether they grow.

Floor: none; the bounds are amounts. A share of memory that processes have in common is counted once (PSS).
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from celery import current_app

from config.serving import die_with_parent
from requests_app.models import SweepMark
from requests_app.nudge import TICK

from . import resealing, templates
from .figures import Ratio, Report
from .ground import Ground
from .visitors import visits
from .web import send_all, web

MOST_MB, MOST_GROWTH_MB = 160.0, 5.0
POSTS_IN = 50
"""One of so many requests is a form that is sent, the others are pages that are read."""

SEEDED = 1_000
PATIENCE = 120


def measure(ground: Ground, size: int) -> Report:
    """`size`: requests to the web process, twice; a tick of the worker for every hundred."""
    resealing.grow(ground.templates.quiet, 0, min(SEEDED, size) // len(ground.templates.quiet) + 1)
    report = Report("memory", sizes={"web requests": 2 * size, "ticks": 2 * max(size // 100, 1)})
    report.figures |= {f"web process, MB {when}": value for when, value in _of_web(size).items()}
    with _worker() as pid:
        for when in ("first half", "second half"):
            _ticks(max(size // 100, 1))
            parent, child = _pss(pid), max(_pss(one) for one in _children(pid))
            report.figures |= {f"worker, MB {when}": parent, f"worker's child, MB {when}": child}
    for who in ("web process", "worker", "worker's child"):
        first, second = (report.figures[f"{who}, MB {when}"] for when in ("first half", "second half"))
        report.ratios += [
            Ratio(f"{who} to {MOST_MB:.0f} MB", second / MOST_MB, most=1),
            Ratio(f"{who}'s growth to {MOST_GROWTH_MB:.0f} MB", max(second - first, 0.0) / MOST_GROWTH_MB, most=1),
        ]
    return report


def _of_web(size: int) -> dict[str, float]:
    slug = templates.SLUGS[0]
    posts = max(size // POSTS_IN, 1)
    ready = visits(slug, 2 * posts)
    found = {}
    with web(1) as place:
        [worker] = place.workers
        for half, when in enumerate(("first half", "second half")):
            _read(place.port, [f"/{slug}/", f"/{slug}/ask/", f"/{slug}/status/", "/staff/login/"], size - posts)
            send_all(place, ready[half * posts : (half + 1) * posts])
            found[when] = _pss(worker)
    return found


def _read(port: int, paths: list[str], count: int) -> None:
    here = HTTPConnection("127.0.0.1", port, timeout=120)
    for number in range(count):
        here.request("GET", paths[number % len(paths)])
        here.getresponse().read()
    here.close()


@contextmanager
def _worker() -> Iterator[int]:
    """A worker with one child, without beat; its process."""
    celery = ["celery", "--quiet", "--app", "config.celery", "worker", "--concurrency", "1", "--without-gossip"]
    process = subprocess.Popen([sys.executable, "-m", *celery], preexec_fn=die_with_parent, process_group=0)
    try:
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _ticks(count: int) -> None:
    """Have the worker tick so many times, one after the other."""
    for _ in range(count):
        before = _swept()
        current_app.send_task(TICK)
        until = time.monotonic() + PATIENCE
        while _swept() == before:
            if time.monotonic() > until:
                raise TimeoutError("the worker does not tick")
            time.sleep(0.02)


def _swept() -> object:
    return SweepMark.objects.values_list("swept_at", flat=True).first()


def _children(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _pss(pid: int) -> float:
    """Megabytes, by /proc (Linux)."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
