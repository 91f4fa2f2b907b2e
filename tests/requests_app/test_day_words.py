import datetime as dt
import locale
from zoneinfo import ZoneInfo

import pytest

from requests_app import day_words

TODAY = dt.date(2026, 4, 13)
LOS_ANGELES = ZoneInfo("America/Los_Angeles")


def test_a_day_has_its_weekday_and_its_month_in_full() -> None:
    assert day_words.day(dt.date(2026, 4, 16)) == "Thu 16 April 2026"


def test_every_month_and_weekday_is_the_calendars_own() -> None:
    first = dt.date(2026, 1, 1)
    for offset in range(365):
        date = first + dt.timedelta(days=offset)
        assert day_words.day(date) == f"{date:%a} {date.day} {date:%B} {date.year}", locale.getlocale()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2026-04-11", "2 days late"),
        ("2026-04-12", "1 day late"),
        ("2026-04-13", "today"),
        ("2026-04-14", "tomorrow"),
        ("2026-04-16", "in 3 days"),
    ],
)
def test_the_distance_of_a_due_date(day: str, words: str) -> None:
    assert day_words.distance(dt.date.fromisoformat(day), TODAY) == words


@pytest.mark.parametrize(
    ("day", "words"), [("2026-04-13", "today"), ("2026-04-12", "yesterday"), ("2026-04-01", "12 days ago")]
)
def test_how_long_ago_a_day_was(day: str, words: str) -> None:
    assert day_words.ago(dt.date.fromisoformat(day), TODAY) == words


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-04-16T06:59:00+00:00", "Wed 15 April 2026, 11:59 pm"),
        ("2026-04-16T07:00:00+00:00", "Thu 16 April 2026, 12:00 am"),
        ("2026-04-16T19:05:00+00:00", "Thu 16 April 2026, 12:05 pm"),
    ],
)
def test_a_moment_is_told_on_the_organizations_wall_clock(instant: str, words: str) -> None:
    assert day_words.moment(dt.datetime.fromisoformat(instant), LOS_ANGELES) == words


def test_a_zone_is_named_by_its_city() -> None:
    assert day_words.zone_name(LOS_ANGELES) == "Los Angeles time"
