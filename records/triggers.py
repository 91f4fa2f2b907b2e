"""Puts the guards into the database after every migration and compares what is there with what should be.

Dropped before a migration: on SQLite an altered table silently loses its triggers, and one that names another table
stops a rename. Nothing else may write triggers whose names start with `duly_`.
"""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

from .guards import Guard, guards
from .naming import PREFIX, named
from .tenancy import Link, links

POSTGRESQL_FUNCTIONS: Final = """
CREATE OR REPLACE FUNCTION duly_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE OR REPLACE FUNCTION duly_same_organization() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent_organization uuid;
BEGIN
    EXECUTE format('SELECT organization_id FROM %I WHERE id = ($1).%I', TG_ARGV[0], TG_ARGV[1])
        INTO parent_organization USING NEW;
    IF parent_organization IS NOT NULL AND parent_organization IS DISTINCT FROM NEW.organization_id THEN
        RAISE EXCEPTION '%', TG_ARGV[2] USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers what they should be. Those that already are stay, so that nothing is locked in vain."""
    wanted = _statements(connection)
    present = installed(connection)
    with connection.cursor() as cursor:
        for name, table in _all(connection).items():
            if name not in wanted or name not in present:
                _drop(connection, cursor, name, table)
        absent = [statement for name, statement in wanted.items() if name not in present]
        # Only then: an application's role, which owns nothing, may come here after emptying a test database.
        if absent and connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for statement in absent:
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop all triggers of ours."""
    with connection.cursor() as cursor:
        for name, table in _all(connection).items():
            _drop(connection, cursor, name, table)


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Table by name of the triggers of ours that are there and switched on."""
    return _all(connection, "trigger.tgenabled IN ('O', 'A')")


def _all(connection: BaseDatabaseWrapper, condition: str = "TRUE") -> dict[str, str]:
    """Table by name of the triggers of ours. The condition matters where a trigger can be switched off."""
    if connection.vendor == "postgresql":
        query = f"""
            SELECT trigger.tgname, class.relname FROM pg_trigger AS trigger
            JOIN pg_class AS class ON class.oid = trigger.tgrelid
            WHERE NOT trigger.tgisinternal AND starts_with(trigger.tgname, %s) AND pg_table_is_visible(class.oid)
              AND {condition}
        """  # noqa: S608 - conditions of this module only
    else:
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND instr(name, %s) = 1"
    with connection.cursor() as cursor:
        cursor.execute(query, [PREFIX])
        return dict(cursor.fetchall())


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not."""
    return sorted(_statements(connection).keys() - installed(connection).keys())


def _statements(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """By name of the trigger, what makes it. Tables that are not there yet are left out."""
    tables = set(connection.introspection.table_names())
    guards_ = [guard for guard in guards() if guard.table in tables]
    links_ = [link for link in links() if {link.child, link.parent} <= tables]
    if connection.vendor == "postgresql":
        triggers = [_postgresql_guard(guard) for guard in guards_]
        triggers += [_postgresql_link(link) for link in links_ if link.may_belong_to_nobody]
    else:
        triggers = [_sqlite_guard(guard) for guard in guards_]
        triggers += [_sqlite_link(link, event) for link in links_ for event in ("INSERT", "UPDATE")]
    return dict(triggers)


def _postgresql_guard(guard: Guard) -> tuple[str, str]:
    when = guard.when.format(differs="IS DISTINCT FROM")
    definition = (
        f'BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW WHEN ({when})'
        f" EXECUTE FUNCTION duly_refuse('{guard.says}')"
    )
    return _trigger(f"{guard.kind}_{guard.table}", definition, POSTGRESQL_FUNCTIONS)


def _postgresql_link(link: Link) -> tuple[str, str]:
    definition = (
        f'BEFORE INSERT OR UPDATE OF "{link.column}" ON "{link.child}" FOR EACH ROW'
        f' WHEN (NEW."{link.column}" IS NOT NULL)'
        f" EXECUTE FUNCTION duly_same_organization('{link.parent}', '{link.column}', '{link.says}')"
    )
    return _trigger(f"tenant_{link.child}_{link.column}", definition, POSTGRESQL_FUNCTIONS)


def _sqlite_guard(guard: Guard) -> tuple[str, str]:
    when = guard.when.format(differs="IS NOT")
    definition = (
        f'BEFORE {guard.event} ON "{guard.table}" FOR EACH ROW WHEN {when}'
        f" BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
    )
    return _trigger(f"{guard.kind}_{guard.table}", definition)


def _sqlite_link(link: Link, event: str) -> tuple[str, str]:
    of = f'OF "{link.column}"' if event == "UPDATE" else ""
    elsewhere = (
        f'SELECT 1 FROM "{link.parent}" AS parent WHERE parent.id = NEW."{link.column}"'  # noqa: S608 - our own names
        " AND parent.organization_id IS NOT NULL AND parent.organization_id IS NOT NEW.organization_id"
    )
    definition = (
        f'BEFORE {event} {of} ON "{link.child}" FOR EACH ROW WHEN EXISTS ({elsewhere})'
        f" BEGIN SELECT RAISE(ABORT, '{link.says}'); END"
    )
    return _trigger(f"tenant_{link.child}_{link.column}", definition)


def _trigger(label: str, definition: str, calls: str = "") -> tuple[str, str]:
    """The name, which also changes with the functions it calls, and the statement."""
    name, _ = named(label, definition + calls)
    return name, f'CREATE TRIGGER "{name}" {definition}'


def _drop(connection: BaseDatabaseWrapper, cursor: Any, name: str, table: str) -> None:
    on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
    cursor.execute(f'DROP TRIGGER "{name}"{on}')
