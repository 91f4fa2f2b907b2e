"""The standing cast: two organizations, their people, an operator, and somebody without any role."""

import datetime as dt

import pytest
from django.test import Client

from organizations.models import MembershipRole, Organization, User
from organizations.services.organizations import create_organization
from organizations.services.people import create_staff, grant_role
from records.chain import Actor, ActorKind

NOW = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
SETUP = Actor(kind=ActorKind.SYSTEM, label="tests")
PASSWORD = "correct horse battery"


def organization(slug: str) -> Organization:
    return create_organization(slug=slug, name=slug.title(), timezone="America/Los_Angeles", by=SETUP, at=NOW)


def member(name: str, of: Organization, role: MembershipRole) -> User:
    user = create_staff(email=f"{name}@{of.slug}.example", name=name.title(), password=PASSWORD)
    grant_role(user, of, role, by=SETUP)
    return user


@pytest.fixture
def northwind(db: None) -> Organization:
    return organization("northwind")


@pytest.fixture
def southwind(db: None) -> Organization:
    return organization("southwind")


@pytest.fixture
def handler(northwind: Organization) -> User:
    return member("hana", northwind, MembershipRole.HANDLER)


@pytest.fixture
def officer(northwind: Organization) -> User:
    return member("olga", northwind, MembershipRole.PRIVACY_OFFICER)


@pytest.fixture
def outsider(southwind: Organization) -> User:
    """Works for another organization: must see nothing of Northwind."""
    return member("oscar", southwind, MembershipRole.PRIVACY_OFFICER)


@pytest.fixture
def operator(db: None) -> User:
    return create_staff(email="ops@host.example", name="Ops", password=PASSWORD, operator=True)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
