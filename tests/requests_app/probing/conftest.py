"""Duly files the day's forms itself, on 1 May 2026."""

from typing import Any

import pytest

from tests.requests_app.public.conftest import clock, pat

__all__ = ["clock", "pat"]

EMAIL = "probe@operator.example"


@pytest.fixture
def trials(settings: Any) -> None:
    """Switched on, within this process."""
    settings.DULY_PROBE_URL = "inside"
    settings.DULY_PROBE_EMAIL = EMAIL
