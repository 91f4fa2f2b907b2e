"""The values of a rule in words, for every kind of rule by the same few ways."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.text import capfirst

from organizations.models import Organization
from policies.domain.facts import Condition
from policies.domain.periods import Period
from policies.domain.rules import LawRef
from policies.domain.terms import Roll
from policies.models import VersionPart
from policies.projection import columns_of, value_of

SAID_ELSEWHERE: Final = frozenset({"key", "section", "says", "reviewed", "reading"})
_ALWAYS_SAID: Final = frozenset({"decide_first", "with_reason", "with_date", "reviewable"})


def day(date: dt.date) -> str:
    return f"{date:%a} {date.day} {date:%B %Y}"


def local(at: dt.datetime, organization: Organization | None) -> dt.datetime:
    """`at` on the wall clock of the organization; a law's is UTC."""
    return at.astimezone(ZoneInfo(organization.timezone) if organization else dt.UTC)


def values_of(row: VersionPart) -> list[tuple[str, str]]:
    """(what, value) of a row, less what is empty and what every rule has."""
    return list(_values(row))


def _values(row: VersionPart) -> Iterator[tuple[str, str]]:
    value = value_of(row)
    if of := getattr(row, "of", ""):
        yield "Deadline", of
    for name in columns_of(row.mirrors):
        said = getattr(value, name)
        is_empty = said is None or said in ("", (), Condition(), Roll.NONE) or said is False
        if name in SAID_ELSEWHERE or (is_empty and name not in _ALWAYS_SAID):
            continue
        yield capfirst(str(row._meta.get_field(name).verbose_name)), _said(name, said)  # type: ignore[union-attr]


def _said(name: str, value: Any) -> str:
    if name == "options":
        return ", ".join(f"{label} ({option})" for option, label in value)
    return in_words(value)


def in_words(value: Any) -> str:
    """`opt_out_sale` as `opt out sale`, lists with commas, a condition as `residency: US-CA or US-NV`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Condition(terms=terms):
            return "; ".join(f"{in_words(name)}: {' or '.join(in_words(v) for v in values)}" for name, values in terms)
        case dt.date():
            return day(value)
        case Period() | LawRef():
            return str(value)
        case StrEnum():
            return value.value.replace("_", " ")
        case tuple():
            return ", ".join(in_words(one) for one in value)
        case str() if value.islower():
            return value.replace("_", " ")
    return str(value)
