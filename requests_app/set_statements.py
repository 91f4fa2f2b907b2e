"""Many rows by one statement: what `bulk_create` and `bulk_update` do at a quarter of the speed.

PostgreSQL is given one array for each column, SQLite one JSON text. Names come from models, values are parameters.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model

Row = Sequence[Any]


def insert(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Insert `rows`, each with the values of the fields `names` in that order."""
    if not rows:
        return
    fields = _fields(model, names)
    columns = ", ".join(_column(field) for field in fields)
    source, params = _source(fields, rows)
    _execute(f"INSERT INTO {_table(model)} ({columns}) {source}", params)


def update(model: type[Model], names: Sequence[str], rows: Sequence[Row]) -> int:
    """Set the fields `names[1:]` of the rows whose key is the first value of each row. How many there were."""
    if not rows:
        return 0
    fields = _fields(model, names)
    key, *rest = (_column(field) for field in fields)
    table = _table(model)
    sets = ", ".join(f"{column} = new.{column}" for column in rest)
    source, params = _source(fields, rows)
    sql = f"UPDATE {table} SET {sets} FROM ({source}) AS new WHERE {table}.{key} = new.{key}"  # noqa: S608
    return _execute(sql, params)


def _source(fields: Sequence[Field[Any, Any]], rows: Sequence[Row]) -> tuple[str, list[Any]]:
    """A SELECT that yields `rows`, with its parameters."""
    prepared = [
        [field.get_db_prep_value(value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    ]
    if connection.vendor == "postgresql":
        arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
        columns = ", ".join(_column(field) for field in fields)
        values: list[Any] = [list(column) for column in zip(*prepared, strict=True)]
        return f"SELECT {columns} FROM unnest({arrays}) AS given ({columns})", values  # noqa: S608
    parts = ", ".join(f"json_extract(value, '$[{i}]') AS {_column(field)}" for i, field in enumerate(fields))
    return f"SELECT {parts} FROM json_each(%s)", [json.dumps(prepared)]  # noqa: S608


def _fields(model: type[Model], names: Sequence[str]) -> list[Field[Any, Any]]:
    return [model._meta.get_field(name) for name in names]  # type: ignore[misc]


def _column(field: Field[Any, Any]) -> str:
    return connection.ops.quote_name(str(field.column))


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _execute(sql: str, params: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return int(cursor.rowcount)
