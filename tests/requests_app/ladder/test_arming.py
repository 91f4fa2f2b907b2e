"""What counts as a new generation of alerts."""

import datetime as dt

from requests_app.domain.arming import Arming
from requests_app.domain.clock_states import MovedBy

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
JUNE, JULY = dt.date(2026, 6, 15), dt.date(2026, 7, 30)
FIRST = Arming()


def test_an_extension_begins_a_generation_that_looks_ahead() -> None:
    assert FIRST.after(MovedBy.EXTENSION, was_due_on=JUNE, due_on=JULY, now=NOW) == Arming(2, NOW)


def test_an_earlier_date_begins_a_generation_that_catches_up() -> None:
    assert FIRST.after(MovedBy.CORRECTION, was_due_on=JULY, due_on=JUNE, now=NOW) == Arming(2, None)


def test_a_change_that_moves_no_date_changes_nothing() -> None:
    assert FIRST.after(MovedBy.EXTENSION, was_due_on=JUNE, due_on=JUNE, now=NOW) == FIRST


def test_a_calendar_or_a_pause_keeps_what_was_sent_as_sent() -> None:
    for move in (MovedBy.CALENDAR, MovedBy.PAUSE):
        assert FIRST.after(move, was_due_on=JUNE, due_on=JULY, now=NOW) == FIRST
        assert FIRST.after(move, was_due_on=JUNE, due_on=None, now=NOW) == FIRST


def test_an_extension_granted_during_a_pause_counts_when_the_clock_runs_again() -> None:
    assert FIRST.after(MovedBy.EXTENSION, was_due_on=None, due_on=None, now=NOW) == Arming(2, NOW)


def test_reopening_keeps_the_generation_and_looks_ahead() -> None:
    assert FIRST.after(MovedBy.REOPENING, was_due_on=JUNE, due_on=JUNE, now=NOW) == Arming(1, NOW)
