"""One clock at a time, on invented rules: months, rolling, pauses and extensions."""

import datetime as dt
from typing import Any

import pytest

from policies.domain.calendars import BusinessCalendar
from policies.domain.terms import Act, PauseCount, Roll
from tests.policies.invented import case, deadline, event, extension, judge, notice, pause, period, rule_set

D = dt.date.fromisoformat


def due(asked: Any, rules: Any, *laws: Any) -> Any:
    return judge(asked, rules, *laws).deadlines[Act.RESPOND]


@pytest.mark.parametrize(
    ("within", "received", "expected"),
    [
        ("45 calendar days", "2026-05-01", "2026-06-15"),
        ("0 calendar days", "2026-05-01", "2026-05-01"),
        ("2 weeks", "2026-05-01", "2026-05-15"),
        ("1 month", "2026-01-31", "2026-02-28"),
        ("1 month", "2026-09-03", "2026-10-03"),
        ("1 year", "2024-02-29", "2025-02-28"),
        ("10 business days", "2026-11-20", "2026-12-07"),
        ("0 business days", "2026-11-20", "2026-11-20"),
        ("0 business days", "2026-11-21", "2026-11-23"),
    ],
)
def test_the_day_of_receipt_is_day_zero(within: Any, received: Any, expected: Any) -> None:
    assert due(case(received), rule_set(deadline(within))).due_on == D(expected)


def test_a_due_date_on_a_sunday_stays_unless_the_rule_rolls_it() -> None:
    plain, rolling = deadline("1 month"), deadline("1 month", roll=Roll.NEXT_BUSINESS_DAY)
    assert due(case("2026-04-10"), rule_set(plain)).due_on == D("2026-05-10")
    assert due(case("2026-04-10"), rule_set(rolling)).due_on == D("2026-05-11")


def test_rolling_passes_over_a_holiday_too() -> None:
    rules = rule_set(deadline("1 month", roll=Roll.NEXT_BUSINESS_DAY))
    assert due(case("2026-04-25"), rules).due_on == D("2026-05-26")


def test_act_by_is_the_last_business_day_and_the_due_date_does_not_move() -> None:
    found = due(case("2026-10-12"), rule_set(deadline("45 calendar days")))
    assert (found.due_on, found.act_by) == (D("2026-11-26"), D("2026-11-25"))


def test_each_skipped_holiday_is_named() -> None:
    found = due(case("2026-11-20"), rule_set(deadline("10 business days")))
    assert [(s.date, s.why) for s in found.arithmetic if s.step == "skipped"] == [
        (D("2026-11-26"), "Thanksgiving Day: not a business day.")
    ]


# -- pauses ------------------------------------------------------------------------------------


def paused_case(begin: Any, end: Any, received: Any = "2026-05-01", **more: Any) -> Any:
    events = [event("clarification_requested", begin)]
    if end:
        events.append(event("clarification_received", end))
    return case(received, *events, **more)


@pytest.mark.parametrize(
    ("counts", "begin", "end", "expected"),
    [
        (PauseCount.WHOLE, "2026-05-05 17:00", "2026-05-06 09:00", "2026-05-31"),  # a night moves nothing
        (PauseCount.WHOLE, "2026-05-05", "2026-05-05", "2026-05-31"),
        (PauseCount.WHOLE, "2026-05-05", "2026-05-08", "2026-06-02"),
        (PauseCount.BOTH_ENDS, "2026-05-05", "2026-05-05", "2026-06-01"),
        (PauseCount.BOTH_ENDS, "2026-05-05", "2026-05-08", "2026-06-04"),
        (PauseCount.BOTH_ENDS, "2026-05-01", "2026-05-01", "2026-05-31"),  # day zero does not count anyway
        (PauseCount.BOTH_ENDS, "2026-05-31", "2026-06-09", "2026-06-10"),  # begun on the due date: one day was left
    ],
)
def test_a_pause_counts_as_its_rule_says(counts: Any, begin: Any, end: Any, expected: Any) -> None:
    rules = rule_set(deadline("30 calendar days", pauses=(pause(counts),)))
    assert due(paused_case(begin, end), rules).due_on == D(expected)


