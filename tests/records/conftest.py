import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection

from organizations.models import Organization, User
from records import triggers
from records.chain import Actor, ActorKind

NOW = dt.datetime(2026, 3, 2, 18, 30, 15, 250_000, tzinfo=dt.UTC)
SWEEP = Actor(kind=ActorKind.SYSTEM, label="sweep")


def make_organization(slug: str = "northwind") -> Organization:
    """A bare row: these tests are about records, not about what an organization needs to work."""
    return Organization.objects.create(slug=slug, name=slug.title(), timezone="America/Los_Angeles")


@pytest.fixture
def northwind(db: None) -> Organization:
    return make_organization()


@pytest.fixture
def southwind(db: None) -> Organization:
    return make_organization("southwind")


@pytest.fixture
def handler(db: None) -> User:
    return User.objects.create_user("hana@northwind.example", name="Hana Handler", is_staff=True)


@pytest.fixture
def staff(handler: User) -> Actor:
    return Actor(kind=ActorKind.STAFF, id=str(handler.pk), label=handler.name)


@pytest.fixture
def tampering(as_database_owner: None) -> None:
    """What somebody can do who owns the database: the triggers are gone until the test's data is."""
    triggers.remove(connection)


@pytest.fixture
def some_id() -> str:
    return str(uuid4())
