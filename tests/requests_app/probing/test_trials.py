"""A form a day proves that the public form works, and nobody ever meets it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from organizations.models import Organization
from policies.models import Policy
from records.models import DataKey, KeyPurpose
from requests_app import clock_source
from requests_app.models import Message, MessageKind, Submission
from requests_app.selectors.auditor import Alarm, findings
from requests_app.selectors.proofs import last_proven
from requests_app.services.delivery import deliver
from requests_app.services.probing.daily import file_for
from requests_app.services.probing.failure import NotProven
from requests_app.services.probing.marks import FIELD, is_ours, mark
from requests_app.services.probing.visitor import SECONDS_OF_A_PERSON
from tests.config.loading import settings_of
from tests.mail import MailSink
from tests.requests_app.public.visitor import Visitor

from .conftest import EMAIL

DAY = dt.date(2026, 5, 1)
KEPT = {"requests_app.Message", "sessions.Session", "records.DataKey"}
"""A session ends by itself; of the draft's key its erased row stays."""


def rows() -> dict[str, int]:
    """How many of everything there is."""
    models = [model for model in apps.get_models() if model._meta.managed and not model._meta.proxy]
    return {model._meta.label: model._default_manager.count() for model in models}


def file(organization: Organization, clock: time_machine.Traveller, day: dt.date = DAY) -> None:
    """The day's trial; a person's seconds pass in no time."""
    file_for(organization, day, wait=lambda _: clock.shift(SECONDS_OF_A_PERSON))


@pytest.mark.parametrize("who", ["prospect", "kaiser"])
def test_a_trial_leaves_its_message_and_nothing_else(
    trials: None, clock: time_machine.Traveller, request: pytest.FixtureRequest, who: str
) -> None:
    organization = request.getfixturevalue(who)
    before = rows()
    file(organization, clock)
    after = rows()
    assert {label for label, count in after.items() if count != before[label]} <= KEPT
    assert set(DataKey.objects.values_list("purpose", "wrapped")) <= {(KeyPurpose.DRAFT, None)}
    (message,) = Message.objects.all()
    assert (message.kind, message.key, message.organization) == (MessageKind.PROBE, "2026-05-01", organization)


def test_one_a_day(trials: None, prospect: Organization, clock: time_machine.Traveller) -> None:
    file(prospect, clock)
    file(prospect, clock)
    assert Message.objects.count() == 1
    clock.shift(dt.timedelta(days=1))
    file(prospect, clock, dt.date(2026, 5, 2))
    assert Message.objects.count() == 2


def test_its_mail_goes_to_the_operator_and_proves_the_form(
    trials: None, prospect: Organization, clock: time_machine.Traveller, mail_sink: MailSink
) -> None:
    file(prospect, clock)
    now = clock_source.now()
    assert last_proven(now)[prospect.slug] is None
    assert deliver().sent == 1
    (mail,) = mail_sink.messages
    assert mail["X-Envelope-To"] == EMAIL
    assert "2026-05-01" in mail.get_body(("plain",)).get_content()
    proven = last_proven(now)[prospect.slug]
    assert proven is not None
    assert abs(proven - now) < dt.timedelta(minutes=1)


def test_statusz_and_metrics_say_when(
    trials: None, prospect: Organization, clock: time_machine.Traveller, mail_sink: MailSink, settings: Any
) -> None:
    settings.DULY_STATUS_TOKEN = "token"
    file(prospect, clock)
    asked = Client(headers={"Authorization": "Bearer token"})
    assert asked.get("/statusz").json()["form_proven_seconds_ago"][prospect.slug] is None
    deliver()
    assert asked.get("/statusz").json()["form_proven_seconds_ago"][prospect.slug] < 60
    assert f'duly_form_proven_seconds_ago{{of="{prospect.slug}"}}' in asked.get("/metrics").content.decode()


