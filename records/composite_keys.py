"""On PostgreSQL: composite foreign keys (organization, parent), so that no row can point into another organization."""

from django.db.backends.base.base import BaseDatabaseWrapper

from .naming import PREFIX, named
from .tenancy import Link, links


def install(connection: BaseDatabaseWrapper) -> None:
    """Add what is missing, drop what is no longer wanted. Does nothing on SQLite, where triggers do this."""
    if connection.vendor != "postgresql":
        return
    wanted = _statements(connection)
    present = installed(connection)
    with connection.cursor() as cursor:
        # Foreign keys go first: the unique key they rest on cannot be dropped under them.
        for name in sorted(present.keys() - wanted.keys(), key=lambda name: "_owner_" in name):
            cursor.execute(f'ALTER TABLE "{present[name]}" DROP CONSTRAINT "{name}"')
        for name, statement in wanted.items():
            if name not in present:
                cursor.execute(statement)
        for name, table in installed(connection, "NOT constraint_.convalidated").items():
            cursor.execute(f'ALTER TABLE "{table}" VALIDATE CONSTRAINT "{name}"')


def installed(connection: BaseDatabaseWrapper, condition: str = "TRUE") -> dict[str, str]:
    """Table by name of the constraints of ours."""
    query = f"""
        SELECT constraint_.conname, class.relname FROM pg_constraint AS constraint_
        JOIN pg_class AS class ON class.oid = constraint_.conrelid
        WHERE starts_with(constraint_.conname, %s) AND pg_table_is_visible(class.oid)
          AND constraint_.contype IN ('f', 'u') AND {condition}
    """  # noqa: S608 - conditions of this module only
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX])
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the constraints that should be there and are not."""
    if connection.vendor != "postgresql":
        return []
    return sorted(_statements(connection).keys() - installed(connection).keys())


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    tables = set(connection.introspection.table_names())
    wanted = [link for link in links() if not link.may_belong_to_nobody and {link.child, link.parent} <= tables]
    keys = dict(_key(table) for table in sorted({link.parent for link in wanted}))
    return keys | dict(_foreign_key(link) for link in wanted)


def _key(table: str) -> tuple[str, str]:
    name, definition = named(f"owner_{table}", "UNIQUE (organization_id, id)")
    return name, f'ALTER TABLE "{table}" ADD CONSTRAINT "{name}" {definition}'


def _foreign_key(link: Link) -> tuple[str, str]:
    # Deferred like Django's own foreign keys, so that rows may be written in any order within a transaction. The rows
    # that are there are checked by a statement of its own, which lets others write meanwhile.
    name, definition = named(
        f"tenant_{link.child}_{link.column}",
        f'FOREIGN KEY (organization_id, "{link.column}") REFERENCES "{link.parent}" (organization_id, id)'
        " DEFERRABLE INITIALLY DEFERRED",
    )
    return name, f'ALTER TABLE "{link.child}" ADD CONSTRAINT "{name}" {definition} NOT VALID'
