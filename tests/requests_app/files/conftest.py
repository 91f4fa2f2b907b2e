"""Northwind's office with one request, and an upload limit that is quickly reached."""

from typing import Any

import pytest

from requests_app.models import PrivacyRequest
from tests.requests_app.office import Office, office, travel

__all__ = ["office"]


@pytest.fixture(autouse=True)
def tuesday(settings: Any) -> None:
    travel(settings, "2026-03-03T10:00:00")


@pytest.fixture
def request_of_robin(office: Office) -> PrivacyRequest:
    return office.request("2026-03-02")


@pytest.fixture
def one_megabyte(settings: Any) -> int:
    """The limit while the test runs, in bytes."""
    settings.DULY_FILE_MB = 1
    return 1024 * 1024
