"""`intake`: the whole public POST, from a form that is ready to be sent to rows, running clocks and a queued mail.

Floor: `bare`, a Django view without middleware that inserts the same rows.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from requests_app.models import PrivacyRequest, Submission

from . import seed, templates
from .bare import TEMPLATE
from .figures import Ratio, Report
from .ground import Ground
from .visitors import Visit, visits
from .web import Web, send_all, web

PROCESSES = 2
POSTS, WARM = 400, 40
SMALL = 10_000
OF_BARE, GROWN = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Rate:
    wall: float
    processor: float


def measure(ground: Ground, size: int) -> Report:
    """`size`: requests in the database at the second measurement; the first is at 10,000, or a tenth."""
    small = min(SMALL, max(size // 10, 1))
    processes = 1 if ground.embedded else PROCESSES
    report = Report("intake", sizes={"requests": size, "posts": POSTS, "web processes": processes})
    found: list[tuple[Rate, Rate]] = []
    grown = 0
    for wanted in (small, size):
        number = max(wanted // len(ground.templates.quiet), 1)
        seed.grow(ground.templates.quiet, grown, number)
        seed.settle()
        grown = number
        found.append((_posts(processes), _bare(processes)))
        report.figures |= {
            f"posts/s, {wanted:,} requests": found[-1][0].wall,
            f"bare view/s, {wanted:,} requests": found[-1][1].wall,
            f"ms of processor time a post, {wanted:,} requests": 1000 / found[-1][0].processor,
            f"ms of processor time a bare view, {wanted:,} requests": 1000 / found[-1][1].processor,
        }
    (few, bare), (many, bare_of_many) = found
    report.ratios += [
        Ratio(f"post to bare view, {small:,} requests", few.processor / bare.processor, least=OF_BARE),
        Ratio(f"post to bare view, {size:,} requests", many.processor / bare_of_many.processor, least=OF_BARE),
        Ratio(f"{size:,} to {small:,} requests", many.processor / few.processor, least=GROWN),
    ]
    report.notes.append("ratios of rates for each second of processor time, of web processes and database sessions")
    return report


def _posts(processes: int) -> Rate:
    ready = visits(templates.SLUGS[0], POSTS + WARM)
    before = PrivacyRequest.objects.count()
    with web(processes) as place:
        rate = _rate(place, ready)
    made = PrivacyRequest.objects.count() - before
    if made != len(ready):
        raise AssertionError(f"{len(ready)} forms made {made} requests")
    return rate


def _bare(processes: int) -> Rate:
    latest = Submission.objects.order_by("-entered_at").values_list("pk", flat=True)[:1].get()
    here = str(Path(__file__).parent.parent)
    paths = os.pathsep.join([here, os.environ.get("PYTHONPATH", "")])
    with web(processes, settings="bench.bare_settings", PYTHONPATH=paths, **{TEMPLATE: str(latest)}) as place:
        return _rate(place, [Visit("/", "", "")] * (POSTS + WARM))


def _rate(place: Web, ready: Sequence[Visit]) -> Rate:
    send_all(place, ready[:WARM])
    began, used = time.perf_counter(), place.processor_seconds()
    answers = send_all(place, ready[WARM:])
    taken = time.perf_counter() - began
    if wrong := {answer for answer in answers if not answer.startswith("302")}:
        raise AssertionError(f"not taken in: {wrong}")
    return Rate(len(answers) / taken, len(answers) / (place.processor_seconds() - used))
