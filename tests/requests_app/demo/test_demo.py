import datetime as dt
import re
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from organizations.models import Membership, MembershipRole, Organization, User
from policies.domain.terms import Outcome, Role
from records.models import Event
from requests_app import clock_source
from requests_app.domain.arriving import Channel
from requests_app.domain.lifecycle import State
from requests_app.models import Deadline, Message, PrivacyRequest, Submission
from requests_app.selectors.invariants import broken
from requests_app.services import envelope
from requests_app.staff.queues import Due, due_in
from tests.requests_app import world
from tests.requests_app.arrivals import LOS_ANGELES, at

SUNDAY_AFTER_NEW_YEAR = at("2027-01-03", "00:05")
"""Nobody has worked since Thursday, and the day is five minutes old."""


@pytest.fixture(scope="module", params=["today", "on a Sunday just after midnight"])
def told(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """What the command said. Played once for all tests here, and rolled back after them."""
    offset = dt.timedelta(0) if request.param == "today" else SUNDAY_AFTER_NEW_YEAR - timezone.now()
    with django_db_blocker.unblock(), override_settings(DULY_CLOCK_OFFSET=offset), transaction.atomic():
        world.publish_world()
        yield play()
        transaction.set_rollback(True)


def play() -> str:
    output = StringIO()
    call_command("demo", stdout=output)
    return output.getvalue()


def test_both_organizations_have_requests_in_every_state(told: str) -> None:
    states = {
        slug: set(PrivacyRequest.objects.filter(organization__slug=slug).values_list("state", flat=True))
        for slug in ("prospect-medical", "kaiser-permanente")
    }
    assert states["prospect-medical"] == set(State) - {State.APPEALED}
    assert states["kaiser-permanente"] == set(State)


def test_every_outcome_channel_and_kind_of_asker_is_there(told: str) -> None:
    outcomes = set(PrivacyRequest.objects.filter(state=State.CLOSED).values_list("outcome", flat=True))
    assert outcomes == set(Outcome) - {Outcome.OPEN}
    assert set(Submission.objects.values_list("channel", flat=True)) == set(Channel)
    roles = set(Submission.objects.values_list("requester_role", flat=True))
    assert roles >= {Role.SELF, Role.AGENT, Role.PARENT_OR_GUARDIAN, Role.EXECUTOR, Role.REPORTER}


def test_some_are_overdue_some_due_soon_and_some_much_later(told: str) -> None:
    now = clock_source.now()
    for organization in Organization.objects.all():
        for bucket in (Due.OVERDUE, Due.SOON, Due.TWO_WEEKS, Due.LATER):
            found = PrivacyRequest.objects.filter(due_in(bucket, [organization], now=now))
            assert found.exists(), f"{organization} {bucket}"


def test_one_is_due_on_the_very_day_at_each_organization(told: str) -> None:
    today = timezone.localdate(clock_source.now(), timezone=LOS_ANGELES)
    due_today = PrivacyRequest.objects.filter(binding_due_on=today).values_list("organization__slug", flat=True)
    assert set(due_today) == {"prospect-medical", "kaiser-permanente"}


def test_the_rules_leave_their_marks(told: str) -> None:
    """An extension, a notice that moved nothing, a reached cap, a fee that waits, somebody not eligible."""
    assert Deadline.objects.filter(extended=True, binding=True, state="live").count() == 2
    codes = {w["code"] for warnings in PrivacyRequest.objects.values_list("warnings", flat=True) for w in warnings}
    assert codes >= {"over_cap", "not_eligible", "notice_did_not_count", "review_minor_consent"}
    assert {"fee_found", "fee_reason_sent"} <= set(Event.objects.values_list("type", flat=True))


def test_the_rows_are_sound(told: str) -> None:
    assert broken() == []
    connection.check_constraints()


def test_only_todays_submissions_are_confirmed_by_a_mail_that_leaves_now(told: str) -> None:
    today = timezone.localdate(clock_source.now(), timezone=LOS_ANGELES)
    mailed = Message.objects.values_list("submission__received_on", flat=True)
    assert list(mailed) == [today, today]


def test_nobody_in_it_is_real(told: str) -> None:
    for submission in Submission.objects.select_related("data_key"):
        requester = envelope.open_contact(submission).requester
        assert not requester.email or requester.email.endswith(".example")
        assert not requester.phone or re.search(r"555-01\d\d$", requester.phone)
    assert all(email.endswith(".example") for email in User.objects.values_list("email", flat=True))


def test_staff_of_each_role_may_sign_in_with_what_was_printed(told: str) -> None:
    printed = dict(re.findall(r"(\S+@\S+)  password: (\S+)", told))
    assert len(printed) == 2 * len(MembershipRole)
    for email, password in printed.items():
        assert User.objects.get(email=email).check_password(password)
    for organization in Organization.objects.all():
        roles = Membership.objects.filter(organization=organization, user__email__in=printed)
        assert set(roles.values_list("role", flat=True)) == set(MembershipRole)


def test_a_second_time_adds_nothing_and_prints_no_password(told: str) -> None:
    before = Submission.objects.count(), User.objects.count()
    again = play()
    assert (Submission.objects.count(), User.objects.count()) == before
    assert "password" not in again


@pytest.mark.parametrize("said", [{"DULY_PRODUCTION": True}, {"DULY_ACTS_FOR": ["kaiser-permanente"]}])
def test_an_installation_that_is_meant_in_earnest_refuses_it(
    kaiser: Organization, settings: Any, said: dict[str, Any]
) -> None:
    for name, value in said.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError):
        call_command("demo")
    assert not Submission.objects.exists(), kaiser
