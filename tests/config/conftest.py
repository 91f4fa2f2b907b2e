import pytest

from organizations.models import Organization
from organizations.services.organizations import create_organization
from records.chain import Actor, ActorKind


@pytest.fixture
def two_organizations(db: None) -> list[Organization]:
    by = Actor(kind=ActorKind.SYSTEM, id="", label="tests")
    names = ("northwind", "southwind")
    return [
        create_organization(
            slug=name,
            name=name.title(),
            timezone="America/Los_Angeles",
            jurisdiction="US",
            alert_email=f"alerts@{name}.example",
            by=by,
        )
        for name in names
    ]
