import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine

from organizations.models import Organization

from .visitor import Visitor

NOW = dt.datetime(2026, 5, 1, 18, tzinfo=dt.UTC)
"""Eleven in the morning of Friday 1 May 2026 in Los Angeles."""


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def pat(prospect: Organization, clock: time_machine.Traveller) -> Visitor:
    """Somebody who asks Prospect Medical, on 1 May 2026."""
    return Visitor(prospect)


@pytest.fixture
def kim(kaiser: Organization, clock: time_machine.Traveller) -> Visitor:
    """Somebody who asks Kaiser Permanente, on the same day."""
    return Visitor(kaiser)
