"""Any rule set at all, for property tests: well-typed, not necessarily sensible."""

import dataclasses
import datetime as dt
import types
import typing
from enum import StrEnum
from typing import Any

from hypothesis import strategies as st

from policies.domain.document import field_types
from policies.domain.facts import Condition
from policies.domain.periods import Period, Unit
from policies.domain.rules import LawRef, PartialDate, Reading, RuleSet

days = st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1))
words = st.text(max_size=12)
periods = st.builds(Period, st.integers(0, 9999), st.sampled_from(Unit))
partial_dates = st.one_of(
    st.builds(PartialDate, days),
    st.builds(lambda day: PartialDate(day.replace(day=1), month_only=True), days),
)
law_refs = st.builds(LawRef, st.sampled_from(["law/us-ca/ccpa", "law/us/hipaa"]), st.text(min_size=1, max_size=8))

KNOWN: dict[Any, st.SearchStrategy[Any]] = {
    str: words,
    int: st.integers(0, 1000),
    bool: st.booleans(),
    dt.date: days,
    Period: periods,
    PartialDate: partial_dates,
    LawRef: law_refs,
    Reading: st.builds(Reading, st.text(min_size=1, max_size=8), st.text(min_size=1, max_size=8), days),
}


def anything(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type of `policies.domain.rules`, every field filled."""
    if kind in KNOWN:
        return KNOWN[kind]
    arguments = typing.get_args(kind)
    if typing.get_origin(kind) in (typing.Union, types.UnionType):
        return st.one_of(*(st.none() if one is types.NoneType else anything(one) for one in arguments))
    if typing.get_origin(kind) is tuple:
        if arguments[-1] is Ellipsis:
            return st.lists(anything(arguments[0]), max_size=2).map(tuple)
        return st.tuples(*(anything(one) for one in arguments))
    if kind is Condition:
        return st.builds(Condition, anything(field_types(Condition)["terms"]))
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return st.sampled_from(kind)
    assert dataclasses.is_dataclass(kind)
    return st.builds(kind, **{name: anything(hint) for name, hint in field_types(kind).items()})


rule_sets = anything(RuleSet)
