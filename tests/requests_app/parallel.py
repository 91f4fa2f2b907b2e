"""Several database connections at work at once, each in a thread of its own."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from django.db import connection

T = TypeVar("T")
PATIENCE: Final = 30.0
GATE: Final = 0x6761_7465
"""The advisory lock at which a statement can be held: "gate" in ASCII."""


def at_once(count: int, work: Callable[[], T]) -> list[T]:
    """What `work` returned in each of `count` threads that began together."""
    together = threading.Barrier(count)

    def begin() -> T:
        together.wait(PATIENCE)
        return work()

    with ThreadPoolExecutor(count) as pool:
        return [future.result(PATIENCE) for future in [pool.submit(alone, begin) for _ in range(count)]]


def alone(work: Callable[[], T]) -> T:
    """`work` with a connection that is closed afterwards."""
    try:
        return work()
    finally:
        connection.close()


@contextmanager
def gate_closed() -> Any:
    """Inside, statements that pass the gate stand still; `wait_at_gate` tells when one does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [GATE])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [GATE])


def wait_at_gate(other: Future[Any]) -> None:
    """Until another connection stands at the gate. Fails when `other` ended without coming there."""
    until = time.monotonic() + PATIENCE
    with connection.cursor() as cursor:
        while time.monotonic() < until:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
            assert not other.done(), other.exception() or "it never came to the gate"
    raise AssertionError("nobody came to the gate")