def test_a_day_without_proof_is_an_alarm(trials: None, prospect: Organization, mail_sink: MailSink) -> None:
    def unproven(now: dt.datetime) -> list[int]:
        return [found.count for found in findings(now) if found.alarm is Alarm.FORMS_UNPROVEN]

    Policy.objects.exclude(organization=prospect).update(is_main=False)
    sent = dt.datetime(2030, 5, 1, 12, tzinfo=dt.UTC)
    Message.objects.create(
        organization=prospect, kind=MessageKind.PROBE, key="2030-05-01", lane=2, recipient="address",
        state="sent", created_at=sent, next_attempt_at=sent, sent_at=sent,
    )  # fmt: skip
    assert unproven(sent + dt.timedelta(hours=30)) == []
    assert unproven(sent + dt.timedelta(hours=30, seconds=1)) == [1]
    Message.objects.update(state="queued", sent_at=None)  # taken in, but the mail server never took it
    assert unproven(sent) == [1]


def test_switched_off_nothing_is_filed_and_nothing_is_missed(
    prospect: Organization, clock: time_machine.Traveller
) -> None:
    file(prospect, clock)
    assert not Message.objects.exists()
    assert last_proven(clock_source.now()) == {}


def test_an_organization_without_a_policy_has_no_form_to_prove(
    trials: None, prospect: Organization, clock: time_machine.Traveller
) -> None:
    prospect.policies.update(is_main=False)
    file(prospect, clock)
    assert not Message.objects.exists()
    assert prospect.slug not in last_proven(clock_source.now())


def test_a_form_that_would_be_held_as_a_machines_proves_nothing(
    trials: None, prospect: Organization, clock: time_machine.Traveller
) -> None:
    with pytest.raises(NotProven, match="not_taken_409"):
        file_for(prospect, DAY, wait=lambda _: None)
    assert not Message.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("given", ["", "guessed", "0" * 64])
def test_nobody_else_can_mark_a_form(pat: Visitor, given: str) -> None:
    pat.begin("delete").walk()
    answer = pat.client.post(pat.url, {FIELD: given})
    assert answer.status_code == 409
    assert not Submission.objects.exists()
    assert not Message.objects.exists()


def test_a_mark_is_good_for_one_form_on_one_day() -> None:
    organization, draft = uuid4(), uuid4()
    ours = mark(organization, draft, DAY)
    assert is_ours(ours, organization, draft, DAY)
    assert not is_ours(ours, organization, draft, DAY + dt.timedelta(days=1))
    assert not is_ours(ours, organization, uuid4(), DAY)
    assert not is_ours(ours, uuid4(), draft, DAY)


def test_a_mark_hangs_on_the_secret(settings: Any) -> None:
    organization, draft = uuid4(), uuid4()
    ours = mark(organization, draft, DAY)
    settings.SECRET_KEY = "another one, of another installation"
    assert not is_ours(ours, organization, draft, DAY)


def test_the_settings_want_to_know_where_the_mail_goes() -> None:
    hosts = {"DULY_EGRESS_HOSTS": "requests.example.org", "DULY_PROBE_URL": "https://requests.example.org"}
    with pytest.raises(ImproperlyConfigured, match="needs DULY_PROBE_EMAIL"):
        settings_of(hosts)
    assert settings_of({**hosts, "DULY_OPERATOR_EMAIL": "op@example.org"})["DULY_PROBE_EMAIL"] == "op@example.org"
    with pytest.raises(ImproperlyConfigured, match="DULY_PROBE_URL: expected an https:// address"):
        settings_of({"DULY_PROBE_URL": "https://requests.example.org", "DULY_OPERATOR_EMAIL": "op@example.org"})
    assert settings_of({"DULY_PROBE_URL": "inside", "DULY_PROBE_EMAIL": "a@example.org"})["DULY_PROBE_URL"] == "inside"
    assert settings_of({})["DULY_PROBE_URL"] == ""
