"""A request is merged only where somebody still answers for it."""

from typing import Any

import pytest

from organizations.models import Organization
from policies.domain.terms import Outcome, Right
from records.chain import Actor
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest
from requests_app.services.transition import Result, transition_one
from tests.requests_app.arrivals import at, one_request

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


def test_once_opened_again_it_takes_the_other_in(twice: tuple[PrivacyRequest, PrivacyRequest], hana: Actor) -> None:
    first, again = twice
    do(first, Action.WITHDRAW, hana)
    do(first, Action.REOPEN, hana, reason="She had meant the other one.")
    do(again, Action.MERGE, hana, into=first.reference)
    again.refresh_from_db()
    assert (again.outcome, again.merged_into_id) == (Outcome.MERGED, first.id)
