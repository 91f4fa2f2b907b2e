import datetime as dt

import pytest
from django.db import connection

from organizations.models import Organization, User
from organizations.services.organizations import create_organization
from organizations.services.people import create_staff, staff_actor
from policies.models import PolicyVersion
from policies.services.drafts import save_draft
from policies.services.publishing import publish
from records import triggers
from records.chain import Actor, ActorKind
from tests.policies.examples import LAW, POLICY

NOW = dt.datetime(2026, 3, 2, 18, tzinfo=dt.UTC)
SYSTEM = Actor(kind=ActorKind.SYSTEM, label="tests")


@pytest.fixture
def northwind(db: None) -> Organization:
    return create_organization(
        slug="northwind",
        name="Northwind",
        timezone="America/Los_Angeles",
        by=SYSTEM,
        at=NOW,
        alert_email="alerts@northwind.example",
    )


@pytest.fixture
def outsider(db: None) -> Organization:
    """Another organization, which must see nothing of Northwind's drafts."""
    return create_organization(
        slug="southwind", name="Southwind", timezone="UTC", by=SYSTEM, at=NOW, alert_email="alerts@southwind.example"
    )


@pytest.fixture
def officer(db: None) -> User:
    return create_staff(email="officer@northwind.example", name="Olga Officer")


@pytest.fixture
def officer_actor(officer: User) -> Actor:
    return staff_actor(officer)


@pytest.fixture
def law(db: None) -> PolicyVersion:
    return publish(save_draft(LAW, organization=None, by=SYSTEM, at=NOW), by=SYSTEM, at=NOW)


@pytest.fixture
def draft(northwind: Organization, law: PolicyVersion) -> PolicyVersion:
    return save_draft(POLICY, organization=northwind, by=SYSTEM, at=NOW)


@pytest.fixture
def published(draft: PolicyVersion) -> PolicyVersion:
    return publish(draft, by=SYSTEM, at=NOW)


@pytest.fixture
def tampering(as_database_owner: None) -> None:
    """Somebody with the owner's rights has switched the guards off."""
    triggers.remove(connection)
