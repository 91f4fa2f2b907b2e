"""What somebody has seen stops repeating for a while: for that rung, and for no other."""

import datetime as dt

import pytest

from policies.domain.periods import Period
from policies.domain.rules import Rung
from policies.domain.terms import Recipient
from requests_app.domain.ladder import DeadlineView, Seen, next_rung, ring, rungs_for

from .test_ladder import BELL, DAILY, day, deadline, local

OVERDUE = (
    Rung(anchor="overdue", to=Recipient.ASSIGNEE, repeat=DAILY),
    Rung(anchor="overdue", to=Recipient.SUPERVISOR, repeat=DAILY),
)
ASSIGNEES, SUPERVISORS = "overdue, assignee", "overdue, supervisor"
RANG = {ASSIGNEES: day("2026-06-16"), SUPERVISORS: day("2026-06-16")}
SEEN_AT = local("2026-06-16T09:00")
UNTIL = BELL.silent_until(SEEN_AT)


def seen_by_the_assignee(until: dt.datetime = UNTIL) -> DeadlineView:
    return deadline("2026-05-01", "2026-06-15", seen={ASSIGNEES: Seen(SEEN_AT, until)})


def test_it_is_silent_until_the_fifth_business_day_after() -> None:
    assert local("2026-06-24T08:00") == UNTIL  # the 19th is a holiday, the 20th and 21st a weekend


@pytest.mark.parametrize(
    ("now", "heard"),
    [("2026-06-24T07:59", [SUPERVISORS]), ("2026-06-24T08:00", [ASSIGNEES, SUPERVISORS])],
)
def test_the_rung_rings_again_at_the_end_and_the_next_role_up_never_fell_silent(now: str, heard: list[str]) -> None:
    found = ring(seen_by_the_assignee(), OVERDUE, BELL, RANG, local(now))
    assert [one.rung for one in found.rings] == heard


def test_what_was_silent_is_neither_rung_nor_skipped_afterwards() -> None:
    found = ring(seen_by_the_assignee(), OVERDUE[:1], BELL, {"overdue": day("2026-06-16")}, local("2026-06-25T09:00"))
    silent = ring(
        deadline("2026-05-01", "2026-06-15", seen={"overdue": Seen(SEEN_AT, UNTIL)}),
        OVERDUE[:1],
        BELL,
        {"overdue": day("2026-06-16")},
        local("2026-06-25T09:00"),
    )
    assert [(one.on, one.times) for one in found.skipped] == [(day("2026-06-17"), 5)]
    assert [(one.on, one.times) for one in silent.skipped] == [(day("2026-06-24"), 1)]
    assert [one.on for one in silent.rings] == [day("2026-06-25")]


def test_taken_back_it_rings_from_its_next_time_on() -> None:
    undone = seen_by_the_assignee(until=local("2026-06-17T10:00"))
    upcoming = next_rung(undone, OVERDUE[:1], BELL, {"overdue": day("2026-06-16")})
    assert upcoming is not None
    [next_of_assignee] = [one for one in rungs_for(undone, OVERDUE, BELL, RANG) if one.rung == ASSIGNEES]
    assert next_of_assignee.at == local("2026-06-18T08:00")


def test_the_first_ringing_of_a_rung_that_rings_once_cannot_be_silenced() -> None:
    once = (Rung(anchor="overdue", to=Recipient.ASSIGNEE),)
    early = deadline("2026-05-01", "2026-06-15", seen={"overdue": Seen(local("2026-06-15T09:00"), UNTIL)})
    assert [one.at for one in rungs_for(early, once, BELL)] == [local("2026-06-16T00:00")]


def test_a_waiting_rung_is_silent_too_and_only_while_it_is() -> None:
    paused = DeadlineView(
        started_on=day("2026-05-01"),
        due_on=None,
        act_by=None,
        late_from=None,
        pauses=((day("2026-05-11"), None),),
        seen={"waiting": Seen(local("2026-05-12T09:00"), BELL.silent_until(local("2026-05-12T09:00")))},
    )
    rung = (Rung(anchor="waiting", to=Recipient.ASSIGNEE, repeat=Period.parse("2 business days")),)
    [found] = rungs_for(paused, rung, BELL, {"waiting": day("2026-05-11")})
    assert found.on == day("2026-05-19")  # the 13th, 15th are silent; so would the 18th be, and it ends on the 19th
