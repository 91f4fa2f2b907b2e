"""What a named person found to leave no choice is refused by no door, front or back."""

from typing import Any

import pytest

from organizations.models import MembershipRole, Organization
from policies.domain.terms import Outcome, Right, Scope
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest
from requests_app.services.transition import Result, transition_one
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.steps import verified
from tests.requests_app.world import acting, hire

PAID_IN_FULL = {
    "recipient": "health_plan",
    "purpose": "payment",
    "services_specific": True,
    "paid_in_full": True,
    "required_by_law": False,
}
SAID: dict[Action, dict[str, Any]] = {
    Action.DENY: {"ground": "not_agreed", "reason": "We prefer not to.", "written": True},
    Action.FULFILL_PARTLY: {"reason": "Only for one of the two visits."},
    Action.CLOSE_NOT_ELIGIBLE: {"reason": "Not a member of ours."},
    Action.CLOSE_MISDIRECTED: {"reason": "Meant for the health plan."},
}
NOW = at("2026-05-20")


def do(request: PrivacyRequest, action: Action, by: Actor, **details: Any) -> Result:
    return transition_one(request.id, action, by=by, at=NOW, now=NOW, details=details)


def find(request: PrivacyRequest, by: Actor, **facts: Any) -> None:
    for fact, value in facts.items():
        do(request, Action.FIND_FACT, by, fact=fact, value=value, evidence="Receipt 4711 and the claim file.")


@pytest.fixture
def kim(kaiser: Organization) -> Actor:
    return acting(hire(kaiser, "Kim", MembershipRole.SUPERVISOR))


@pytest.fixture
def limit(kaiser: Organization) -> PrivacyRequest:
    return one_request(kaiser, Right.LIMIT_DISCLOSURE, Scope.HEALTH_RECORDS)


@pytest.mark.parametrize("action", SAID)
def test_no_way_of_refusing_is_open(limit: PrivacyRequest, kim: Actor, action: Action) -> None:
    find(limit, kim, **PAID_IN_FULL)
    with pytest.raises(Blocked) as refusal:
        do(limit, action, kim, **SAID[action])
    assert "must be granted" in refusal.value.why
    assert refusal.value.because


@pytest.mark.parametrize("action", [Action.DENY, Action.CLOSE_MISDIRECTED])
def test_while_one_fact_is_found_otherwise_it_may_be_refused(limit: PrivacyRequest, kim: Actor, action: Action) -> None:
    find(limit, kim, **{**PAID_IN_FULL, "paid_in_full": False})
    assert do(limit, action, kim, **SAID[action]).done


def test_what_was_held_as_spam_is_not_dismissed(kaiser: Organization, kim: Actor) -> None:
    held = one_request(kaiser, Right.LIMIT_DISCLOSURE, Scope.HEALTH_RECORDS, suspicions=("too_fast",))
    find(held, kim, **PAID_IN_FULL)
    with pytest.raises(Blocked):
        do(held, Action.DISMISS, kim, reason="Advertising for roof tiles.")
    assert do(held, Action.RELEASE, kim).done


def test_an_appeal_is_decided_for_the_person_only(limit: PrivacyRequest, kaiser: Organization, kim: Actor) -> None:
    lou = acting(hire(kaiser, "Lou", MembershipRole.HANDLER))
    do(limit, Action.DENY, kim, **SAID[Action.DENY])
    do(limit, Action.RECEIVE_APPEAL, kim)
    find(limit, kim, **PAID_IN_FULL)
    for outcome in ("", Outcome.DENIED.value, Outcome.PARTLY_FULFILLED.value):
        with pytest.raises(Blocked):
            do(limit, Action.DECIDE_APPEAL, lou, reason="It stands.", outcome=outcome)
    do(limit, Action.VERIFY_IDENTITY, kim, **verified(limit.pk))
    assert do(limit, Action.DECIDE_APPEAL, lou, reason="It was paid.", outcome=Outcome.FULFILLED.value).done


def test_who_asks_may_still_remain_unknown(limit: PrivacyRequest, kim: Actor) -> None:
    find(limit, kim, **PAID_IN_FULL)
    do(limit, Action.FAIL_VERIFICATION, kim, reason="The date of birth is another one.")
    assert do(limit, Action.CLOSE_UNVERIFIED, kim, reason="We could not establish who you are.").done
