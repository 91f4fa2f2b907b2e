import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from policies.domain.calendars import BeyondCalendar, BusinessCalendar, add_months, first_instant_after, local_day
from tests.policies.invented import us_calendar

D = dt.date


def test_the_day_itself_is_not_counted_and_holidays_are_skipped() -> None:
    assert us_calendar().add_business_days(D(2026, 11, 25), 1) == D(2026, 11, 27)


def test_no_business_days_is_the_day_itself_or_the_next_business_day() -> None:
    assert us_calendar().add_business_days(D(2026, 11, 25), 0) == D(2026, 11, 25)
    assert us_calendar().add_business_days(D(2026, 11, 26), 0) == D(2026, 11, 27)


def test_a_holiday_on_a_saturday_is_observed_on_the_friday() -> None:
    assert not us_calendar().is_business_day(D(2026, 7, 3))
    assert us_calendar().holiday_name(D(2026, 7, 3)) == "Independence Day (observed)"


def test_new_years_day_on_a_saturday_is_observed_in_the_old_year() -> None:
    assert not us_calendar().is_business_day(D(2021, 12, 31))


def test_closed_days_move_internal_targets_only() -> None:
    calendar = BusinessCalendar("US", D(2026, 1, 1), D(2026, 12, 31), {}, {D(2026, 4, 2): "Founder's day"})
    assert calendar.add_business_days(D(2026, 4, 1), 1) == D(2026, 4, 2)
    assert calendar.internal.add_business_days(D(2026, 4, 1), 1) == D(2026, 4, 3)


def test_a_date_beyond_the_calendar_raises_and_says_what_to_do() -> None:
    calendar = BusinessCalendar("US", D(2026, 1, 1), D(2026, 12, 31), {})
    with pytest.raises(BeyondCalendar, match="extend it"):
        calendar.is_business_day(D(2027, 1, 4))
    with pytest.raises(BeyondCalendar, match="beyond the US calendar"):
        calendar.add_business_days(D(2026, 12, 30), 10)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (D(2026, 1, 31), 1, D(2026, 2, 28)),
        (D(2024, 1, 31), 1, D(2024, 2, 29)),
        (D(2024, 2, 29), 12, D(2025, 2, 28)),
        (D(2026, 12, 31), 2, D(2027, 2, 28)),
        (D(2026, 3, 31), -1, D(2026, 2, 28)),
        (D(2026, 5, 1), -12, D(2025, 5, 1)),
    ],
)
def test_months_are_clamped_to_the_months_end(start: Any, months: Any, expected: Any) -> None:
    assert add_months(start, months) == expected


@pytest.mark.parametrize(
    ("day", "zone", "expected"),
    [
        (D(2026, 6, 15), "America/Los_Angeles", "2026-06-16T07:00:00+00:00"),
        (D(2026, 3, 7), "America/Los_Angeles", "2026-03-08T08:00:00+00:00"),
        (D(2026, 3, 8), "America/Los_Angeles", "2026-03-09T07:00:00+00:00"),
        (D(2018, 11, 3), "America/Sao_Paulo", "2018-11-04T03:00:00+00:00"),  # midnight did not exist
        (D(2011, 12, 29), "Pacific/Apia", "2011-12-30T10:00:00+00:00"),  # the next day did not exist
        (D(2026, 1, 1), "Asia/Kathmandu", "2026-01-01T18:15:00+00:00"),
    ],
)
def test_a_day_ends_where_the_next_local_day_begins(day: Any, zone: Any, expected: Any) -> None:
    assert first_instant_after(day, ZoneInfo(zone)).isoformat() == expected


def test_the_zone_and_not_the_offset_decides_the_local_day() -> None:
    instant = dt.datetime.fromisoformat("2026-06-16T00:05:00+00:00")
    assert local_day(instant, ZoneInfo("America/Los_Angeles")) == D(2026, 6, 15)
