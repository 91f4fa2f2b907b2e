"""The ladder as a supervisor would tell it: who hears what, on which morning."""

import datetime as dt
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from policies.domain.calendars import BusinessCalendar, first_instant_after
from policies.domain.periods import Period
from policies.domain.rules import BEFORE_DUE, Rung
from policies.domain.terms import Recipient, RungDoes
from requests_app.domain.bell import Bell
from requests_app.domain.ladder import LAST_RESORT, DeadlineView, next_rung, ring, rungs_for

ZONE = ZoneInfo("America/Los_Angeles")
MEMORIAL_DAY = dt.date(2026, 5, 25)
CALENDAR = BusinessCalendar(
    "US", dt.date(2025, 1, 1), dt.date(2031, 12, 31), {MEMORIAL_DAY: "Memorial Day", dt.date(2026, 6, 19): "Juneteenth"}
)
BELL = Bell(CALENDAR, dt.time(8), ZONE)
DAILY = Period.parse("1 business day")
LADDER = (
    Rung(anchor="percent", percent=50, to=Recipient.ASSIGNEE),
    Rung(anchor="before", before=Period.parse("10 calendar days"), to=Recipient.SUPERVISOR),
    Rung(anchor="before", before=Period.parse("3 business days"), to=Recipient.PRIVACY_OFFICER),
    Rung(anchor="due", to=Recipient.PRIVACY_OFFICER),
    Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=DAILY),
    Rung(anchor="waiting", to=Recipient.ASSIGNEE, repeat=Period.parse("5 business days")),
)


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def local(words: str) -> dt.datetime:
    return dt.datetime.fromisoformat(words).replace(tzinfo=ZONE)


def deadline(start: str, due: str, **more: object) -> DeadlineView:
    due_on = day(due)
    return DeadlineView(
        started_on=day(start),
        due_on=due_on,
        act_by=CALENDAR.last_business_day_on_or_before(due_on),
        late_from=first_instant_after(due_on, ZONE),
        **more,  # type: ignore[arg-type]
    )


FORTY_FIVE_DAYS = deadline("2026-05-01", "2026-06-15")


def story(view: DeadlineView, first: str, last: str) -> list[tuple[str, str]]:
    """What rings between two days when every ringing is answered at once: (local moment, rung)."""
    recorded: dict[str, dt.date] = {}
    now, heard = local(first), []
    while (upcoming := next_rung(view, LADDER, BELL, recorded)) and upcoming.at <= local(last):
        now = max(now, upcoming.at)
        for occurrence in ring(view, LADDER, BELL, recorded, now).rings:
            recorded[occurrence.rung] = occurrence.on
            heard.append((now.astimezone(ZONE).strftime("%a %d %b %H:%M"), occurrence.rung))
    return heard


def test_forty_five_days_ring_at_half_time_ten_days_before_three_business_days_before_due_and_every_day_after() -> None:
    assert story(FORTY_FIVE_DAYS, "2026-05-01T10:00", "2026-06-22T23:00") == [
        ("Sun 24 May 08:00", "50% elapsed"),  # 22.5 days, rounded up to 23
        ("Fri 05 Jun 08:00", "10 calendar days before"),
        ("Wed 10 Jun 08:00", "3 business days before"),
        ("Mon 15 Jun 08:00", "due"),
        ("Tue 16 Jun 00:00", "overdue"),
        ("Wed 17 Jun 08:00", "overdue"),
        ("Thu 18 Jun 08:00", "overdue"),
        ("Mon 22 Jun 08:00", "overdue"),  # the 19th is a holiday
    ]


def test_business_days_are_counted_from_the_start_and_rounded_up() -> None:
    five = deadline("2026-05-21", "2026-05-29", counts_business_days=True)  # 22, 26, 27, 28, 29: the 25th is no day
    half = rungs_for(five, LADDER[:1], BELL)
    assert [r.on for r in half] == [day("2026-05-27")]


