"""Who works at the two organizations, and a deletion to work on."""

import pytest

from organizations.models import MembershipRole, Organization
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified as checked
from tests.requests_app.world import acting, hire


@pytest.fixture
def ned(prospect: Organization) -> Actor:
    """A second handler at Prospect Medical."""
    return acting(hire(prospect, "Ned", MembershipRole.HANDLER))


@pytest.fixture
def kim(kaiser: Organization) -> Actor:
    return acting(hire(kaiser, "Kim", MembershipRole.HANDLER))


@pytest.fixture
def lou(kaiser: Organization) -> Actor:
    """A second handler at Kaiser Permanente."""
    return acting(hire(kaiser, "Lou", MembershipRole.HANDLER))


@pytest.fixture
def deletion(prospect: Organization) -> PrivacyRequest:
    """Received on 1 May 2026: confirmed by 15 May, answered by 15 June."""
    return one_request(prospect, Right.DELETE)


@pytest.fixture
def verified(deletion: PrivacyRequest, hana: Actor) -> PrivacyRequest:
    """The same, of somebody who is known."""
    do(deletion, Action.VERIFY_IDENTITY, hana, **checked(deletion.id))
    return deletion
