"""Gates ask how things stand now: what was once so and is so no longer opens and closes nothing."""

import pytest

from records.chain import Actor, ActorKind
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified

PERSON = Actor(kind=ActorKind.REQUESTER)
UNMATCHED = {"reason": "The date of birth is another one."}
UNKNOWN = {"reason": "We could not establish who you are."}


def test_a_check_that_failed_after_one_that_held_keeps_the_request_from_being_fulfilled(
    deletion: PrivacyRequest, hana: Actor
) -> None:
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.id))
    do(deletion, Action.FAIL_VERIFICATION, hana, on="2026-05-21", **UNMATCHED)
    for action in (Action.FULFILL, Action.FULFILL_PARTLY):
        with pytest.raises(Blocked) as refusal:
            do(deletion, action, hana, on="2026-05-22", reason="Only the account.")
        assert refusal.value.because[0].kind == "verification"
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-22", **UNKNOWN).done


def test_a_check_that_held_after_one_that_failed_lets_the_request_be_fulfilled_and_not_closed(
    deletion: PrivacyRequest, hana: Actor
) -> None:
    do(deletion, Action.FAIL_VERIFICATION, hana, **UNMATCHED)
    do(deletion, Action.VERIFY_IDENTITY, hana, on="2026-05-21", **verified(deletion.id))
    with pytest.raises(Blocked) as refusal:
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-22", **UNKNOWN)
    assert "is established" in refusal.value.why
    assert do(deletion, Action.FULFILL, hana, on="2026-05-22").done


def test_a_failed_check_written_down_late_does_not_undo_the_one_that_held_after_it(
    deletion: PrivacyRequest, hana: Actor
) -> None:
    do(deletion, Action.VERIFY_IDENTITY, hana, on="2026-05-21", **verified(deletion.id))
    earlier, later = at("2026-05-20"), at("2026-05-22")
    transition_one(deletion.id, Action.FAIL_VERIFICATION, by=hana, at=earlier, now=later, details=UNMATCHED)
    assert do(deletion, Action.FULFILL, hana, on="2026-05-22").done


def test_who_is_asked_anew_gets_a_new_chance_before_being_closed_as_unknown(
    deletion: PrivacyRequest, hana: Actor
) -> None:
    do(deletion, Action.FAIL_VERIFICATION, hana, **UNMATCHED)
    do(deletion, Action.REQUEST_IDENTITY, hana, on="2026-05-21")
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-22", **UNKNOWN)
    do(deletion, Action.FAIL_VERIFICATION, hana, on="2026-05-22", **UNMATCHED)
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-22", **UNKNOWN).done


def test_reminders_of_an_earlier_question_do_not_count_for_the_latest(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.REQUEST_IDENTITY, hana, on="2026-05-04")
    for day in ("2026-05-06", "2026-05-08"):
        do(deletion, Action.SEND_REMINDER, hana, on=day)
    do(deletion, Action.FAIL_VERIFICATION, hana, on="2026-05-11", **UNMATCHED)
    do(deletion, Action.REQUEST_IDENTITY, hana, on="2026-05-11")
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-06-10", **UNKNOWN)
    for day in ("2026-06-11", "2026-06-12"):
        do(deletion, Action.SEND_REMINDER, hana, on=day)
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-06-12", **UNKNOWN).done


def test_who_has_written_to_us_was_not_silent(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.REQUEST_IDENTITY, hana, on="2026-05-04")
    for day in ("2026-05-06", "2026-05-08"):
        do(deletion, Action.SEND_REMINDER, hana, on=day)
    do(deletion, Action.RECEIVE_MESSAGE, PERSON, on="2026-05-18", note="I am looking for the card.")
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-19", **UNKNOWN)
    for day in ("2026-05-20", "2026-05-22"):
        do(deletion, Action.SEND_REMINDER, hana, on=day)
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-06-02", **UNKNOWN)
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-06-03", **UNKNOWN).done


def test_what_was_written_before_the_person_was_asked_breaks_no_silence(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.RECEIVE_MESSAGE, PERSON, on="2026-05-03", note="Please hurry.")
    do(deletion, Action.REQUEST_IDENTITY, hana, on="2026-05-04")
    for day in ("2026-05-06", "2026-05-08"):
        do(deletion, Action.SEND_REMINDER, hana, on=day)
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-18", **UNKNOWN)
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on="2026-05-19", **UNKNOWN).done


def test_a_fee_that_is_waived_holds_nothing_up_until_one_is_found_anew(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.id))
    with pytest.raises(Blocked, match="No fee is asked for"):
        do(deletion, Action.WAIVE_FEE, hana, reason="A gesture.")
    found = {"ground": "excessive", "evidence": "The fifth time this month, see the list."}
    do(deletion, Action.FIND_FEE, hana, **found)
    do(deletion, Action.WAIVE_FEE, hana, reason="A gesture.")
    with pytest.raises(Blocked, match="was waived"):
        do(deletion, Action.SEND_FEE_ESTIMATE, hana, amount="24.50")
    do(deletion, Action.FIND_FEE, hana, **found)
    with pytest.raises(Blocked, match="this is owed"):
        do(deletion, Action.FULFILL, hana)
    do(deletion, Action.WAIVE_FEE, hana, reason="A gesture.")
    assert do(deletion, Action.FULFILL, hana).done