def test_days_of_a_pause_are_not_elapsed_days() -> None:
    paused = deadline("2026-05-01", "2026-06-20", pauses=((day("2026-05-10"), day("2026-05-14")),))
    assert [r.on for r in rungs_for(paused, LADDER[:1], BELL)] == [day("2026-05-29")]


def test_due_on_a_sunday_rings_on_the_friday_when_something_can_still_be_done() -> None:
    due = [r for r in rungs_for(deadline("2026-05-01", "2026-06-14"), LADDER, BELL) if r.rung == "due"]
    assert due[0].at == local("2026-06-12T08:00")


def test_overdue_begins_with_the_day_after_the_due_date_and_not_before() -> None:
    recorded = {"due": day("2026-06-15")}
    late = local("2026-06-16T00:00")
    early = ring(FORTY_FIVE_DAYS, LADDER[3:], BELL, recorded, late - dt.timedelta(microseconds=1))
    assert (early.rings, early.next and early.next.at) == ((), late)
    assert [r.rung for r in ring(FORTY_FIVE_DAYS, LADDER[3:], BELL, recorded, late).rings] == ["overdue"]


def test_a_target_of_zero_business_days_rings_at_once_for_each_role() -> None:
    today = deadline("2026-05-06", "2026-05-06", counts_business_days=True)
    found = ring(today, LADDER, BELL, {}, local("2026-05-06T10:00"))
    assert [(r.rung, r.to) for r in found.rings] == [
        ("50% elapsed", Recipient.ASSIGNEE),
        ("due", Recipient.PRIVACY_OFFICER),
    ]
    assert found.next is not None
    assert found.next.at == local("2026-05-07T00:00")


def test_zero_days_received_on_a_saturday_ring_that_day() -> None:
    saturday = deadline("2026-05-09", "2026-05-09")
    assert [r.on for r in rungs_for(saturday, LADDER[3:4], BELL)] == [day("2026-05-09")]


def test_a_rung_before_the_start_never_was() -> None:
    short = deadline("2026-05-04", "2026-05-06")
    assert [r.rung for r in rungs_for(short, LADDER, BELL)] == ["50% elapsed", "due", "overdue"]


def test_after_downtime_only_the_latest_rings_and_what_was_missed_is_named() -> None:
    found = ring(FORTY_FIVE_DAYS, LADDER, BELL, {}, local("2026-06-18T09:00"))
    assert [(r.rung, r.on) for r in found.rings] == [("overdue", day("2026-06-18"))]
    assert [(s.rung, s.on, s.times) for s in found.skipped] == [
        ("50% elapsed", day("2026-05-24"), 1),
        ("10 calendar days before", day("2026-06-05"), 1),
        ("3 business days before", day("2026-06-10"), 1),
        ("due", day("2026-06-15"), 1),
        ("overdue", day("2026-06-16"), 2),
    ]
    assert found.next is not None
    assert found.next.at == local("2026-06-22T08:00")


def test_a_rung_sent_stays_sent_when_a_holiday_moves_its_day() -> None:
    sent = {"3 business days before": day("2026-06-10")}
    moved = deadline("2026-05-01", "2026-06-17")
    assert "3 business days before" not in [r.rung for r in rungs_for(moved, LADDER, BELL, sent)]


def test_an_overdue_that_rang_is_silent_until_the_moved_date_is_late_again() -> None:
    sent = {"overdue": day("2026-06-16")}
    moved = deadline("2026-05-01", "2026-06-22")
    assert [r.at for r in rungs_for(moved, LADDER[4:], BELL, sent)] == [local("2026-06-23T08:00")]


def test_after_an_extension_only_rungs_ahead_are_armed_again() -> None:
    extended = deadline("2026-05-01", "2026-07-30", armed_from=local("2026-06-15T12:00"))
    assert [r.rung for r in rungs_for(extended, LADDER, BELL)] == [
        "10 calendar days before",
        "3 business days before",
        "due",
        "overdue",
    ]


