"""At night alerts are raised and kept; they leave together in the morning, unless overdue ones may wake people."""

from typing import Any

import pytest

from requests_app.models import Alert, AlertState
from requests_app.services.composer import compose
from requests_app.services.sweep import sweep
from tests.requests_app.office import Office, travel

DUE = "2026-04-16"
"""45 days after 2 March, a Thursday: late from the midnight after it."""


def pending() -> int:
    return Alert.objects.filter(state=AlertState.PENDING).count()


@pytest.fixture
def late_at_midnight(office: Office, settings: Any) -> Office:
    """Everything but the last rung has rung; then it is midnight."""
    office.request("2026-03-02")
    travel(settings, f"{DUE}T12:00:00")
    sweep()
    compose()
    travel(settings, "2026-04-17T00:00:05")
    sweep()
    return office


def test_what_is_late_at_midnight_is_mailed_at_seven(late_at_midnight: Office, settings: Any) -> None:
    raised = pending()
    assert raised > 0, "the alert itself is not moved"
    assert compose() == 0
    travel(settings, "2026-04-17T06:59:59")
    assert compose() == 0
    travel(settings, "2026-04-17T07:00:00")
    assert compose() > 0
    assert pending() == 0


def test_an_organization_may_have_itself_woken(late_at_midnight: Office) -> None:
    organization = late_at_midnight.organization
    organization.overdue_breaks_quiet = True
    organization.save(update_fields=["overdue_breaks_quiet"])
    assert compose() > 0


def test_over_a_quiet_weekend_alerts_wait_for_monday(office: Office, settings: Any) -> None:
    organization = office.organization
    organization.quiet_weekends = True
    organization.save(update_fields=["quiet_weekends"])
    office.request("2026-03-04")  # due Saturday 18 April, late from Sunday on
    travel(settings, "2026-04-19T12:00:00")
    sweep()
    assert pending() > 0
    assert compose() == 0
    travel(settings, "2026-04-20T07:00:00")
    assert compose() > 0


def test_without_quiet_hours_midnight_is_as_good_as_noon(late_at_midnight: Office) -> None:
    organization = late_at_midnight.organization
    organization.quiet_from = None
    organization.save(update_fields=["quiet_from"])
    assert compose() > 0
