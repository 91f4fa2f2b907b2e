"""After a restore: what left before is counted as sent, not sent again."""

import io
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from requests_app import clock_source
from requests_app.models import Message, MessageState, PrivacyRequest
from requests_app.services import left_already, outgoing
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.requests_app.office import Office, travel


def command(*arguments: str) -> str:
    said = io.StringIO()
    call_command("outgoing_mail", *arguments, stdout=said)
    return said.getvalue()


@pytest.fixture
def queued(office: Office, settings: Any) -> Message:
    office.submission("2026-03-02")
    travel(settings, "2026-03-02T12:00:00")
    return Message.objects.get(kind="acknowledgement")


def hold_back() -> None:
    outgoing.pause(reason="restored", by="operator", now=clock_source.now())


def test_what_is_queued_is_listed_while_mail_is_held_back(queued: Message) -> None:
    assert str(queued.pk) not in command()
    hold_back()
    assert f"queued: {queued.pk} northwind acknowledgement" in command()


def test_what_has_left_is_not_sent_again_and_receipt_counts_as_confirmed(queued: Message, mail_sink: MailSink) -> None:
    hold_back()
    assert "1 counted as sent" in command("--has-left", str(queued.pk))
    command("--resume")
    assert deliver().sent == 0
    assert mail_sink.messages == []
    row = Message.objects.get(pk=queued.pk)
    assert (row.state, row.detail) == (MessageState.SENT, left_already.DETAIL)
    (request,) = PrivacyRequest.objects.all()
    assert request.deadlines.get(act="acknowledge").state == "met"


def test_what_has_not_left_leaves_when_mail_is_let_go(queued: Message, mail_sink: MailSink) -> None:
    hold_back()
    command("--resume")
    assert (deliver().sent, len(mail_sink.messages)) == (1, 1)


def test_a_second_time_changes_nothing(queued: Message) -> None:
    hold_back()
    now = clock_source.now()
    assert left_already.count_as_sent([queued.pk], now=now) == 1
    assert left_already.count_as_sent([queued.pk], now=now) == 0


def test_while_mail_leaves_nothing_is_counted(queued: Message) -> None:
    with pytest.raises(CommandError, match="Hold it back first"):
        command("--has-left", "all")
    assert Message.objects.get(pk=queued.pk).state == MessageState.QUEUED