def test_reopened_when_already_late_rings_overdue_at_once() -> None:
    reopened = deadline("2026-05-01", "2026-06-15", armed_from=local("2026-06-24T15:00"))
    first = next_rung(reopened, LADDER, BELL)
    assert first is not None
    assert (first.rung, first.at) == ("overdue", local("2026-06-24T15:00"))


def test_reopened_after_overdue_alerts_goes_on_with_the_next_morning() -> None:
    reopened = deadline("2026-05-01", "2026-06-15", armed_from=local("2026-06-24T15:00"))
    first = next_rung(reopened, LADDER, BELL, {"overdue": day("2026-06-16")})
    assert first is not None
    assert first.at == local("2026-06-25T08:00")


def test_while_paused_only_waiting_rungs_ring_and_they_repeat() -> None:
    paused = DeadlineView(
        started_on=day("2026-05-01"), due_on=None, act_by=None, late_from=None, pauses=((day("2026-05-11"), None),)
    )
    assert story(paused, "2026-05-11T10:00", "2026-06-02T00:00") == [
        ("Mon 18 May 08:00", "waiting"),
        ("Tue 26 May 08:00", "waiting"),  # the 25th is a holiday
    ]


def test_a_waiting_rung_that_does_not_repeat_rings_once_a_pause() -> None:
    once = (Rung(anchor="waiting", to=Recipient.SUPERVISOR),)
    paused = DeadlineView(
        started_on=day("2026-05-01"), due_on=None, act_by=None, late_from=None, pauses=((day("2026-05-08"), None),)
    )
    assert [r.on for r in rungs_for(paused, once, BELL)] == [day("2026-05-11")]
    assert rungs_for(paused, once, BELL, {"waiting": day("2026-05-11")}) == []
    assert [r.on for r in rungs_for(paused, once, BELL, {"waiting": day("2026-05-04")})] == [day("2026-05-11")]


def test_overdue_to_two_roles_is_told_apart() -> None:
    ladder = (
        Rung(anchor="overdue", to=Recipient.SUPERVISOR),
        Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=DAILY),
    )
    found = ring(FORTY_FIVE_DAYS, ladder, BELL, {}, local("2026-06-16T00:05"))
    assert [r.rung for r in found.rings] == ["overdue, supervisor", "overdue, privacy_officer"]


def test_a_version_without_a_ladder_has_a_last_resort() -> None:
    assert [r.rung for r in rungs_for(FORTY_FIVE_DAYS, (), BELL)] == [r.name for r in LAST_RESORT]


def test_the_alert_hour_is_local_across_the_change_of_the_clocks() -> None:
    spring = deadline("2026-02-20", "2026-03-09")
    autumn = deadline("2026-10-20", "2026-11-02")
    due = [next(r.at for r in rungs_for(d, LADDER, BELL) if r.rung == "due") for d in (spring, autumn)]
    assert due == [dt.datetime(2026, 3, 9, 15, tzinfo=dt.UTC), dt.datetime(2026, 11, 2, 16, tzinfo=dt.UTC)]


def before_due(words: str) -> tuple[Rung, ...]:
    return (Rung(anchor=BEFORE_DUE, before=Period.parse(words), to=Recipient.SUPERVISOR),)


def test_days_before_due_count_from_a_sunday_where_days_before_count_from_the_friday() -> None:
    sunday = deadline("2026-05-01", "2026-06-14")
    before = (Rung(anchor="before", before=Period.parse("1 calendar day"), to=Recipient.SUPERVISOR),)
    assert [(r.rung, r.on) for r in rungs_for(sunday, before, BELL)] == [("1 calendar day before", day("2026-06-11"))]
    assert [(r.rung, r.on) for r in rungs_for(sunday, before_due("1 calendar day"), BELL)] == [
        ("1 calendar day before due", day("2026-06-13"))
    ]


