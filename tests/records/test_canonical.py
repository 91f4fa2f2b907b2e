import datetime as dt
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organizations.models import MembershipRole
from records.canonical import to_text

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=5,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert to_text({"b": 1, "a": [True, None]}) == '{"a":[true,null],"b":1}'


def test_letters_beyond_ascii_are_escaped_so_that_no_database_can_recode_them() -> None:
    assert to_text({"name": "é\0"}) == '{"name":"\\u00e9\\u0000"}'


def test_an_instant_is_written_in_utc_with_microseconds() -> None:
    at = dt.datetime(2026, 3, 2, 10, 30, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert to_text({"at": at}) == '{"at":"2026-03-02T18:30:00.000000Z"}'


def test_dates_ids_amounts_and_choices_are_strings() -> None:
    value = {"on": dt.date(2026, 3, 2), "id": UUID(int=1), "fee": Decimal("1.50"), "role": MembershipRole.AUDITOR}
    assert to_text(value) == (
        '{"fee":"1.50","id":"00000000-0000-0000-0000-000000000001","on":"2026-03-02","role":"auditor"}'
    )


@pytest.mark.parametrize("value", [1.5, object(), b"bytes"], ids=["float", "object", "bytes"])
def test_what_has_no_certain_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no canonical text"):
        to_text({"value": value})


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        to_text({"at": dt.datetime(2026, 3, 2, 10)})  # noqa: DTZ001 - that is the point


def test_a_key_that_is_no_string_is_refused() -> None:
    with pytest.raises(TypeError, match="not a string"):
        to_text({1: "one"})  # type: ignore[dict-item]


@given(st.dictionaries(st.text(max_size=5), PLAIN, max_size=4))
def test_the_order_in_which_a_value_was_built_does_not_show(value: dict[str, object]) -> None:
    assert to_text(dict(reversed(value.items()))) == to_text(value)
