"""`claim`: 10,000 due deadlines among many, each with re-check, alert, chained event and next alert.

Floor: `claim_floor`, plain SQL that writes the same rows at the same batch size.
"""

import statistics
from collections.abc import Callable

from organizations.models import User
from records.models import Event
from requests_app import clock_source
from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.claims import LOOK_AHEAD
from requests_app.services.sweep import BATCH, sweep

from . import seed, templates
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
    made = templates.make()
    due = min(due, max(size // 10, 10))
    slices = Slices(made, due, (1 if ground.embedded else 4) * ROUNDS + 1)
    quiet = max(size - slices.requests, 0) // len(made.quiet)
    seed.grow(made.quiet, 0, quiet, only=(PrivacyRequest, Deadline))
    seed.grow([made.due], 0, slices.requests, only=(PrivacyRequest, Deadline))
    seed.settle()
    report = Report("claim", sizes={"requests": quiet * len(made.quiet) + slices.requests, "due at once": due})
    slices.run(1, _ours)  # a process reads its rules once
    if ground.embedded:
        report.figures["claims/s, one process"] = statistics.median(slices.run(1, _ours) for _ in range(ROUNDS))
    else:
        _compare(slices, report)
    report.notes.append(f"medians of {ROUNDS} rounds taken in turn; clones' earlier events are not seeded")
    return report


class Slices:
    """Due clones, some at a time: once rung they are used up."""

    def __init__(self, made: Templates, due: int, count: int) -> None:
        self._moments = made.moments
        self._each = -(-due // len(made.moments))
        self._next = 0
        self.requests = self._each * count

    def run(self, processes: int, work: Callable[[int], int]) -> float:
        """Claims a second of so many processes together."""
        woken = seed.wake(self._moments, self._next, self._next + self._each)
        self._next += self._each
        taken, rang = side_by_side(processes, work)
        if sum(rang) != woken:
            raise AssertionError(f"{woken} were due and {sum(rang)} were claimed")
        return woken / taken


def _ours(_: int) -> int:
    before = sweep()
    if before.faults or not before.finished:
        raise AssertionError(f"not all could be rung: {before}")
    return before.rang


def _plain(_: int) -> int:
    body = Event.objects.filter(type="alert_raised").values_list("body", flat=True)[:1].get()
    user = User.objects.values_list("pk", flat=True)[:1].get()
    look = BATCH * LOOK_AHEAD
    return claim_plainly(now=clock_source.now(), batch=BATCH, look=look, body=body, user=str(user))


def _compare(slices: Slices, report: Report) -> None:
    rounds = [
        (slices.run(1, _plain), slices.run(1, _ours), slices.run(2, _ours), slices.run(4, _ours)) for _ in range(ROUNDS)
    ]
    plain, one, two, four = (statistics.median(column) for column in zip(*rounds, strict=True))
    report.figures |= {
        "claims/s, one process": one,
        "claims/s, two processes": two,
        "claims/s, four processes": four,
        "claims/s, plain SQL": plain,
    }
    halves = statistics.median(r[1] / r[0] for r in rounds)
    report.ratios += [
        Ratio("one process to plain SQL", halves, least=OF_PLAIN_SQL),
        Ratio("two processes to one", statistics.median(r[2] / r[1] for r in rounds), least=WITH_TWO),
        Ratio("four processes to two", statistics.median(r[3] / r[2] for r in rounds), least=FOUR_TO_TWO),
    ]
