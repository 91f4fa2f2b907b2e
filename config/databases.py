"""Two roles of one database: the application's, which cannot rewrite records, and the owner's, which migrates."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection


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


def is_empty() -> bool:
    """Whether nothing was ever put into the database."""
    with as_owner():
        return not connection.introspection.table_names()
