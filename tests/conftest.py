"""What every test may use: the database as the application's role, the servers at hand, a standing profile."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from config.databases import as_owner
from tests.parts import PARTS, is_at_hand, needs_database

pytest_plugins = ["tests.browser", "tests.mail", "tests.tls"]

# The same examples in each run, however slow the machine: a red suite is then always somebody's change.
hypothesis.settings.register_profile("duly", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("duly")


def pytest_configure(config: pytest.Config) -> None:
    for part, what in PARTS.items():
        config.addinivalue_line("markers", f"{part}: needs {what}")
    config.addinivalue_line("markers", "database: touches the database (set by itself)")
    config.addinivalue_line("markers", "embedded: about the embedded default, runs without any server")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a part that is not here, and say so at the end; nothing is ever skipped in silence."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
        if needs_database(item):
            item.add_marker("database")
    absent = [part for part in PARTS if not is_at_hand(part)]
    left_out = [item for item in items if any(item.get_closest_marker(part) for part in absent)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    config.stash[LEFT_OUT] = {part: sum(1 for item in left_out if item.get_closest_marker(part)) for part in absent}


LEFT_OUT = pytest.StashKey[dict[str, int]]()


def pytest_sessionfinish(session: pytest.Session) -> None:
    if (report := getattr(session.config, "workeroutput", None)) is not None:  # in a process of xdist
        report["left_out"] = session.config.stash.get(LEFT_OUT, {})


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Each process of xdist collects the same tests, so any one's count is the count."""
    node.config.stash[LEFT_OUT] = getattr(node, "workeroutput", {}).get("left_out", {})


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for part, count in config.stash.get(LEFT_OUT, {}).items():
        if count:
            terminalreporter.write_line(f"NOT RUN: {count} tests need {PARTS[part]} (bin/test brings it)", yellow=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """Made and migrated by the owner; used by the tests as the application's role."""
    from django.test.utils import setup_databases, teardown_databases  # Django must be set up first

    with django_db_blocker.unblock():
        with as_owner():
            databases = setup_databases(verbosity=0, interactive=False)
        yield
        _end_other_sessions()
        with as_owner():
            teardown_databases(databases, verbosity=0)


def _end_other_sessions() -> None:
    """A browser that goes away leaves the server's thread for its last request behind; nobody waits for it any more."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
            )


@pytest.fixture
def as_database_owner(transactional_db: None) -> Iterator[None]:
    """The test's own connection is the owner's: for what only a migration may do."""
    with ExitStack() as stack:
        if settings.DULY_OWNER_DATABASE:
            stack.enter_context(as_owner())
        yield
