"""One text for one value, so that a hash of it can be taken again years later."""

import datetime as dt
import json
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

FORMAT: Final = 1
"""Of the texts made here. A change of the rules below needs a new number; old texts keep theirs."""


def to_text(value: Mapping[str, Any]) -> str:
    """JSON with sorted keys, without spaces, in ASCII. Instants are UTC, amounts and ids are strings."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


@lru_cache(maxsize=64)
def instant(at: dt.datetime) -> str:
    """An instant in UTC with microseconds, as PostgreSQL and SQLite keep it."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no time zone: say which instant it is.")
    return at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


_AS_THEY_ARE: Final = frozenset({str, int, bool, type(None)})
"""Most of what a text is made of; a subclass, such as a word of a closed list, is made plain below."""


def _plain(value: Any) -> Any:
    """`value` as JSON knows it. A float is refused: its text is not the same everywhere."""
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, (dict, Mapping)):
        return {
            key if type(key) is str else _key(key): item if type(item) in _AS_THEY_ARE else _plain(item)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(item) for item in value)
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, dt.datetime):
        return instant(value)
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (str, UUID, Decimal)):
        return str(value)
    raise TypeError(f"{type(value).__name__} {value!r} has no canonical text; make it a string, a number or a list.")


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"The key {key!r} is not a string.")
    return str(key)
