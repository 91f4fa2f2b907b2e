"""Working through a set of rows of which one may be at fault, so that it stops only itself."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.db import InterfaceError, OperationalError

DATABASE_AWAY = (OperationalError, InterfaceError)
"""The database is away, or chose a transaction to break a deadlock: no row is at fault, and nothing is put off."""

Work = Callable[[Sequence[UUID]], None]
Alone = Callable[[UUID, Exception], None]


def work_through(ids: Sequence[UUID], work: Work, alone: Alone) -> None:
    """Do `work`, one transaction, for all of `ids` at once; where that raises, for each half by itself.

    A row that raises when it stands alone is handed to `alone`.
    """
    try:
        work(ids)
        return
    except DATABASE_AWAY:
        raise
    except Exception as error:  # noqa: BLE001 - whatever one row does must not stop the others
        raised = error
    split(ids, raised, work, alone)  # outside, so that each error is logged without those of the wholes before it


def split(ids: Sequence[UUID], error: Exception, work: Work, alone: Alone) -> None:
    """Go on after `work` raised `error` for `ids`."""
    if not ids:
        raise error  # it failed before any row was read
    if len(ids) == 1:
        alone(ids[0], error)
        return
    half = len(ids) // 2
    work_through(ids[:half], work, alone)
    work_through(ids[half:], work, alone)
