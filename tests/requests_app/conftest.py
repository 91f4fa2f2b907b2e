import pytest

from organizations.models import MembershipRole, Organization, User
from records.chain import Actor

from . import world


@pytest.fixture
def prospect(db: None) -> Organization:
    """Prospect Medical, with its policy, its laws and its calendar."""
    world.publish_world()
    return world.prospect()


@pytest.fixture
def kaiser(prospect: Organization) -> Organization:
    return world.kaiser()


@pytest.fixture
def handler(prospect: Organization) -> User:
    return world.hire(prospect, "Hana", MembershipRole.HANDLER)


@pytest.fixture
def supervisor(prospect: Organization) -> User:
    return world.hire(prospect, "Sam", MembershipRole.SUPERVISOR)


@pytest.fixture
def hana(handler: User) -> Actor:
    """The handler, as events name her."""
    return world.acting(handler)


@pytest.fixture
def sam(supervisor: User) -> Actor:
    return world.acting(supervisor)
