"""The dates shown before sending: from the pure core, with their reasons, without what is meant for staff."""

from requests_app.public.expected import NO_DATE, expected

from .northwind import journey
from .test_promises import promises

CALIFORNIA = {"fact-residency": {"value": "US-CA"}}


def test_a_date_comes_with_its_rule_and_its_counting() -> None:
    (deletion,) = expected(journey("delete", **CALIFORNIA), promises())
    assert deletion.answer is not None
    assert deletion.answer.day == "Sun 31 May 2026"
    assert deletion.answer.sources[0].says == "We answer within 45 days of receiving a request."
    assert deletion.answer.steps[0].day == "Thu 16 April 2026"
    assert deletion.acknowledgement is not None
    assert deletion.acknowledgement.day == "Thu 30 April 2026"


def test_the_earliest_date_is_shown_with_the_questions_that_are_still_open() -> None:
    (records,) = expected(journey("see", records={"scope": "health"}), promises())
    assert records.answer is not None
    assert records.answer.day == "Thu 23 April 2026"
    assert records.answer.unless == ("Was the care given in California?",)


def test_who_is_not_eligible_by_their_own_word_is_told_for_whom_the_right_is() -> None:
    (deletion,) = expected(journey("delete", **{"fact-residency": {"value": "other"}}), promises())
    assert deletion.answer is None
    assert "people who live in California" in deletion.note


def test_what_no_rule_grants_over_health_records_says_so() -> None:
    (deletion,) = expected(journey("delete", records={"scope": "health"}), promises())
    assert deletion.answer is None
    assert "health records" in deletion.note


def test_what_has_no_period_promises_no_date() -> None:
    (complaint,) = expected(journey("complaint"), promises())
    assert (complaint.answer, complaint.note) == (None, NO_DATE)


def test_internal_targets_are_never_shown() -> None:
    assert "internal" not in repr(expected(journey("complaint"), promises()))
