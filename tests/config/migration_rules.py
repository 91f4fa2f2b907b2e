"""What a migration must not do to an installation that goes on working: old code runs beside it, and tables are large.

Expand first (add what is new, so that old code need not know of it), contract a release later (take away what no code
reads any more). A change that reads or rewrites a whole table under a lock is not made at once.
"""

from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import connection
from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import CharField

ASIDE = (AddIndexConcurrently, RemoveIndexConcurrently, AddConstraintNotValid, ValidateConstraint)
OLD_CODE_READS_IT = (
    operations.RemoveField,
    operations.RenameField,
    operations.RenameModel,
    operations.DeleteModel,
    operations.AlterModelTable,
)
BY_HAND = (operations.RunSQL, operations.RunPython, operations.SeparateDatabaseAndState)


def faults(migration: Migration, before: ProjectState) -> Iterator[str]:
    """What it does that stops others, in words. `before`: the models as the migrations before it left them."""
    fresh: set[str] = set()
    state = before.clone()
    for operation in migration.operations:
        if isinstance(operation, operations.CreateModel):
            fresh.add(operation.name_lower)
        elif getattr(operation, "model_name_lower", "") not in fresh:
            yield from _faults(operation, migration.app_label, state)
        operation.state_forwards(migration.app_label, state)


AT_ONCE: Any = {
    OLD_CODE_READS_IT: "old code still reads it; take it away a release later",
    (operations.AddIndex,): "nobody writes while it is built; AddIndexConcurrently",
    (operations.AddConstraint,): "nobody writes while rows are checked; AddConstraintNotValid, ValidateConstraint",
    BY_HAND: "say how long it holds what",
}


def _faults(operation: Operation, app: str, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, ASIDE):
        return
    if isinstance(operation, operations.AddField):
        why = _fault_of_new_field(operation.field)
    elif isinstance(operation, operations.AlterField):
        old = state.models[app, operation.model_name_lower].fields[operation.name]
        why = "" if is_harmless(old, operation.field) else "reads or rewrites the whole table"
    else:
        why = next((words for kinds, words in AT_ONCE.items() if isinstance(operation, kinds)), "")
    if why:
        yield f"{operation.describe()}: {why}"


def _fault_of_new_field(field: Any) -> str:
    if field.many_to_many:
        return ""
    if not field.null and not field.has_db_default():
        return "old code cannot write a row without it; null=True or db_default"
    if field.db_index or field.unique:
        return "nobody writes while its index is built; db_index=False, then one of its own"
    return ""


def is_harmless(old: Any, new: Any) -> bool:
    """Whether PostgreSQL changes nothing, or a note in its catalog only."""
    if (old.null, old.unique, old.db_index) != (new.null, new.unique, new.db_index):
        return new.null and not old.null and (old.unique, old.db_index) == (new.unique, new.db_index)
    if isinstance(old, CharField) and isinstance(new, CharField):
        return (old.max_length or 0) <= (new.max_length or 0)
    return bool(old.db_type(connection) == new.db_type(connection))