def test_a_rule_without_pauses_is_not_stopped_by_a_question() -> None:
    assert due(paused_case("2026-05-05", None), rule_set(deadline("30 calendar days"))).due_on == D("2026-05-31")


def test_while_paused_there_is_no_due_date() -> None:
    rules = rule_set(deadline("30 calendar days", pauses=(pause(PauseCount.WHOLE),)))
    found = due(paused_case("2026-05-05", None), rules)
    assert found.paused
    assert (found.due_on, found.act_by, found.late_from, found.met) == (None, None, None, None)


def test_a_pause_of_a_clock_in_business_days_moves_it_by_business_days() -> None:
    rules = rule_set(deadline("10 business days", pauses=(pause(PauseCount.BOTH_ENDS),)))
    weekend = paused_case("2026-05-09", "2026-05-10")
    over_weekend = paused_case("2026-05-08", "2026-05-11")
    assert due(weekend, rules).due_on == D("2026-05-15")
    assert due(over_weekend, rules).due_on == D("2026-05-19")


def test_a_pause_of_a_clock_in_months_adds_its_days_after_the_corresponding_date() -> None:
    rules = rule_set(deadline("1 month", pauses=(pause(PauseCount.BOTH_ENDS),)))
    assert due(paused_case("2026-01-10", "2026-01-12", received="2026-01-05"), rules).due_on == D("2026-02-08")


def test_pauses_that_overlap_count_once() -> None:
    both = (pause(PauseCount.BOTH_ENDS), pause(PauseCount.BOTH_ENDS, "identity_requested", "identity_verified"))
    rules = rule_set(deadline("30 calendar days", pauses=both))
    asked = case(
        "2026-05-01",
        event("clarification_requested", "2026-05-05"),
        event("identity_requested", "2026-05-07"),
        event("clarification_received", "2026-05-08"),
        event("identity_verified", "2026-05-10"),
    )
    assert due(asked, rules).due_on == D("2026-06-06")


def test_late_stays_late_after_a_pause() -> None:
    rules = rule_set(deadline("30 calendar days", pauses=(pause(PauseCount.BOTH_ENDS),)))
    found = due(paused_case("2026-06-14", "2026-06-28", as_of="2026-07-01"), rules)
    assert (found.due_on, found.met) == (D("2026-05-31"), False)


# -- extensions --------------------------------------------------------------------------------

EXTENDABLE = rule_set(deadline("45 calendar days", extension=extension("45 calendar days")))


@pytest.mark.parametrize(
    ("notices", "expected", "extended"),
    [
        ([], "2026-06-15", None),
        ([notice("2026-06-15 23:59")], "2026-07-30", True),
        ([notice("2026-06-16 00:05")], "2026-06-15", False),
        ([notice("2026-06-01", written=False)], "2026-06-15", False),
        ([notice("2026-06-01", reason=" ")], "2026-06-15", False),
        ([notice("2026-06-01", days=10)], "2026-06-25", True),
        ([notice("2026-06-01", days=400)], "2026-07-30", True),
        ([notice("2026-06-01", days=0)], "2026-06-15", False),
        ([notice("2026-06-01", new_date=D("2026-07-01"))], "2026-07-01", True),
        ([notice("2026-06-01", new_date=D("2026-12-31"))], "2026-07-30", True),
        ([notice("2026-06-01", new_date=D("2026-06-15"))], "2026-06-15", False),
        ([notice("2026-06-01", days=10), notice("2026-06-02")], "2026-06-25", True),  # once
        ([notice("2026-06-01", written=False), notice("2026-06-02")], "2026-07-30", True),
    ],
)
def test_an_extension_counts_only_as_the_rule_says(notices: Any, expected: Any, extended: Any) -> None:
    found = due(case("2026-05-01", *notices), EXTENDABLE)
    assert (found.due_on, found.extended) == (D(expected), extended)
    assert found.first_due_on == D("2026-06-15")


