"""`migrate` as the owner of the database, whoever the application connects as, and without stopping who works with it.

A change of a table waits for whoever uses it, and everybody else then waits behind the change. So on PostgreSQL it
waits LOCK_TIMEOUT at most, gives way, and is tried again; what was applied stays applied. A migration that is not
atomic builds an index while others write: it blocks nobody and waits as long as it takes.
"""

import time
from pathlib import Path
from typing import Any, Final

from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connection
from django.db.migrations import Migration

from config.databases import as_owner

LOCK_TIMEOUT: Final = "3s"
TRIES: Final = 20
PAUSE: Final = 5.0
"""Seconds between two tries, in which those who waited get their turn."""

LOCK_NOT_AVAILABLE: Final = "55P03"


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        # Not `handle`: before it, the checks already ask the database what is applied.
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with as_owner():
            return super().execute(*args, **options)

    def handle(self, *args: Any, **options: Any) -> None:
        for left in reversed(range(TRIES)):
            try:
                _wait_for_locks(LOCK_TIMEOUT)
                _drop_half_built_indexes()
                super().handle(*args, **options)
            except OperationalError as error:
                if not _gave_way(error):
                    raise
                if not left:
                    raise CommandError(
                        "Others held a table for as long as this was tried. What was applied stays; once the long"
                        " transactions are over (pg_stat_activity), type it again."
                    ) from error
                self.stderr.write(f"A table is in use; trying again in {PAUSE:g} seconds, at most {left} times.")
                time.sleep(PAUSE)
            else:
                return

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if isinstance(migration, Migration):
            builds_aside = action == "apply_start" and not migration.atomic
            _wait_for_locks("0" if builds_aside else LOCK_TIMEOUT)
        super().migration_progress_callback(action, migration, fake)


def _wait_for_locks(how_long: str) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, false)", [how_long])


def _gave_way(error: Exception) -> bool:
    return getattr(error.__cause__, "sqlstate", None) == LOCK_NOT_AVAILABLE


def _drop_half_built_indexes() -> None:
    """What a concurrent build leaves when it is broken off: an index that nobody reads, in the way of the next try."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT class.relname FROM pg_index AS built JOIN pg_class AS class ON class.oid = built.indexrelid"
            " WHERE NOT built.indisvalid AND class.relnamespace = current_schema()::regnamespace"
            " AND NOT EXISTS (SELECT FROM pg_stat_progress_create_index AS building"
            "                 WHERE building.index_relid = built.indexrelid)"
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX CONCURRENTLY {connection.ops.quote_name(name)}")
