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


def _faults(operation: Operation, app: str, state: ProjectState) -> Iterator[str]:
    if isinstance(operation, ASIDE):
        return
    if isinstance(operation, OLD_CODE_READS_IT):
        yield f"{_words(operation)}: old code still reads it; take it away a release later"
    elif isinstance(operation, operations.AddField):
        field: Any = operation.field
        if field.many_to_many:
            return
        if not field.null and not field.has_db_default():
            yield f"{_words(operation)}: old code cannot write a row without it; null=True or db_default"
        elif field.db_index or field.unique:
            yield f"{_words(operation)}: nobody writes while its index is built; db_index=False, then one of its own"
    elif isinstance(operation, operations.AlterField):
        old = state.models[app, operation.model_name_lower].fields[operation.name]
        if not is_harmless(old, operation.field):
            yield f"{_words(operation)}: reads or rewrites the whole table"
    elif isinstance(operation, operations.AddIndex):
        yield f"{_words(operation)}: nobody writes while it is built; AddIndexConcurrently"
    elif isinstance(operation, operations.AddConstraint):
        yield f"{_words(operation)}: nobody writes while rows are checked; AddConstraintNotValid, ValidateConstraint"
    elif isinstance(operation, BY_HAND):
        yield f"{_words(operation)}: say how long it holds what"


def is_harmless(old: Any, new: Any) -> bool:
    """Whether PostgreSQL changes nothing, or a note in its catalog only."""
    if (old.null, old.unique, old.db_index) != (new.null, new.unique, new.db_index):
        return new.null and not old.null and (old.unique, old.db_index) == (new.unique, new.db_index)
    if isinstance(old, CharField) and isinstance(new, CharField):
        return (old.max_length or 0) <= (new.max_length or 0)
    return bool(old.db_type(connection) == new.db_type(connection))


def _words(operation: Operation) -> str:
    return operation.describe()
