"""The cap of an invented policy (twice in 12 months, know and delete) beside a law that caps know only."""

import datetime as dt
from typing import Any

import pytest

from policies.domain.case import EarlierRequest
from policies.domain.rules import AlsoUnder, FrequencyCapRule
from policies.domain.terms import KNOW, Caution, Outcome, Right
from tests.policies.invented import case, deadline, judge, period, rule_set

D = dt.date.fromisoformat
LAW = "law/us-xx/act"
DELETE, KNOW_SPECIFIC = Right.DELETE, Right.KNOW_SPECIFIC


def cap(*counts: Any) -> Any:
    return FrequencyCapRule(
        key="frequency_cap", section="5", says="Twice a year.", counts=counts, at_most=2, within=period("12 months")
    )


POLICY = rule_set(
    deadline("45 calendar days"), frequency_caps=(cap(*KNOW, Right.DELETE),), also_under=(AlsoUnder(law=LAW),)
)
STATUTE = rule_set(deadline("45 calendar days"), pack=LAW, frequency_caps=(cap(*KNOW),))


def earlier(
    day: Any, name: Any = DELETE, outcome: Any = Outcome.FULFILLED, submission: Any = None, verified: Any = True
) -> Any:
    return EarlierRequest(
        right=name, received_on=D(day), outcome=outcome, submission=submission or day + name, verified=verified
    )


def judged(received: Any, *others: Any, name: Any = DELETE, **more: Any) -> Any:
    return judge(case(received, name=name, earlier_requests=others, **more), POLICY, STATUTE)


def found(received: Any, *others: Any, **more: Any) -> Any:
    return judged(received, *others, **more).frequency_cap


def test_the_third_in_twelve_months_is_over_the_printed_cap() -> None:
    verdict = found("2026-05-01", earlier("2025-06-01"), earlier("2025-09-01"))
    assert (verdict.allowed, verdict.counted, verdict.next_eligible_on) == (False, 2, D("2026-06-01"))
    assert verdict.because[0].key == "frequency_cap"


def test_the_second_is_allowed() -> None:
    verdict = found("2026-05-01", earlier("2025-09-01"))
    assert (verdict.allowed, verdict.counted, verdict.next_eligible_on, verdict.refusal) == (True, 1, None, None)


@pytest.mark.parametrize(("received", "allowed"), [("2026-05-31", False), ("2026-06-01", True)])
def test_on_the_anniversary_itself_it_no_longer_counts(received: Any, allowed: Any) -> None:
    assert found(received, earlier("2025-06-01"), earlier("2025-09-01")).allowed is allowed


@pytest.mark.parametrize(("received", "allowed"), [("2025-02-27", False), ("2025-02-28", True)])
def test_one_of_29_february_clears_on_28_february(received: Any, allowed: Any) -> None:
    assert found(received, earlier("2024-02-29"), earlier("2024-09-01")).allowed is allowed


def test_with_three_counted_one_must_wait_until_fewer_than_two_count() -> None:
    verdict = found("2026-05-01", earlier("2025-06-01"), earlier("2025-09-01"), earlier("2025-12-01"))
    assert (verdict.counted, verdict.next_eligible_on) == (3, D("2026-09-01"))


@pytest.mark.parametrize(
    "outcome", [Outcome.UNVERIFIED, Outcome.WITHDRAWN, Outcome.NOT_ELIGIBLE, Outcome.MISDIRECTED, Outcome.MERGED]
)
def test_what_was_not_answered_on_its_merits_does_not_count(outcome: Any) -> None:
    assert found("2026-05-01", earlier("2025-09-01"), earlier("2025-10-01", outcome=outcome)).counted == 1


def test_denied_counts_and_open_counts_only_when_verified() -> None:
    assert found("2026-05-01", earlier("2025-09-01", outcome=Outcome.DENIED)).counted == 1
    assert found("2026-05-01", earlier("2025-09-01", outcome=Outcome.OPEN, verified=False)).counted == 0
    assert found("2026-05-01", earlier("2025-09-01", outcome=Outcome.OPEN, verified=True)).counted == 1


def test_what_arrived_together_counts_once() -> None:
    together = (earlier("2025-09-01", submission="S1"), earlier("2025-09-01", KNOW_SPECIFIC, submission="S1"))
    assert found("2026-05-01", *together).counted == 1


def test_this_cases_own_submission_does_not_count() -> None:
    assert found("2026-05-01", earlier("2026-05-01", KNOW_SPECIFIC, submission="S2"), submission="S2").counted == 0


def test_same_day_ones_count_and_later_ones_do_not() -> None:
    assert found("2026-05-01", earlier("2026-05-01"), earlier("2026-05-02")).counted == 1


def test_opt_outs_do_not_count_and_have_no_cap() -> None:
    assert found("2026-05-01", earlier("2025-09-01", Right.OPT_OUT_SALE)).counted == 0


def test_refusing_a_deletion_is_blocked_since_the_law_caps_only_know() -> None:
    answer = judged("2026-05-01", earlier("2025-06-01"), earlier("2025-09-01"))
    assert (answer.frequency_cap.allowed_by_law, answer.frequency_cap.refusal) == (True, "blocked")
    assert Caution.PRINTED_BEYOND_LAW in answer.warnings


def test_refusing_is_open_once_a_named_person_decided_to_apply_the_printed_rule() -> None:
    others = earlier("2025-06-01"), earlier("2025-09-01")
    verdict = found("2026-05-01", *others, restrictions_applied=frozenset({"frequency_cap"}))
    assert (verdict.allowed, verdict.refusal) == (False, "open")


def test_refusing_to_know_is_open_after_two_that_asked_to_know() -> None:
    verdict = found(
        "2026-05-01", earlier("2025-06-01", KNOW_SPECIFIC), earlier("2025-09-01", KNOW_SPECIFIC), name=KNOW_SPECIFIC
    )
    assert (verdict.allowed_by_law, verdict.refusal) == (False, "open")


def test_refusing_to_know_is_blocked_after_two_deletions() -> None:
    verdict = found("2026-05-01", earlier("2025-06-01"), earlier("2025-09-01"), name=KNOW_SPECIFIC)
    assert (verdict.allowed_by_law, verdict.refusal) == (True, "blocked")


def test_a_right_the_cap_does_not_count_has_none() -> None:
    assert judged("2026-05-01", name=Right.ACCESS).frequency_cap is None