def test_a_rule_without_extension_is_not_moved_by_a_notice() -> None:
    found = due(case("2026-05-01", notice("2026-05-10")), rule_set(deadline("30 calendar days")))
    assert (found.due_on, found.extended, found.latest_possible_on) == (D("2026-05-31"), None, None)


def test_a_rule_that_wants_the_date_in_the_notice_gets_none_by_default() -> None:
    rules = rule_set(deadline("30 calendar days", extension=extension("30 calendar days", with_date=True)))
    assert due(case("2026-05-01", notice("2026-05-10")), rules).extended is False
    assert due(case("2026-05-01", notice("2026-05-10", days=30)), rules).due_on == D("2026-06-30")


def test_a_notice_that_bounced_told_nobody() -> None:
    bounced = event("notice_bounced", "2026-06-03", of="extension_notice")
    found = due(case("2026-05-01", notice("2026-06-01"), bounced), EXTENDABLE)
    assert (found.due_on, found.extended) == (D("2026-06-15"), False)
    assert "came back" in found.notices_not_counted[0]


def test_a_replacement_for_a_bounced_notice_counts_when_it_is_in_time() -> None:
    bounced = event("notice_bounced", "2026-06-03", of="extension_notice")
    in_time = case("2026-05-01", notice("2026-06-01"), bounced, notice("2026-06-15"))
    late = case("2026-05-01", notice("2026-06-01"), bounced, notice("2026-06-16"))
    assert due(in_time, EXTENDABLE).due_on == D("2026-07-30")
    assert due(late, EXTENDABLE).due_on == D("2026-06-15")


def test_months_are_extended_from_the_original_start() -> None:
    rules = rule_set(deadline("1 month", extension=extension("2 months")))
    assert due(case("2026-01-31", notice("2026-02-10")), rules).due_on == D("2026-04-30")


def test_the_last_day_for_the_notice_moves_along_with_a_pause() -> None:
    rules = rule_set(
        deadline("30 calendar days", extension=extension("30 calendar days"), pauses=(pause(PauseCount.BOTH_ENDS),))
    )
    paused = (event("clarification_requested", "2026-05-05"), event("clarification_received", "2026-05-14"))
    assert due(case("2026-05-01", *paused, notice("2026-06-10")), rules).due_on == D("2026-07-10")
    assert due(case("2026-05-01", *paused, notice("2026-06-11")), rules).due_on == D("2026-06-10")


def test_a_pause_after_the_extension_moves_the_extended_date() -> None:
    rules = rule_set(
        deadline("30 calendar days", extension=extension("30 calendar days"), pauses=(pause(PauseCount.BOTH_ENDS),))
    )
    paused = (event("clarification_requested", "2026-06-10"), event("clarification_received", "2026-06-12"))
    assert due(case("2026-05-01", notice("2026-05-20"), *paused), rules).due_on == D("2026-07-03")
    dated = notice("2026-05-20", new_date=D("2026-06-20"))
    assert due(case("2026-05-01", dated, *paused), rules).due_on == D("2026-06-23")


def test_two_extensions_where_the_rule_allows_two() -> None:
    rules = rule_set(deadline("10 business days", extension=extension("5 business days", at_most=2)))
    asked = case("2026-05-01", notice("2026-05-05"), notice("2026-05-06"), notice("2026-05-07"))
    assert due(asked, rules).due_on == D("2026-06-01")  # 20 business days; Memorial Day is skipped


