"""The tick: whoever calls it, however often, however many at once."""

from typing import Any

import pytest

from requests_app import watchdog
from requests_app.models import Alert, AlertState, Deadline, Message, MessageState, SweepMark
from requests_app.services import ticking
from requests_app.services.sweep import last_swept_at
from requests_app.tasks import tick as task
from tests.mail import MailSink
from tests.requests_app.office import Office, open_office, travel
from tests.requests_app.parallel import at_once

ALERT_HOUR = "2026-03-25T08:00:01"


def test_one_tick_goes_from_the_due_date_to_the_mailbox(office: Office, settings: Any, mail_sink: MailSink) -> None:
    office.request("2026-03-02")
    travel(settings, ALERT_HOUR)
    task()
    assert {mail["To"] for mail in mail_sink.messages} == {office.supervisor.email, office.officer.email}
    assert not Alert.objects.filter(state=AlertState.PENDING).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_four_ticks_at_once_send_each_mail_once(settings: Any, mail_sink: MailSink) -> None:
    office = open_office()
    for _ in range(10):
        office.submission("2026-03-02")
    travel(settings, ALERT_HOUR)
    at_once(4, ticking.tick)
    ticking.tick()
    ids = [mail["Message-ID"] for mail in mail_sink.messages]
    assert len(ids) == len(set(ids)) == Message.objects.count()
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert not Alert.objects.filter(state=AlertState.PENDING).exists()


@pytest.mark.django_db(transaction=True)  # a tick that failed gives its connection back, which no open transaction may
def test_a_stage_that_fails_does_not_keep_the_next_from_its_work(
    office: Office, settings: Any, mail_sink: MailSink
) -> None:
    office.submission("2026-03-02")
    Deadline.objects.update(next_alert_at=None)
    travel(settings, "2026-03-02T10:00:10")

    def broken() -> None:
        raise RuntimeError("a stage is broken")

    with pytest.raises(ExceptionGroup, match="a tick failed"):
        ticking.tick((broken, *ticking.STAGES))
    assert len(mail_sink.messages) == 1


def test_without_a_sweep_for_two_minutes_a_host_sweeps_by_itself(
    office: Office, settings: Any, mail_sink: MailSink
) -> None:
    office.request("2026-03-02")
    travel(settings, ALERT_HOUR)
    assert ticking.tick_if_quiet()
    assert len(mail_sink.messages) == 2


def test_while_others_sweep_a_host_keeps_still(office: Office, settings: Any, mail_sink: MailSink) -> None:
    travel(settings, "2026-03-25T07:59:00")
    ticking.tick()
    travel(settings, "2026-03-25T08:00:55")
    assert not ticking.tick_if_quiet()
    travel(settings, "2026-03-25T08:01:05")
    assert ticking.tick_if_quiet()


@pytest.mark.django_db(transaction=True)
def test_a_watchdog_that_cannot_sweep_says_so_and_goes_on_watching(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert watchdog.look()
    assert "the watchdog could not sweep" in caplog.text
    assert not watchdog.look()  # the sweep itself was done, and is recorded


def test_each_host_leaves_one_mark(office: Office) -> None:
    ticking.tick()
    ticking.tick()
    assert SweepMark.objects.count() == 1
    assert last_swept_at() is not None
