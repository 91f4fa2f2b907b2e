"""Taking times on a machine that is never quite alone."""

import multiprocessing
import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from django.db import connection, connections

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


@dataclass(frozen=True, slots=True)
class Run:
    """What some processes did together. `processor`: seconds of theirs and of their database sessions, added up."""

    wall: float
    processor: float
    found: Sequence[Any]


def side_by_side(processes: int, work: Callable[[int], Any]) -> Run:
    """`work` in so many processes at once, each given its number, from the common start to the last end.

    Each process opens its own connection before the start; what `work` returns must be picklable.
    """
    connections.close_all()
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(processes + 1), context.SimpleQueue()

    def run(number: int) -> None:
        connections.close_all()
        connection.ensure_connection()
        start.wait()
        before = processor_seconds()
        found = work(number)
        results.put((processor_seconds() - before, found))
        connections.close_all()

    children = [context.Process(target=run, args=(number,)) for number in range(processes)]
    for child in children:
        child.start()
    start.wait()
    began = time.perf_counter()
    done = [results.get() for _ in children]
    wall = time.perf_counter() - began
    for child in children:
        child.join()
    return Run(wall, sum(seconds for seconds, _ in done), [found for _, found in done])


def processor_seconds() -> float:
    """What this process and its session in the database have used so far; of the session by /proc, so on Linux only.

    On a machine that is shared it says what a run costs, where the clock on the wall says how busy the others are.
    """
    return time.process_time() + (_session_seconds() if connection.vendor == "postgresql" else 0.0)


def _session_seconds() -> float:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (session,) = cursor.fetchone()
    return of_process(session)


def of_process(pid: int) -> float:
    """Processor seconds of any process so far (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
