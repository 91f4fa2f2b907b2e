import pytest
from django.test import Client

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import create_staff, grant_role
from tests.policies.conftest import SYSTEM


def member(email: str, organization: Organization, role: MembershipRole) -> Client:
    user = create_staff(email=email, name=email.partition("@")[0])
    grant_role(user, organization, role, by=SYSTEM)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def officer_client(officer: User, northwind: Organization) -> Client:
    grant_role(officer, northwind, MembershipRole.PRIVACY_OFFICER, by=SYSTEM)
    client = Client()
    client.force_login(officer)
    return client


@pytest.fixture
def handler_client(northwind: Organization) -> Client:
    return member("hal@northwind.example", northwind, MembershipRole.HANDLER)


@pytest.fixture
def outsider_client(outsider: Organization) -> Client:
    """Privacy officer of another organization: must see nothing of Northwind's."""
    return member("oscar@southwind.example", outsider, MembershipRole.PRIVACY_OFFICER)
