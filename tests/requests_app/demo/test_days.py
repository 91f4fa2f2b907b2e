import datetime as dt

import pytest

from policies.domain.calendars import BusinessCalendar
from policies.legal_calendar import calendar_of
from requests_app.demo.days import Days
from tests.requests_app.arrivals import LOS_ANGELES, at

US: BusinessCalendar = calendar_of("US")
MONDAY = Days(at("2026-11-23", "10:00"), LOS_ANGELES, US)
JUST_AFTER_MIDNIGHT = Days(at("2026-11-23", "00:03"), LOS_ANGELES, US)


def days_of(moment: dt.datetime) -> dt.date:
    return moment.astimezone(LOS_ANGELES).date()


@pytest.mark.parametrize("ago", [1, 2, 29, 30, 45])
@pytest.mark.parametrize("number", [1, 17, 40])
def test_a_form_is_sent_on_exactly_that_day_also_on_a_sunday(ago: int, number: int) -> None:
    assert days_of(MONDAY.written(ago, number)) == dt.date(2026, 11, 23) - dt.timedelta(days=ago)


@pytest.mark.parametrize("days", [MONDAY, JUST_AFTER_MIDNIGHT])
@pytest.mark.parametrize("number", range(0, 60, 7))
def test_todays_form_was_sent_today_and_not_in_the_future(days: Days, number: int) -> None:
    sent = days.written(0, number)
    assert days_of(sent) == dt.date(2026, 11, 23)
    assert sent <= days.now


def test_a_call_on_a_sunday_is_one_on_the_friday_before() -> None:
    assert days_of(MONDAY.taken_in(1, 3)) == dt.date(2026, 11, 20)


def test_the_office_rests_on_a_holiday() -> None:
    days = Days(at("2026-11-27", "10:00"), LOS_ANGELES, US)
    assert days_of(days.worked(1, at("2026-11-01"))) == dt.date(2026, 11, 25), "the day before Thanksgiving"


def test_steps_of_one_day_follow_each_other_and_none_is_in_the_future() -> None:
    first = MONDAY.worked(0, at("2026-11-20"))
    second = MONDAY.worked(0, first)
    assert at("2026-11-20") < first < second <= MONDAY.now
    assert JUST_AFTER_MIDNIGHT.worked(0, at("2026-11-20")) == JUST_AFTER_MIDNIGHT.now


def test_what_came_on_a_saturday_is_worked_on_from_monday_on() -> None:
    days = Days(at("2026-11-25", "10:00"), LOS_ANGELES, US)
    assert days_of(days.worked(4, at("2026-11-21", "18:00"))) == dt.date(2026, 11, 23)
