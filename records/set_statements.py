"""Many rows by one statement: what `bulk_create` and `bulk_update` do at a quarter of the speed.

The rows go in as one JSON text, which is quicker to write and to read than an array for each column. Names come from
models, values are parameters.
"""

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

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
    columns = [_column(field) for field in fields]
    if connection.vendor == "postgresql":
        keys = [f"c{i}" for i in range(len(fields))]  # short: they stand in the text once for each row
        types = ", ".join(f"{key} {field.db_type(connection)}" for key, field in zip(keys, fields, strict=True))
        parts = ", ".join(f"{key} AS {column}" for key, column in zip(keys, columns, strict=True))
        text = json.dumps([dict(zip(keys, row, strict=True)) for row in rows], default=_as_text)
        return f"SELECT {parts} FROM json_to_recordset(%s) AS given ({types})", [text]  # noqa: S608
    prepared = [
        [field.get_db_prep_value(value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    ]
    parts = ", ".join(f"json_extract(value, '$[{i}]') AS {column}" for i, column in enumerate(columns))
    return f"SELECT {parts} FROM json_each(%s)", [json.dumps(prepared)]  # noqa: S608


def _as_text(value: object) -> str:
    """What PostgreSQL reads as an id or an instant. A value of a JSON field holds neither."""
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} {value!r} cannot be written by a set statement")


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
