"""Quiet hours move a message and nothing else."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from requests_app.domain.quiet import Quiet

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NIGHT = Quiet(zone=LOS_ANGELES, begins=dt.time(20), ends=dt.time(7))
SIESTA = Quiet(zone=LOS_ANGELES, begins=dt.time(13), ends=dt.time(15))
WEEKENDS = Quiet(zone=LOS_ANGELES, begins=dt.time(20), ends=dt.time(7), weekends=True)


def local(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=LOS_ANGELES)


@pytest.mark.parametrize(
    ("quiet", "at", "over"),
    [
        (NIGHT, "2026-05-05T19:59:59", "2026-05-05T19:59:59"),
        (NIGHT, "2026-05-05T20:00:00", "2026-05-06T07:00:00"),
        (NIGHT, "2026-05-06T00:00:00", "2026-05-06T07:00:00"),
        (NIGHT, "2026-05-06T06:59:59", "2026-05-06T07:00:00"),
        (NIGHT, "2026-05-06T07:00:00", "2026-05-06T07:00:00"),
        (SIESTA, "2026-05-06T12:59:59", "2026-05-06T12:59:59"),
        (SIESTA, "2026-05-06T13:00:00", "2026-05-06T15:00:00"),
        (SIESTA, "2026-05-06T15:00:00", "2026-05-06T15:00:00"),
        # Friday evening to Monday morning; Saturday noon; Monday at seven
        (WEEKENDS, "2026-05-08T20:00:00", "2026-05-11T07:00:00"),
        (WEEKENDS, "2026-05-09T12:00:00", "2026-05-11T07:00:00"),
        (WEEKENDS, "2026-05-11T07:00:00", "2026-05-11T07:00:00"),
        # the night in which the clocks go forward, and that in which they go back
        (NIGHT, "2026-03-07T23:00:00", "2026-03-08T07:00:00"),
        (NIGHT, "2026-10-31T23:00:00", "2026-11-01T07:00:00"),
    ],
)
def test_a_message_leaves_at_the_first_instant_that_is_not_quiet(quiet: Quiet, at: str, over: str) -> None:
    assert quiet.over_at(local(at)) == local(over)
    assert quiet.covers(local(at)) is (at != over)


def test_an_end_that_the_clocks_leave_out_is_the_hour_after_it() -> None:
    quiet = Quiet(zone=LOS_ANGELES, begins=dt.time(22), ends=dt.time(2, 30))
    assert quiet.over_at(local("2026-03-07T23:00:00")) == local("2026-03-08T03:30:00")


@pytest.mark.parametrize("ends", [None, dt.time(20)])
def test_without_two_different_times_no_hour_is_quiet(ends: dt.time | None) -> None:
    quiet = Quiet(zone=LOS_ANGELES, begins=dt.time(20), ends=ends)
    assert not quiet.covers(local("2026-05-05T20:00:00"))
