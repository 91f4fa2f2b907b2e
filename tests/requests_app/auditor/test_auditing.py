"""Trouble is told once a day and kind, whoever looks; the heartbeat is called when there is none, and only then."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from config.environment import PROJECT
from requests_app import clock_source
from requests_app.models import Message, MessageKind, MessageState, PrivacyRequest, SweepMark, Turn
from requests_app.selectors.auditor import Alarm
from requests_app.services import alarm_letter, auditing, faults, mail_rendering, ticking, turns
from requests_app.services.auditing import EVERY, audit
from requests_app.services.delivery import deliver
from requests_app.services.letters import NotToBeSent
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import Office, travel
from tests.requests_app.parallel import at_once
from tests.tls import TlsSink, status

NOON = "2026-03-06T12:00:00"


@pytest.fixture
def later(settings: Any) -> Callable[..., None]:
    def go_by(**time: float) -> None:
        settings.DULY_CLOCK_OFFSET += dt.timedelta(**time)

    return go_by


@pytest.fixture
def dead(office: Office, settings: Any, later: Callable[..., None]) -> Message:
    """One message was given up; nobody has looked for five minutes."""
    travel(settings, NOON)
    settings.DULY_OPERATOR_EMAIL = "ops@duly.example"
    office.submission("2026-03-06")
    Message.objects.update(state=MessageState.DEAD)
    SweepMark.objects.create(host="here", swept_at=clock_source.now() + dt.timedelta(days=3))
    assert audit() == []  # the first turn comes after an interval
    later(seconds=EVERY.total_seconds())
    return Message.objects.get()


def alarms() -> list[str]:
    return [key.split()[0] for key in Message.objects.filter(kind=MessageKind.ALARM).values_list("key", flat=True)]


def test_a_kind_of_trouble_is_told_once_a_day(dead: Message, later: Callable[..., None]) -> None:
    assert [finding.alarm for finding in audit()] == [Alarm.DEAD_LETTERS]
    assert alarms() == ["dead_letters"]
    assert audit() == []  # not again within five minutes
    later(minutes=5)
    assert [finding.alarm for finding in audit()] == [Alarm.DEAD_LETTERS]
    assert alarms() == ["dead_letters"]
    later(days=1)
    audit()
    assert alarms().count("dead_letters") == 2


def test_the_mail_says_what_since_when_and_what_to_do(dead: Message, mail_sink: MailSink) -> None:
    audit()
    deliver()
    [mail] = mail_sink.messages
    assert (mail["To"], mail["Subject"]) == ("ops@duly.example", "Duly alarm: Messages were given up")
    for said in texts(mail):
        assert "1 message was given up, since" in said
        assert "set them aside" in said
        assert "docs/operations.md" in said
        assert "Dead letters" in said
    assert not any(word in "".join(texts(mail)).lower() for word in ("robin", "nw-"))


def test_what_mended_before_it_was_sent_is_not_told_and_can_be_told_later_that_day(
    dead: Message, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    audit()
    Message.objects.filter(pk=dead.pk).update(state=MessageState.WITHDRAWN)
    deliver()
    assert (mail_sink.messages, Message.objects.get(kind=MessageKind.ALARM).detail) == ([], "mended_since")
    Message.objects.filter(pk=dead.pk).update(state=MessageState.DEAD)
    later(minutes=5)
    audit()
    deliver()
    assert len(mail_sink.messages) == 1
    later(minutes=5)
    audit()
    deliver()
    assert len(mail_sink.messages) == 1


def test_of_what_an_operator_heard_at_once_they_hear_no_second_time_that_day(
    dead: Message, later: Callable[..., None]
) -> None:
    faults.tell_operator(dead.organization_id, now=clock_source.now())
    PrivacyRequest.objects.update(assignee=None)
    audit()
    assert alarms() == []
    later(days=1)
    audit()
    assert "dead_letters" in alarms()


@pytest.mark.parametrize("alarm", list(Alarm))
def test_each_kind_has_words_and_is_idle_when_all_is_well(db: None, office: Office, alarm: Alarm) -> None:
    assert alarm_letter.WORDS[alarm].name
    now = clock_source.now()
    auditing.tell(alarm, now=now)
    message = Message.objects.get(kind=MessageKind.ALARM)
    with pytest.raises(NotToBeSent, match="mended_since"):
        mail_rendering.render(message)


def test_each_kind_has_a_section_in_the_runbook_that_names_it() -> None:
    runbook = (PROJECT / alarm_letter.RUNBOOK).read_text()
    sections = dict(re.findall(r"^### (.+)\n\n((?:.+\n)+)", runbook, re.MULTILINE))
    assert [alarm for alarm, words in alarm_letter.WORDS.items() if f"`{alarm}`" not in sections[words.section]] == []


def test_without_an_organization_nobody_can_be_told(db: None) -> None:
    auditing.tell(Alarm.NO_SWEEP, now=clock_source.now())
    assert not Message.objects.exists()


@pytest.fixture
def well(dead: Message, tls_sink: TlsSink, settings: Any) -> TlsSink:
    """All is well, and the heartbeat's address is a server of ours."""
    Message.objects.filter(pk=dead.pk).update(state=MessageState.SENT, sent_at=clock_source.now())
    settings.DULY_HEARTBEAT_URL = tls_sink.url("/ping/1")
    return tls_sink


def test_while_all_is_well_the_heartbeat_is_called_once_in_five_minutes(
    well: TlsSink, later: Callable[..., None]
) -> None:
    for _ in range(3):
        assert audit(way=well.way()) == []
    assert [(got.method, got.path) for got in well.got] == [("GET", "/ping/1")]
    later(minutes=5)
    audit(way=well.way())
    assert len(well.got) == 2


def test_it_is_not_called_when_something_is_wrong(well: TlsSink, dead: Message, later: Callable[..., None]) -> None:
    Message.objects.filter(pk=dead.pk).update(state=MessageState.DEAD, sent_at=None)
    audit(way=well.way())
    assert well.got == []
    Message.objects.filter(pk=dead.pk).update(state=MessageState.WITHDRAWN)
    later(minutes=5)
    audit(way=well.way())
    assert len(well.got) == 1


def test_one_that_cannot_be_reached_harms_nothing(well: TlsSink, caplog: pytest.LogCaptureFixture) -> None:
    well.answers.append(status(500))
    assert audit(way=well.way()) == []
    assert "the heartbeat was answered with 500" in caplog.text
    Turn.objects.update(taken_at=clock_source.now() - EVERY)
    assert audit() == []  # by default only the public internet is called
    assert "the heartbeat could not be called: " in caplog.text
    assert "/ping/1" not in caplog.text


def test_without_an_address_none_is_called(well: TlsSink, settings: Any) -> None:
    settings.DULY_HEARTBEAT_URL = ""
    audit(way=well.way())
    assert well.got == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_of_many_hosts_one_has_the_turn() -> None:
    now = clock_source.now()
    Turn.objects.create(name="audit", taken_at=now - EVERY)
    took: list[bool] = []
    at_once(4, lambda: took.append(turns.take("audit", every=EVERY, now=now)))
    assert sorted(took) == [False, False, False, True]


def test_the_turn_comes_when_the_interval_is_over(db: None) -> None:
    now = clock_source.now()
    assert not turns.take("audit", every=EVERY, now=now)
    assert not turns.take("audit", every=EVERY, now=now + EVERY - dt.timedelta(seconds=1))
    assert turns.take("audit", every=EVERY, now=now + EVERY)
    assert not turns.take("audit", every=EVERY, now=now + EVERY)


def test_every_tick_looks_last() -> None:
    assert ticking.STAGES[-1] is audit
