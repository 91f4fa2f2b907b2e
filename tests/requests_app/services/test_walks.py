"""Whatever is tried, in whatever order: no rule is ever broken, and what is refused leaves no trace."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Scope
from records.chain import Actor, ActorKind
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from requests_app.services.transition import transition
from tests.requests_app.arrivals import NOW, one_request
from tests.requests_app.soundness import sound
from tests.requests_app.steps import steps_of
from tests.requests_app.tries import ACTIONS, details_of

steps = st.lists(
    st.tuples(st.sampled_from(ACTIONS), st.integers(0, 3), st.integers(0, 9)),
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
        before = state_of(request)
        said = details_of(action, choice, steps=steps_of(request.id))
        [result] = transition([request.id], action, by=sam, now=now, details=said)
        if result.refusal is not None:
            assert state_of(request) == before, action
    sound(request)


@pytest.mark.parametrize("kind", [ActorKind.SYSTEM, ActorKind.REQUESTER])
def test_neither_software_nor_the_person_can_do_more_than_the_table_says(
    prospect: Organization, kind: ActorKind
) -> None:
    request = one_request(prospect, Right.DELETE)
    for action in set(Action) - {Action.MERGE}:
        transition([request.id], action, by=Actor(kind=kind), now=NOW, details=details_of(action, 0))
    request.refresh_from_db()
    assert request.outcome in ("", Outcome.WITHDRAWN)
    sound(request)


def state_of(request: PrivacyRequest) -> tuple[Any, ...]:
    row = PrivacyRequest.objects.values().get(id=request.id)
    return (*row.values(), *request.deadlines.order_by("id").values_list())
