"""Who works for an organization changes its requests, and nobody else, whatever page or interface they come by."""

import pytest

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import NotPermitted
from requests_app.models import PrivacyRequest
from requests_app.services.transition import transition, transition_one
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.world import acting, hire

NOW = at("2026-05-20")


@pytest.fixture
def deletion(prospect: Organization) -> PrivacyRequest:
    return one_request(prospect, Right.DELETE)


def start(request: PrivacyRequest, by: Actor) -> bool:
    return transition_one(request.id, Action.START_WORK, by=by, now=NOW).done


@pytest.mark.parametrize("role", [MembershipRole.HANDLER, MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER])
def test_who_works_for_the_organization_may(prospect: Organization, deletion: PrivacyRequest, role: str) -> None:
    assert start(deletion, acting(hire(prospect, "Hana", MembershipRole(role))))


@pytest.mark.parametrize("role", [MembershipRole.HANDLER, MembershipRole.PRIVACY_OFFICER])
def test_who_works_for_another_may_not(kaiser: Organization, deletion: PrivacyRequest, role: str) -> None:
    with pytest.raises(NotPermitted):
        start(deletion, acting(hire(kaiser, "Kim", MembershipRole(role))))


def test_an_auditor_only_reads(prospect: Organization, deletion: PrivacyRequest) -> None:
    with pytest.raises(NotPermitted):
        start(deletion, acting(hire(prospect, "Aude", MembershipRole.AUDITOR)))


def test_who_has_left_may_no_longer(deletion: PrivacyRequest, handler: User, hana: Actor) -> None:
    handler.is_active = False
    handler.save()
    with pytest.raises(NotPermitted):
        start(deletion, hana)


def test_of_a_batch_only_the_requests_of_the_own_organization_are_done(
    prospect: Organization, kaiser: Organization, hana: Actor
) -> None:
    own, other = one_request(prospect, Right.DELETE), one_request(kaiser, Right.DELETE)
    done = {r.request_id: r.done for r in transition([own.id, other.id], Action.START_WORK, by=hana, now=NOW)}
    assert done == {own.id: True, other.id: False}
