"""One stand for all tests here; each begins with everything running and settled, and ends with the checker."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from .stand import Stand
from .work import Work


@pytest.fixture(scope="package")
def standing(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Stand, Work]]:
    with Stand() as stand, django_db_blocker.unblock(), stand.speaking():
        work = Work(stand)
        stand.start()
        yield stand, work


@pytest.fixture
def stand(standing: tuple[Stand, Work], django_db_blocker: DjangoDbBlocker) -> Iterator[Stand]:
    stand, _ = standing
    with django_db_blocker.unblock():
        stand.start()
        yield stand


@pytest.fixture
def work(standing: tuple[Stand, Work], stand: Stand) -> Work:
    return standing[1]
