"""Taking times on a machine that is never quite alone."""

import multiprocessing
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds each of many runs took, ascending. `quiet` is the tenth that others disturbed least: ratios use it."""

    seconds: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def quiet(self) -> float:
        return self.seconds[len(self.seconds) // 10]

    @property
    def worst(self) -> float:
        return self.seconds[-1]


def times(work: Callable[[], object], runs: int, *, warm: int = 3) -> Times:
    """How long `work` takes, `runs` times in a row, after some that do not count."""
    for _ in range(warm):
        work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return Times(sorted(taken))


def seconds_of(work: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = work()
    return time.perf_counter() - began, found


def side_by_side(processes: int, work: Callable[[int], Any]) -> tuple[float, list[Any]]:
    """`work` in so many processes at once, each given its number: seconds from the common start to the last end.

    Each process opens its own connection before the start; what `work` returns must be picklable.
    """
    from django.db import connections

    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(processes + 1), context.SimpleQueue()

    def run(number: int) -> None:
        connections.close_all()
        connections["default"].ensure_connection()
        start.wait()
        results.put(work(number))
        connections.close_all()

    children = [context.Process(target=run, args=(number,)) for number in range(processes)]
    for child in children:
        child.start()
    start.wait()
    began = time.perf_counter()
    found = [results.get() for _ in children]
    taken = time.perf_counter() - began
    for child in children:
        child.join()
    return taken, found
