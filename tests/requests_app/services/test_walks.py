"""Whatever is tried, in whatever order: no rule is ever broken, and what is refused leaves no trace."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Scope
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import Action, State
from requests_app.models import PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services.transition import transition
from tests.requests_app.arrivals import NOW, one_request

DETAILS: dict[Action, list[dict[str, Any]]] = {
    Action.DISMISS: [{"reason": "Advertising."}],
    Action.ADD_NOTE: [{"note": "Called back."}, {"note": ""}],
    Action.FIND_FACT: [
        {"fact": "residency", "value": "US-NV", "evidence": "Utility bill."},
        {"fact": "california_provider", "value": False, "evidence": "Licence."},
        {"fact": "residency", "value": 7, "evidence": "?"},
    ],
    Action.VERIFY_IDENTITY: [{"evidence": "Two details match."}],
    Action.FAIL_VERIFICATION: [{"reason": "The date of birth differs."}],
    Action.REQUEST_CLARIFICATION: [{"reason": "Which site?"}],
    Action.SEND_EXTENSION_NOTICE: [{"written": True, "reason": "Four sites."}, {"written": False}, {"days": 10}],
    Action.FIND_FEE: [{"ground": "excessive", "evidence": "The list."}, {"ground": "greed", "evidence": "?"}],
    Action.SEND_FEE_REASON: [{"reason": "Five times."}],
    Action.SEND_FEE_ESTIMATE: [{"amount": "24.50"}],
    Action.DENY: [
        {"ground": "legal_obligation", "reason": "Kept seven years."},
        {"ground": "another_law", "reason": "Kept."},
        {"ground": "frequency_cap", "reason": "Too often."},
        {"reason": ""},
    ],
    Action.RECORD_BOUNCE: [{"of": "extension_notice"}],
    Action.DECIDE_APPEAL: [{"reason": "Upheld."}, {"reason": "Granted.", "outcome": "fulfilled"}],
    Action.CORRECT_RECEIPT: [{"reason": "Postmark.", "received_at": NOW - dt.timedelta(days=9)}],
}
GIVEN = [{"reason": "As the letter says."}]
steps = st.lists(
    st.tuples(
        st.sampled_from(sorted(set(Action) - {Action.MERGE, Action.ASSIGN})), st.integers(0, 3), st.integers(0, 9)
    ),
    min_size=3,
    max_size=9,
)
asked = st.sampled_from(
    [
        (Right.DELETE, Scope.SITE_DATA),
        (Right.OPT_OUT_SALE, Scope.SITE_DATA),
        (Right.ACCESS, Scope.HEALTH_RECORDS),
        (Right.COMPLAINT, Scope.SITE_DATA),
    ]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=asked, walk=steps, held=st.booleans())
def test_no_walk_breaks_a_rule(
    prospect: Organization, sam: Actor, asked: tuple[Right, Scope], walk: list[tuple[Action, int, int]], held: bool
) -> None:
    right, scope = asked
    request = one_request(prospect, right, scope, suspicions=("too_fast",) if held else ())
    now = NOW
    for action, choice, days in walk:
        now += dt.timedelta(days=days)
        said = DETAILS.get(action, GIVEN)
        before = state_of(request)
        [result] = transition([request.id], action, by=sam, now=now, details=said[choice % len(said)])
        if result.refusal is not None:
            assert state_of(request) == before, action
    sound(request)


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.REQUESTER])
def test_neither_software_nor_the_person_can_do_more_than_the_table_says(
    prospect: Organization, kind: ActorKind
) -> None:
    request = one_request(prospect, Right.DELETE)
    for action in set(Action) - {Action.MERGE}:
        transition([request.id], action, by=Actor(kind=kind), now=NOW, details=DETAILS.get(action, GIVEN)[0])
    request.refresh_from_db()
    assert request.outcome in ("", Outcome.WITHDRAWN)
    sound(request)


def state_of(request: PrivacyRequest) -> tuple[Any, ...]:
    row = PrivacyRequest.objects.values().get(id=request.id)
    return (*row.values(), *request.deadlines.order_by("id").values_list())


def sound(request: PrivacyRequest) -> None:
    request.refresh_from_db()
    assert chain.verify(request) == []
    assert broken(PrivacyRequest.objects.filter(id=request.id)) == []
    happened = list(Event.objects.filter(subject_id=request.id).order_by("seq"))
    for event in happened:
        if event.type == "denied":
            assert chain.read(event).body["reason_given"]
    if request.state == State.CLOSED:
        assert not request.deadlines.filter(state=DeadlineState.LIVE).exists()
    if request.outcome == Outcome.FULFILLED:
        types = [event.type for event in happened]
        assert "fee_found" not in types or {"fee_reason_sent", "fee_estimate_sent"} <= set(types)
