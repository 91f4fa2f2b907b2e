"""Two roles of one database: the application's, which cannot rewrite records, and the owner's, which migrates."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection

START_LOCK = 0x44756C79
"""The number all starts agree on: "Duly" in ASCII."""


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner (MIGRATE_DATABASE_URL) inside the block; without one, nothing changes.

    Not inside a transaction: the connection is closed on both ends.
    """
    owner = {part: settings.DULY_OWNER_DATABASE[part] for part in ("USER", "PASSWORD") if settings.DULY_OWNER_DATABASE}
    application = {part: connection.settings_dict[part] for part in owner}
    if not owner:
        yield
        return
    connection.close()
    connection.settings_dict.update(owner)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(application)


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Keep other machines' starts waiting while this one migrates. SQLite has one machine, and locks by itself."""
    if connection.vendor != "postgresql":
        yield
        return
    holder = connection.copy()  # its own session: the block may close and reopen the usual one
    try:
        with holder.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [START_LOCK])
        yield
    finally:
        holder.close()


def is_empty() -> bool:
    """Whether nothing was ever put into the database."""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return True
    with as_owner():
        return not connection.introspection.table_names()
