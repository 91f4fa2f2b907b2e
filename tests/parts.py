"""The parts of the machine that some tests need, and whether they are at hand."""

import os
from pathlib import Path
from typing import Final

import pytest

from tests.suite import machine

PARTS: Final = {
    "postgres": "PostgreSQL",
    "redis": "Redis",
    "browser": "Chromium",
    "programs": "the programs of PostgreSQL and Redis, to start servers of its own",
}
"""Markers, and what a test so marked needs. Using the `page` fixture sets `browser` by itself."""

DATABASE_FIXTURES: Final = frozenset({"db", "transactional_db", "live_server", "django_db_setup"})


def is_at_hand(part: str) -> bool:
    match part:
        case "postgres":
            return os.environ.get("DATABASE_URL", "").startswith("postgres")
        case "redis":
            return bool(os.environ.get("REDIS_URL"))
        case "programs":
            return machine.postgres_programs() is not None and machine.redis_program() is not None
        case _:
            return Path(chromium()).is_file()


def chromium() -> str:
    """The system's Chromium: CHROMIUM, else what there is, else where Debian puts it."""
    return os.environ.get("CHROMIUM") or machine.browser_program() or "/usr/bin/chromium"


def needs_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(fixtures)
