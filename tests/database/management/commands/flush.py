"""`flush` between transactional tests: as the owner, with the guards lifted. The product has no such command."""

from typing import Any, Final

from django.core.management.color import no_style
from django.core.management.commands import flush
from django.db import connection, transaction

from config.databases import as_owner
from records import triggers
from records.apps import put_guards_up

KEPT: Final = frozenset({"django_migrations", "django_content_type", "auth_permission"})
"""What migrations wrote: nothing in a test changes it, and making it anew takes longer than the test."""


class Command(flush.Command):
    def handle(self, **_: Any) -> None:
        used = _used_tables()
        with as_owner():
            if used:
                self._empty(used)
            put_guards_up(using=connection.alias)  # the test may have taken them down itself

    @transaction.atomic
    def _empty(self, tables: list[str]) -> None:
        if connection.vendor == "sqlite":  # its triggers stop a DELETE; a TRUNCATE fires none
            triggers.remove(connection)
        statements = connection.ops.sql_flush(no_style(), tables, reset_sequences=False, allow_cascade=True)
        connection.ops.execute_sql_flush(statements)


def _used_tables() -> list[str]:
    """Tables that hold a row. Most are empty after a test, and emptying one takes longer than looking."""
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - KEPT
    looks = [f"SELECT '{table}' WHERE EXISTS (SELECT 1 FROM \"{table}\")" for table in sorted(tables)]  # noqa: S608
    with connection.cursor() as cursor:
        found: list[str] = []
        for start in range(0, len(looks), 50):  # SQLite joins a limited number of SELECTs
            cursor.execute(" UNION ALL ".join(looks[start : start + 50]))
            found += [str(row[0]) for row in cursor.fetchall()]
    return found
