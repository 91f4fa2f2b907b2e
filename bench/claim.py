"""`claim`: 10,000 due deadlines among many, each with re-check, alert, chained event and next alert.

Floor: `claim_floor`, plain SQL that writes the same rows at the same batch size.
"""

import statistics
from collections.abc import Callable
from dataclasses import dataclass

from organizations.models import User
from records.models import Event
from requests_app import clock_source
from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.claims import LOOK_AHEAD, due_at
from requests_app.services.sweep import BATCH, sweep

from . import seed
from .claim_floor import claim_plainly
from .figures import Ratio, Report
from .ground import Ground
from .templates import Templates
from .timing import side_by_side

DUE = 10_000
ROUNDS = 3
OF_PLAIN_SQL, WITH_TWO, FOUR_TO_TWO = 0.5, 1.6, 0.85


def measure(ground: Ground, size: int, due: int = DUE) -> Report:
    """`size`: requests in all. `due`: deadlines due at once; a tenth of the requests, if that is less."""
    made = ground.templates
    due = min(due, max(size // 10, 10))
    slices = Slices(made, due, (1 if ground.embedded else 4) * ROUNDS + 1)
    quiet = max(size - slices.requests, 0) // len(made.quiet)
    seed.grow(made.quiet, 0, quiet, only=(PrivacyRequest, Deadline))
    seed.grow([made.due], 0, slices.requests, only=(PrivacyRequest, Deadline))
    seed.settle()
    report = Report("claim", sizes={"requests": quiet * len(made.quiet) + slices.requests, "due at once": due})
    slices.run(1, _ours)  # a process reads its rules once
    if ground.embedded:
        rates = [slices.run(1, _ours).wall for _ in range(ROUNDS)]
        report.figures["claims/s, one process"] = statistics.median(rates)
    else:
        _compare(slices, report)
    report.notes.append(f"medians of {ROUNDS} rounds taken in turn; clones' earlier events are not seeded")
    return report


@dataclass(frozen=True, slots=True)
class Rate:
    """Claims a second: by the clock, and for each second of processor time (of client and database session)."""

    wall: float
    processor: float


class Slices:
    """Due clones, some at a time: once rung they are used up."""

    def __init__(self, made: Templates, due: int, count: int) -> None:
        self._moments = made.moments
        self._each = -(-due // len(made.moments))
        self._next = 0
        self.requests = self._each * count

    def run(self, processes: int, work: Callable[[int], None]) -> Rate:
        """What so many processes claim together."""
        woken = seed.wake(self._moments, self._next, self._next + self._each)
        self._next += self._each
        run = side_by_side(processes, work)
        if left := due_at(clock_source.now()).count():
            raise AssertionError(f"of {woken} that were due {left} were not claimed")
        return Rate(woken / run.wall, woken / run.processor)


def _ours(_: int) -> None:
    swept = sweep()
    if swept.faults or not swept.finished:
        raise AssertionError(f"not all could be rung: {swept}")


def _plain(_: int) -> None:
    body = Event.objects.filter(type="alert_raised").values_list("body", flat=True)[:1].get()
    user = User.objects.values_list("pk", flat=True)[:1].get()
    claim_plainly(now=clock_source.now(), batch=BATCH, look=BATCH * LOOK_AHEAD, body=body, user=str(user))


def _compare(slices: Slices, report: Report) -> None:
    rounds = [
        (slices.run(1, _plain), slices.run(1, _ours), slices.run(2, _ours), slices.run(4, _ours)) for _ in range(ROUNDS)
    ]
    names = ("plain SQL", "one process", "two processes", "four processes")
    for name, rates in zip(names, zip(*rounds, strict=True), strict=True):
        report.figures[f"claims/s, {name}"] = statistics.median(rate.wall for rate in rates)
        report.figures[f"claims per processor second, {name}"] = statistics.median(rate.processor for rate in rates)
    cost = statistics.median(one.processor / plain.processor for plain, one, *_ in rounds)
    report.figures["one process to plain SQL, by the clock"] = statistics.median(o.wall / p.wall for p, o, *_ in rounds)
    report.ratios += [
        Ratio("one process to plain SQL, by processor time", cost, least=OF_PLAIN_SQL),
        Ratio("two processes to one", statistics.median(r[2].wall / r[1].wall for r in rounds), least=WITH_TWO),
        Ratio("four processes to two", statistics.median(r[3].wall / r[2].wall for r in rounds), least=FOUR_TO_TWO),
    ]