def test_the_notice_may_have_a_limit_of_its_own() -> None:
    rules = rule_set(
        deadline("45 calendar days", extension=extension("45 calendar days", notice_by=period("15 calendar days")))
    )
    assert due(case("2026-05-01", notice("2026-05-16")), rules).extended is True
    assert due(case("2026-05-01", notice("2026-05-17")), rules).extended is False


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [(None, "2026-07-30"), ("2026-06-15 23:59", "2026-07-30"), ("2026-06-16 00:00", None)],
)
def test_the_latest_possible_date_is_what_a_notice_can_still_reach(as_of: Any, expected: Any) -> None:
    found = due(case("2026-05-01", as_of=as_of), EXTENDABLE)
    assert found.latest_possible_on == (D(expected) if expected else None)


def test_once_the_extension_is_used_nothing_more_can_be_reached() -> None:
    found = due(case("2026-05-01", notice("2026-06-01", days=10), as_of="2026-06-02"), EXTENDABLE)
    assert (found.due_on, found.latest_possible_on) == (D("2026-06-25"), None)


# -- met ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "as_of", "expected"),
    [
        ([event("response_sent", "2026-06-15 23:59")], None, True),
        ([event("response_sent", "2026-06-16 00:00")], None, False),
        ([event("denied", "2026-06-15", reason="A law.")], None, True),
        ([], None, None),
        ([], "2026-06-15 23:59", None),
        ([], "2026-06-16 00:00", False),
        ([event("withdrawn", "2026-05-10")], "2026-08-01", None),
        ([event("response_sent", "2026-05-10"), event("reopened", "2026-06-01")], "2026-06-10", None),
        ([event("response_sent", "2026-05-10"), event("reopened", "2026-06-01")], "2026-06-16 00:00", False),
        ([event("response_sent", "2026-05-10"), event("withdrawn", "2026-06-01")], None, True),
        ([event("response_sent", "2026-06-20")], "2026-06-10", None),  # later than as_of: ignored
    ],
)
def test_an_answer_is_in_time_until_the_end_of_the_local_due_day(events: Any, as_of: Any, expected: Any) -> None:
    assert due(case("2026-05-01", *events, as_of=as_of), EXTENDABLE).met is expected


def test_reopening_keeps_the_date() -> None:
    asked = case("2026-05-01", event("response_sent", "2026-05-10"), event("reopened", "2026-06-01"))
    assert due(asked, EXTENDABLE).due_on == D("2026-06-15")


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([event("acknowledgement_sent", "2026-05-15")], True),
        ([event("acknowledgement_sent", "2026-05-16")], False),
        ([event("response_sent", "2026-05-15")], True),
        ([event("response_sent", "2026-05-16")], None),
    ],
)
def test_an_answer_in_time_also_acknowledges(events: Any, expected: Any) -> None:
    rules = rule_set(deadline("10 business days", key="acknowledge", act=Act.ACKNOWLEDGE))
    assert judge(case("2026-05-01", *events), rules).deadlines[Act.ACKNOWLEDGE].met is expected


def test_an_appeal_has_its_own_clock_from_its_own_receipt() -> None:
    rules = rule_set(deadline("60 calendar days", key="appeal", act=Act.DECIDE_APPEAL))
    assert judge(case("2026-05-01"), rules).deadlines[Act.DECIDE_APPEAL] is None
    asked = case("2026-05-01", event("denied", "2026-05-20"), event("appeal_received", "2026-06-01"))
    found = judge(asked, rules, calendar=None).deadlines[Act.DECIDE_APPEAL]
    assert (found.started_on, found.due_on) == (D("2026-06-01"), D("2026-07-31"))
    decided = case("2026-05-01", *asked.events, event("appeal_decided", "2026-08-01"))
    assert judge(decided, rules).deadlines[Act.DECIDE_APPEAL].met is False


def test_an_added_holiday_moves_a_clock_in_business_days_and_names_itself() -> None:
    holidays = {D("2026-05-04"): "Flood day"}
    calendar = BusinessCalendar("US", D("2026-01-01"), D("2027-12-31"), holidays)
    found = judge(case("2026-05-01"), rule_set(deadline("1 business days")), calendar=calendar).deadlines[Act.RESPOND]
    assert found.due_on == D("2026-05-05")
    assert any("Flood day" in step.why for step in found.arithmetic)
