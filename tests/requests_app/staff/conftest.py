"""The cast of the desk: two organizations, one member of each rank, and a request of each kind."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right, Scope
from requests_app.models import PrivacyRequest
from tests.requests_app import world
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.office import travel

TODAY = "2026-05-04T10:00"
"""A Monday; everything in these tests was received on Friday the first of May, unless said otherwise."""


@pytest.fixture(autouse=True)
def monday(settings: Any) -> dt.datetime:
    return travel(settings, TODAY)


@pytest.fixture
def auditor(prospect: Organization) -> User:
    return world.hire(prospect, "Aude", MembershipRole.AUDITOR)


@pytest.fixture
def stranger(kaiser: Organization) -> User:
    """A privacy officer of the other organization, who must see nothing of Prospect Medical."""
    return world.hire(kaiser, "Otto", MembershipRole.PRIVACY_OFFICER)


@pytest.fixture
def desk(handler: User) -> Client:
    return signed_in(handler)


@pytest.fixture
def supervisors_desk(supervisor: User) -> Client:
    return signed_in(supervisor)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def deletion(prospect: Organization) -> PrivacyRequest:
    """Rosa Reyes of California asks Prospect Medical to delete, on Friday 1 May 2026."""
    return one_request(prospect, Right.DELETE)


@pytest.fixture
def records_request(kaiser: Organization) -> PrivacyRequest:
    """Rosa Reyes asks Kaiser Permanente for her health records; whether in California is not known."""
    return one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS, on=at("2026-05-01"))
