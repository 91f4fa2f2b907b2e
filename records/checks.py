"""System checks: does the database still refuse what it should?"""

import sys
from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from . import composite_keys, triggers

HINT = "Type: bin/manage migrate. It puts back what is missing; then find out who removed it."


def guards_are_in_the_database(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """records.E001: triggers are missing; records.E002: keys that keep organizations apart are missing."""
    # `migrate` puts them back, so it must not be stopped by their absence.
    if sys.argv[1:2] == ["migrate"]:
        return []
    return [message for alias in databases or () for message in missing_guards(connections[alias])]


def missing_guards(connection: BaseDatabaseWrapper) -> list[CheckMessage]:
    """What is missing in a migrated database; nothing is said of one that is not migrated yet."""
    if not _is_migrated(connection):
        return []
    found: list[CheckMessage] = []
    if lost := triggers.missing(connection):
        found.append(Error(f"The database lacks {len(lost)} triggers: {_few(lost)}.", hint=HINT, id="records.E001"))
    if lost := composite_keys.missing(connection):
        found.append(Error(f"The database lacks {len(lost)} keys: {_few(lost)}.", hint=HINT, id="records.E002"))
    return found


def _is_migrated(connection: BaseDatabaseWrapper) -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _few(names: list[str]) -> str:
    return ", ".join(names[:3]) + (", ..." if len(names) > 3 else "")
