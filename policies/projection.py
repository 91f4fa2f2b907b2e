"""A version's rules as rows, and back: the one mapping for all tables.

Columns are named as the fields of the dataclass they mirror, so a table needs no mapper of its own. Three things
are not plain columns: a reading is three of them, the act of a deadline is told by its table, and the extension
and the pauses of a deadline are rows that name it in `of`.
"""

import datetime as dt
import types
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, Final

from django.db import models, transaction

from policies.domain.document import decode, encode, field_types
from policies.domain.rules import DeadlineRule, Reading, Rule, RuleSet
from policies.models import PARTS, DeadlineRow, Extension, Pause, PolicyVersion, VersionPart

NESTED: Final = (Extension, Pause)
TABLES: Final = tuple(part for part in PARTS if part not in NESTED)
_NOT_COLUMNS: Final = {"reading", "act", *(table.listed_in for table in NESTED)}

Rows = dict[type[VersionPart], list[VersionPart]]


@transaction.atomic
def write_rows(version: PolicyVersion, rules: RuleSet) -> None:
    """Make the rows of a draft say what `rules` says. The rows it had are replaced."""
    found = rows_of(version, rules)
    for table in PARTS:
        table._default_manager.filter(version=version).delete()
        table._default_manager.bulk_create(found.get(table, []))


def read_rules(version: PolicyVersion) -> RuleSet:
    """The rule set that a version's rows say."""
    return rules_of(version, read_rows(version))


def read_rows(version: PolicyVersion) -> Rows:
    """All rows of a version by table, each in its order."""
    return {table: list(table._default_manager.filter(version=version)) for table in PARTS}


def rows_of(version: PolicyVersion, rules: RuleSet) -> Rows:
    """The rows, not saved yet, that say what `rules` says."""
    found: Rows = defaultdict(list)
    for attribute in {table.listed_in: None for table in TABLES}:
        for place, value in enumerate(getattr(rules, attribute)):
            for row in _rows_for(attribute, value):
                row.version, row.organization_id = version, version.organization_id
                row.place = row.place or place
                found[type(row)].append(row)
    return found


def rules_of(version: PolicyVersion, rows: Rows) -> RuleSet:
    """The rule set that `rows` say, under the label, title and dates of `version`."""
    listed: dict[str, list[VersionPart]] = defaultdict(list)
    for table in TABLES:
        listed[table.listed_in] += rows[table]
    nested = _nested(rows)
    lists: dict[str, Any] = {
        attribute: tuple(value_of(row, nested) for row in sorted(found, key=lambda row: row.place))
        for attribute, found in listed.items()
    }
    return RuleSet(
        pack=version.policy.slug,
        version=version.label,
        title=version.title,
        effective_from=version.starts,
        jurisdiction=version.jurisdiction,
        **lists,
    )


def value_of(row: VersionPart, nested: dict[str, dict[str, Any]] | None = None) -> Any:
    """The dataclass that a row mirrors; of a deadline with what `nested` holds under its key."""
    fields = {name: _from_column(row, name, kind) for name, kind in columns_of(row.mirrors).items()}
    if issubclass(row.mirrors, Rule):
        fields["reading"] = _reading_of(row)
    if isinstance(row, DeadlineRow):
        fields["act"] = row.act
        fields |= (nested or {}).get(row.key, {})
    return row.mirrors(**fields)


def columns_of(mirrored: type) -> dict[str, Any]:
    """The fields of a dataclass that are one column each, with their types."""
    return {name: kind for name, kind in field_types(mirrored).items() if name not in _NOT_COLUMNS}


def _rows_for(attribute: str, value: Any) -> Iterator[VersionPart]:
    tables = [table for table in TABLES if table.listed_in == attribute]
    if isinstance(value, DeadlineRule):
        tables = [table for table in tables if issubclass(table, DeadlineRow) and table.act is value.act]
        for place, pause in enumerate(value.pauses, 1):
            yield _row(Pause, pause, of=value.key, place=place)
        if value.extension:
            yield _row(Extension, value.extension, of=value.key)
    yield _row(tables[0], value)


def _row(table: type[VersionPart], value: Any, **more: Any) -> VersionPart:
    columns = {name: _to_column(table, name, getattr(value, name)) for name in columns_of(table.mirrors)}
    reading = getattr(value, "reading", None)
    if reading:
        columns |= {"reading_text": reading.text, "reading_by": reading.by, "reading_on": reading.on}
    return table(**columns, **more)


def _to_column(table: type[VersionPart], name: str, value: Any) -> Any:
    if value is None:
        column = table._meta.get_field(name)
        return None if isinstance(column, models.Field) and column.null else ""
    return value if isinstance(value, dt.date) else encode(value)


def _from_column(row: VersionPart, name: str, kind: Any) -> Any:
    value = getattr(row, name)
    optional = types.NoneType in typing.get_args(kind)
    if value is None or (value == "" and optional):
        return None
    return value if isinstance(value, dt.date) else decode(kind, value, f"{row._meta.model_name} {row}: {name}")


def _reading_of(row: Any) -> Reading | None:
    return Reading(row.reading_text, row.reading_by, row.reading_on) if row.reading_text else None


def _nested(rows: Rows) -> dict[str, dict[str, Any]]:
    """By key of the deadline: its extension and its pauses."""
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for extension in _typed(rows[Extension], Extension):
        found[extension.of]["extension"] = value_of(extension)
    for pause in sorted(_typed(rows[Pause], Pause), key=lambda row: row.place):
        found[pause.of]["pauses"] = (*found[pause.of].get("pauses", ()), value_of(pause))
    return found


T = typing.TypeVar("T", bound=VersionPart)


def _typed(rows: Iterable[VersionPart], table: type[T]) -> list[T]:
    return [row for row in rows if isinstance(row, table)]
