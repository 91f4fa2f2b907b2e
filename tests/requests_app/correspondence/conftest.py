"""Letters to Rosa Reyes: what she asked Prospect Medical and Kaiser Permanente on Friday 1 May 2026."""

import datetime as dt
from typing import Any

import pytest

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right, Scope
from requests_app.models import PrivacyRequest
from tests.requests_app import world
from tests.requests_app.arrivals import one_request
from tests.requests_app.office import travel

MONDAY = "2026-05-04T10:00"


@pytest.fixture(autouse=True)
def monday(settings: Any) -> dt.datetime:
    return travel(settings, MONDAY)


@pytest.fixture
def deletion(prospect: Organization) -> PrivacyRequest:
    return one_request(prospect, Right.DELETE, send_acknowledgement=False)


@pytest.fixture
def opt_out(prospect: Organization) -> PrivacyRequest:
    """Nobody is verified for it, so it can be answered at once."""
    return one_request(prospect, Right.OPT_OUT_SALE, send_acknowledgement=False)


@pytest.fixture
def records(kaiser: Organization) -> PrivacyRequest:
    """Health records of no Californian provider: thirty days, under HIPAA alone."""
    facts = {"california_provider": False}
    return one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS, facts=facts, send_acknowledgement=False)


@pytest.fixture
def kaisers_handler(kaiser: Organization) -> User:
    return world.hire(kaiser, "Kim", MembershipRole.HANDLER)
