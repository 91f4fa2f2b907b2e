"""Two roles of one database, and starts that wait for each other."""

import threading

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection

from config.databases import as_owner, is_empty, one_at_a_time

pytestmark = pytest.mark.postgres


def current_role() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_suite_runs_as_the_application_and_migrates_as_the_owner() -> None:
    assert current_role() == settings.DULY_APP_ROLE
    with as_owner():
        assert current_role() == settings.DULY_OWNER_DATABASE["USER"] != settings.DULY_APP_ROLE
    assert current_role() == settings.DULY_APP_ROLE


@pytest.mark.django_db(transaction=True)
def test_the_application_makes_no_tables() -> None:
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied"):
        cursor.execute("CREATE TABLE mine (id int)")


@pytest.mark.django_db(transaction=True)
def test_a_migrated_database_is_not_empty() -> None:
    assert not is_empty()


@pytest.mark.django_db(transaction=True)
def test_a_second_start_waits_for_the_first() -> None:
    order: list[str] = []
    entered = threading.Event()

    def second_start() -> None:
        entered.set()
        with one_at_a_time():
            order.append("second")

    second = threading.Thread(target=second_start)
    with one_at_a_time():
        second.start()
        entered.wait()
        wait_for_a_waiting_lock()
        order.append("first")
    second.join()
    assert order == ["first", "second"]


def wait_for_a_waiting_lock() -> None:
    """Until PostgreSQL itself says that somebody waits."""
    with connection.cursor() as cursor:
        for _ in range(1000):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody waits")
