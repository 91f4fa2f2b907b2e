"""What the database holds, all of it: a step that is refused leaves every row as it was."""

from collections.abc import Mapping

from django.apps import apps
from django.db import connection


def everything() -> Mapping[str, list[tuple[object, ...]]]:
    """Every row of every table that a step may write, by table."""
    models = [model for room in ("records", "requests_app") for model in apps.get_app_config(room).get_models()]
    return {table: _rows(table) for table in sorted({model._meta.db_table for model in models})}


def _rows(table: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} ORDER BY 1")  # noqa: S608 - our own name
        return [tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row) for row in cursor]
