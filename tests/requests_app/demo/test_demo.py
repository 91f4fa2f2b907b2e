import re
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Organization, User
from requests_app import clock_source
from requests_app.domain.lifecycle import State
from requests_app.models import PrivacyRequest, Submission
from requests_app.selectors.invariants import broken
from requests_app.services import envelope
from requests_app.staff.queues import Due, due_in


@pytest.fixture
def demo(kaiser: Organization) -> None:
    call_command("demo", verbosity=0)


@pytest.mark.usefixtures("demo")
def test_both_organizations_have_requests_in_every_state() -> None:
    states = {
        slug: set(PrivacyRequest.objects.filter(organization__slug=slug).values_list("state", flat=True))
        for slug in ("prospect-medical", "kaiser-permanente")
    }
    assert states["prospect-medical"] == set(State) - {State.APPEALED}
    assert states["kaiser-permanente"] == set(State)


@pytest.mark.usefixtures("demo")
def test_some_are_overdue_and_some_due_soon_and_the_rows_are_sound() -> None:
    now = clock_source.now()
    for organization in Organization.objects.all():
        for bucket in (Due.OVERDUE, Due.SOON, Due.TWO_WEEKS):
            late = PrivacyRequest.objects.filter(due_in(bucket, [organization], now=now))
            assert late.exists(), f"{organization} {bucket}"
    assert broken() == []


@pytest.mark.usefixtures("demo")
def test_a_second_time_adds_nothing() -> None:
    before = Submission.objects.count()
    call_command("demo", verbosity=0)
    assert Submission.objects.count() == before


@pytest.mark.usefixtures("demo")
def test_nobody_in_it_is_real() -> None:
    for submission in Submission.objects.select_related("data_key"):
        requester = envelope.open_contact(submission).requester
        assert requester.email.endswith(".example")
        assert re.search(r"555-01\d\d$", requester.phone)
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))


def test_production_refuses_it(kaiser: Organization, settings: Any) -> None:
    settings.DULY_PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Submission.objects.exists(), kaiser
