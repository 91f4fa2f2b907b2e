"""A request is merged only where somebody still answers for it."""

from typing import Any

import pytest

from organizations.models import Organization
from policies.domain.terms import Outcome, Right
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest, Submission
from requests_app.selectors.invariants import broken
from requests_app.services.transition import Result, transition_one
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.steps import verified

NOW = at("2026-05-20")


def do(request: PrivacyRequest, action: Action, by: Actor, **details: Any) -> Result:
    return transition_one(request.id, action, by=by, at=NOW, now=NOW, details=details)


@pytest.fixture
def twice(prospect: Organization) -> tuple[PrivacyRequest, PrivacyRequest]:
    """The same asked two times."""
    first, again = (one_request(prospect, Right.DELETE) for _ in range(2))
    return first, again


@pytest.mark.parametrize(
    ("ending", "details"),
    [
        (Action.WITHDRAW, {}),
        (Action.DENY, {"ground": "security", "reason": "An investigation is under way."}),
        (Action.CLOSE_MISDIRECTED, {"reason": "Meant for another hospital."}),
    ],
)
def test_a_live_request_is_not_merged_into_a_closed_one(
    twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor, ending: Action, details: dict[str, Any]
) -> None:
    first, again = twice
    do(first, ending, hana, **details)
    with pytest.raises(Blocked) as refusal:
        do(again, Action.MERGE, hana, into=first.reference)
    assert "Answer this one by itself" in refusal.value.next_step
    again.refresh_from_db()
    assert again.state == State.RECEIVED
    assert again.deadlines.filter(state=DeadlineState.LIVE).exists()


ENDINGS: dict[Action, dict[str, Any]] = {
    Action.WITHDRAW: {},
    Action.CLOSE_MISDIRECTED: {"reason": "Meant for another hospital."},
    Action.CLOSE_UNVERIFIED: {"reason": "The date of birth did not match."},
}


@pytest.mark.parametrize("ending", ENDINGS)
def test_when_the_other_ends_without_an_answer_it_goes_on_by_itself(
    twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor, ending: Action
) -> None:
    first, again = twice
    do(again, Action.MERGE, hana, into=first.reference)
    do(first, Action.FAIL_VERIFICATION, hana, reason="The date of birth did not match.")
    do(first, ending, hana, **ENDINGS[ending])
    again.refresh_from_db()
    assert (again.state, again.outcome, again.merged_into) == (State.IN_PROGRESS, "", None)
    assert again.deadlines.filter(state=DeadlineState.LIVE, binding=True, due_on=again.binding_due_on).exists()
    undone = Event.objects.get(subject_id=again.id, type="merge_undone")
    assert chain.read(undone).actor.kind is ActorKind.SYSTEM
    assert broken() == []


def test_when_the_other_is_answered_it_stays_with_it(twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor) -> None:
    first, again = twice
    do(again, Action.MERGE, hana, into=first.reference)
    do(first, Action.VERIFY_IDENTITY, hana, **verified(first.id))
    do(first, Action.FULFILL, hana)
    again.refresh_from_db()
    assert (again.outcome, again.merged_into_id) == (Outcome.MERGED, first.id)


@pytest.mark.parametrize("is_same_person", [True, False])
def test_who_withdraws_withdraws_what_they_asked_twice_and_nobody_elses(
    twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor, is_same_person: bool
) -> None:
    first, again = twice
    do(first, Action.VERIFY_IDENTITY, hana, **verified(first.id))
    person = str(Submission.objects.get(pk=first.submission_id).person_id) if is_same_person else ""
    do(again, Action.VERIFY_IDENTITY, hana, person=person, **verified(again.id))
    do(again, Action.MERGE, hana, into=first.reference)
    do(first, Action.WITHDRAW, Actor(kind=ActorKind.REQUESTER))
    again.refresh_from_db()
    assert again.outcome == (Outcome.WITHDRAWN if is_same_person else "")
    assert again.deadlines.filter(state=DeadlineState.LIVE).exists() is not is_same_person
    assert broken() == []


def test_what_was_merged_into_a_merged_one_stays_with_that_one(
    twice: tuple[PrivacyRequest, PrivacyRequest], prospect: Organization, hana: Actor
) -> None:
    first, again = twice
    third = one_request(prospect, Right.DELETE)
    do(third, Action.MERGE, hana, into=again.reference)
    do(again, Action.MERGE, hana, into=first.reference)
    do(first, Action.CLOSE_MISDIRECTED, hana, reason="Meant for another hospital.")
    again.refresh_from_db()
    third.refresh_from_db()
    assert (again.outcome, third.outcome, third.merged_into_id) == ("", Outcome.MERGED, again.id)
    do(again, Action.CLOSE_MISDIRECTED, hana, reason="Meant for another hospital.")
    third.refresh_from_db()
    assert (third.state, third.merged_into) == (State.IN_PROGRESS, None)


def test_once_opened_again_it_takes_the_other_in(twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor) -> None:
    first, again = twice
    do(first, Action.WITHDRAW, hana)
    do(first, Action.REOPEN, hana, reason="She had meant the other one.")
    do(again, Action.MERGE, hana, into=first.reference)
    again.refresh_from_db()
    assert (again.outcome, again.merged_into_id) == (Outcome.MERGED, first.id)