def test_one_business_day_before_due_on_a_sunday_is_the_friday_that_is_also_act_by() -> None:
    sunday = deadline("2026-05-01", "2026-06-14")
    assert sunday.act_by == day("2026-06-12")
    assert [r.on for r in rungs_for(sunday, before_due("1 business day"), BELL)] == [day("2026-06-12")]


def test_before_due_rings_on_the_day_of_receipt_and_never_before_it() -> None:
    on_the_day, too_early = before_due("45 calendar days"), before_due("46 calendar days")
    assert [r.on for r in rungs_for(FORTY_FIVE_DAYS, on_the_day, BELL)] == [day("2026-05-01")]
    assert rungs_for(FORTY_FIVE_DAYS, too_early, BELL) == []


def doing(anchor: str, to: Recipient, *do: RungDoes, **more: object) -> Rung:
    return Rung(anchor=anchor, to=to, do=do, **more)  # type: ignore[arg-type]


WITH_CHANGES = (
    doing("percent", Recipient.SUPERVISOR, RungDoes.REASSIGN, percent=50),
    doing("before", Recipient.SUPERVISOR, RungDoes.NOTIFY, RungDoes.RAISE_PRIORITY, before=Period.parse("3 weeks")),
    doing("due", Recipient.PRIVACY_OFFICER, RungDoes.REASSIGN),
    *LADDER[4:5],
)


def changed(now: str, recorded: dict[str, dt.date] | None = None) -> list[tuple[RungDoes, str]]:
    found = ring(FORTY_FIVE_DAYS, WITH_CHANGES, BELL, recorded or {}, local(now))
    return [(change, occurrence.rung) for change, occurrence in found.changes]


def test_a_rung_changes_the_request_at_its_hour_and_not_before() -> None:
    assert changed("2026-05-24T07:59") == []
    assert changed("2026-05-24T08:00") == [(RungDoes.REASSIGN, "50% elapsed")]


def test_what_was_passed_over_in_downtime_is_changed_once_by_the_latest_rung_of_each_kind() -> None:
    assert changed("2026-06-18T09:00") == [(RungDoes.REASSIGN, "due"), (RungDoes.RAISE_PRIORITY, "3 weeks before")]


def test_what_is_recorded_changes_nothing_again() -> None:
    recorded = {"50% elapsed": day("2026-05-24"), "3 weeks before": day("2026-05-25"), "due": day("2026-06-15")}
    assert changed("2026-06-18T09:00", recorded) == []


OFFICER = Recipient.PRIVACY_OFFICER
TELLS_NOBODY = [(RungDoes.RAISE_PRIORITY,), (RungDoes.WEBHOOK,), (RungDoes.WEBHOOK, RungDoes.RAISE_PRIORITY)]


@pytest.mark.parametrize("do", TELLS_NOBODY)
def test_a_rung_that_tells_no_person_does_not_take_the_day_of_one_that_does(do: tuple[RungDoes, ...]) -> None:
    for ladder in permutations([Rung(anchor="due", to=OFFICER), doing("percent", OFFICER, *do, percent=100)]):
        found = ring(FORTY_FIVE_DAYS, ladder, BELL, {}, local("2026-06-15T08:00"))
        assert {one.rung for one in found.rings} == {"due", "100% elapsed"}
        assert found.skipped == ()


@pytest.mark.parametrize("do", TELLS_NOBODY)
def test_after_downtime_a_later_rung_that_tells_no_person_swallows_no_alert(do: tuple[RungDoes, ...]) -> None:
    ladder = (*LADDER[:2], doing("due", OFFICER, *do))
    found = ring(FORTY_FIVE_DAYS, ladder, BELL, {}, local("2026-06-15T09:00"))
    assert [one.rung for one in found.rings] == ["10 calendar days before", "due"]
    assert [one.rung for one in found.skipped] == ["50% elapsed"]
