"""The morning's list: by role, on business days, to whoever is there."""

import datetime as dt
from typing import Any

import pytest

from organizations.models import MembershipRole
from organizations.services.absences import set_absence
from organizations.services.people import create_staff, grant_role, staff_actor
from requests_app.domain.lifecycle import Action
from requests_app.models import Message, MessageKind, PrivacyRequest
from requests_app.services.delivery import deliver
from requests_app.services.jobs import run_due
from requests_app.services.transition import transition_one
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import OPENED, SYSTEM, Office, travel

MONDAY = "2026-03-09"


@pytest.fixture
def owned(office: Office, settings: Any) -> PrivacyRequest:
    """Hana's, received on Monday 2 March; its acknowledgement is due on the 16th."""
    travel(settings, "2026-03-02T12:00:00")
    request = office.request("2026-03-02")
    said = {"assignee": str(office.handler.pk)}
    transition_one(request.pk, Action.ASSIGN, by=staff_actor(office.supervisor), details=said)
    return request


def lists_of(settings: Any, moment: str) -> dict[str, str]:
    """The lists that lie ready after the morning's jobs: by reader."""
    travel(settings, moment)
    run_due()
    found = Message.objects.filter(kind=MessageKind.DIGEST, key__startswith=moment[:10])
    return {message.user.name: str(message.pk) for message in found.select_related("user") if message.user}


def test_each_role_gets_its_own_list(office: Office, owned: PrivacyRequest, settings: Any, mail_sink: MailSink) -> None:
    unowned = office.request("2026-03-02")
    assert set(lists_of(settings, f"{MONDAY}T08:00:01")) == {"Hana Handler", "Sam Supervisor", "Olga Officer"}
    Message.objects.exclude(kind=MessageKind.DIGEST).delete()
    deliver()
    by_reader = {mail["To"]: texts(mail)[0] for mail in mail_sink.messages}
    assert owned.reference in by_reader["hana@northwind.example"]
    assert unowned.reference not in by_reader["hana@northwind.example"]
    sam = by_reader["sam@northwind.example"]
    assert "Nobody works on it (1)" in sam
    assert unowned.reference in sam


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2026-03-06", "Act within a week (0)"),
        ("2026-03-09", "Act within a week (1)"),
        ("2026-03-16", "Act by today (1)"),
        ("2026-03-17", "Overdue (1)"),
    ],
)
def test_a_request_moves_through_the_headings_as_its_date_comes_near(
    office: Office, owned: PrivacyRequest, settings: Any, mail_sink: MailSink, day: str, title: str
) -> None:
    lists_of(settings, f"{day}T08:00:01")
    Message.objects.exclude(kind=MessageKind.DIGEST).delete()
    deliver()
    hana = "".join(texts(mail)[0] for mail in mail_sink.messages if mail["To"] == "hana@northwind.example")
    assert (title in hana) or (title.endswith("(0)") and "within a week" not in hana)


def test_over_the_weekend_nobody_gets_one(office: Office, owned: PrivacyRequest, settings: Any) -> None:
    assert lists_of(settings, "2026-03-14T08:00:01") == {}
    assert lists_of(settings, "2026-03-16T07:59:58") == {}
    assert len(lists_of(settings, "2026-03-16T08:00:01")) == 3


def test_whoever_is_away_gets_none_and_the_deputy_theirs(
    office: Office, owned: PrivacyRequest, settings: Any, mail_sink: MailSink
) -> None:
    dora = create_staff(email="dora@northwind.example", name="Dora Deputy")
    grant_role(dora, office.organization, MembershipRole.HANDLER, by=SYSTEM, at=OPENED)
    day = dt.date(2026, 3, 9)
    set_absence(office.handler, office.organization, first_on=day, last_on=day, deputy=dora, by=SYSTEM)
    assert set(lists_of(settings, "2026-03-09T08:00:01")) == {"Dora Deputy", "Sam Supervisor", "Olga Officer"}


def test_an_organization_may_do_without(office: Office, owned: PrivacyRequest, settings: Any) -> None:
    organization = office.organization
    organization.daily_digest = False
    organization.save(update_fields=["daily_digest"])
    assert lists_of(settings, "2026-03-09T08:00:01") == {}


def test_whoever_has_nothing_to_do_is_left_in_peace(office: Office, settings: Any) -> None:
    assert lists_of(settings, "2026-03-09T08:00:01") == {}
