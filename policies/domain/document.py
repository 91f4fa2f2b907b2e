"""A `RuleSet` as the text that is frozen and hashed, and back.

Canonical JSON: sorted keys, no spaces, UTF-8. Dates, periods, partial dates and references to laws are
written as words, enums as their values, tuples as lists, a condition as `[[fact, [values]], ...]`.

Every field is written, defaults too: the document must go on meaning the same when a default of the code
changes. A field that an old document does not know takes the default of today. A change that this
cannot carry raises `FORMAT` and adds the step from the format before to `UPGRADES`.
"""

import dataclasses
import datetime as dt
import hashlib
import json
import types
import typing
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache
from typing import Any, Final

from .facts import Condition
from .periods import Period
from .rules import LawRef, PartialDate, RuleSet

FORMAT: Final = 1

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
UPGRADES: Final[Mapping[int, Upgrade]] = {}
"""From each older format to the next: the decoded `rules` in, the same rules in the next format out."""

_WORDS: Final[tuple[type, ...]] = (Period, PartialDate, LawRef)


class DocumentError(ValueError):
    """A document that cannot be read; says where in it and what was expected."""


def to_document(rules: RuleSet) -> str:
    """The canonical text of `rules`. Equal rule sets give equal texts."""
    return canonical_json({"format": FORMAT, "rules": encode(rules)})


def from_document(text: str, *, upgrades: Mapping[int, Upgrade] = UPGRADES, current: int = FORMAT) -> RuleSet:
    """Read a document of this or an older format; `content_hash` is that of `text` as it stands."""
    try:
        outer = json.loads(text)
    except json.JSONDecodeError as error:
        raise DocumentError(f"expected JSON: {error}") from error
    if not isinstance(outer, dict) or set(outer) != {"format", "rules"} or not isinstance(outer["format"], int):
        raise DocumentError("expected an object with a format number and rules")
    fields = outer["rules"]
    if outer["format"] > current:
        raise DocumentError(f"format {outer['format']} is newer than this program, which reads up to {current}")
    for number in range(outer["format"], current):
        if number not in upgrades:
            raise DocumentError(f"no way is known from format {number} to {number + 1}")
        fields = upgrades[number](fields)
    rules: RuleSet = decode(RuleSet, fields, "rules")
    return dataclasses.replace(rules, content_hash=content_hash(text))


def content_hash(text: str) -> str:
    """SHA-256 of the document's bytes, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def encode(value: Any) -> Any:
    """`value` in what JSON has: text, numbers, true, false, null, lists and objects."""
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
        return value.isoformat()
    if isinstance(value, _WORDS):
        return str(value)
    if isinstance(value, Condition):
        return encode(value.terms)
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value):
        kind: type = type(value)
        return {name: encode(getattr(value, name)) for name in field_types(kind)}
    raise TypeError(f"a document cannot hold {type(value).__name__}: {value!r}")


def decode(expected: Any, value: Any, where: str) -> Any:
    """What `encode` made, back as `expected` (a type, `X | None` or a tuple type); `where` is for the message."""
    if typing.get_origin(expected) in (typing.Union, types.UnionType):
        return _decode_union(typing.get_args(expected), value, where)
    if typing.get_origin(expected) is tuple:
        return _decode_tuple(typing.get_args(expected), value, where)
    if expected is Condition:
        return Condition(decode(field_types(Condition)["terms"], value, where))
    if expected in (str, bool, int):
        return _require(type(value) is expected, value, where, expected.__name__)
    if isinstance(expected, type) and dataclasses.is_dataclass(expected) and expected not in _WORDS:
        return _decode_dataclass(expected, value, where)
    return _decode_words(expected, value, where)


@cache
def field_types(kind: type) -> dict[str, Any]:
    """The fields of a dataclass that a document carries, with their types; not those left out of comparison."""
    hints = typing.get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind) if field.compare}


def _decode_union(members: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None:
        return _require(types.NoneType in members, value, where, "a value")
    others = [member for member in members if member is not types.NoneType]
    if len(others) == 1:
        return decode(others[0], value, where)
    return _require(type(value) in others, value, where, " or ".join(member.__name__ for member in others))


def _decode_tuple(members: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    _require(isinstance(value, list), value, where, "a list")
    if len(members) == 2 and members[1] is Ellipsis:
        return tuple(decode(members[0], item, f"{where}[{index}]") for index, item in enumerate(value))
    _require(len(value) == len(members), value, where, f"{len(members)} items")
    return tuple(decode(kind, item, where) for kind, item in zip(members, value, strict=True))


def _decode_dataclass(kind: type, value: Any, where: str) -> Any:
    _require(isinstance(value, dict), value, where, "an object")
    known = field_types(kind)
    if unknown := sorted(set(value) - set(known)):
        raise DocumentError(f"{where}: {unknown[0]!r} is not a field of {kind.__name__}")
    try:
        return kind(**{name: decode(known[name], item, f"{where}.{name}") for name, item in value.items()})
    except TypeError as error:
        raise DocumentError(f"{where}: {error}") from error


def _decode_words(kind: Any, value: Any, where: str) -> Any:
    _require(isinstance(value, str), value, where, f"the words of a {kind.__name__}")
    try:
        if kind is dt.date:
            return dt.date.fromisoformat(value)
        return kind.parse(value) if kind in _WORDS else kind(value)
    except ValueError as error:
        raise DocumentError(f"{where}: {error}") from error


def _require(holds: bool, value: Any, where: str, expected: str) -> Any:
    if not holds:
        raise DocumentError(f"{where}: expected {expected}, not {value!r}")
    return value
