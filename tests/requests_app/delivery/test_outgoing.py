"""An operator holds all mail back, lets it go, and sends once more what was given up."""

from io import StringIO
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import CommandError, call_command

from requests_app import clock_source
from requests_app.models import Alert, Deadline, DeliveryAttempt, Message, MessageState, OutgoingPause
from requests_app.services import outgoing
from requests_app.services.composer import compose
from requests_app.services.delivery import deliver
from requests_app.services.sweep import sweep
from tests.mail import MailSink
from tests.requests_app.office import Office, travel


@pytest.fixture
def queued(office: Office, settings: Any) -> Message:
    office.request("2026-03-02")
    travel(settings, "2026-03-06T08:00:01")
    sweep()
    compose()
    return Message.objects.get()


def command(*args: str) -> str:
    out = StringIO()
    call_command("outgoing_mail", *args, stdout=out)
    return out.getvalue()


def test_nothing_leaves_while_mail_is_held_back_and_everything_afterwards(
    queued: Message, mail_sink: MailSink, settings: Any
) -> None:
    assert "held back" in command("--pause", "The mail server moves.")
    assert (deliver().sent, len(mail_sink.messages)) == (0, 0)
    assert not DeliveryAttempt.objects.exists()
    assert "as usual" in command("--resume")
    assert (deliver().sent, len(mail_sink.messages)) == (1, 1)


def test_no_clock_stops_meanwhile(queued: Message, office: Office, settings: Any) -> None:
    due = list(Deadline.objects.values_list("due_on", "next_alert_at"))
    command("--pause", "The mail server moves.")
    assert list(Deadline.objects.values_list("due_on", "next_alert_at")) == due
    before = Alert.objects.count()
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    assert Alert.objects.count() > before
    assert compose() > 0


def test_held_back_twice_is_held_back_once(db: None) -> None:
    command("--pause", "The mail server moves.")
    assert "The mail server moves." in command("--pause", "Again.")
    assert OutgoingPause.objects.count() == 1
    command("--resume")
    command("--pause", "Again.")
    assert OutgoingPause.objects.count() == 2


def test_what_was_given_up_is_listed_and_sent_once_more(queued: Message, mail_sink: MailSink) -> None:
    put_right = False

    async def receive(_: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if not put_right:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    mail_sink.handle_RCPT = receive  # type: ignore[attr-defined]
    Message.objects.filter(pk=queued.pk).update(user=None, recipient="address")
    deliver()
    assert Message.objects.get(pk=queued.pk).state == MessageState.DEAD
    assert str(queued.pk) in command()

    put_right = True
    now = clock_source.now()
    assert outgoing.send_again([queued.pk], now=now) == 1
    assert outgoing.send_again([queued.pk], now=now) == 0
    mail_sink.messages.clear()
    deliver()
    assert Message.objects.get(pk=queued.pk).state == MessageState.SENT
    assert str(queued.pk) not in command()


@pytest.mark.parametrize("given", ["everything", "12"])
def test_only_ids_or_all_are_sent_again(db: None, given: str) -> None:
    with pytest.raises(CommandError, match="Give ids as this command lists them"):
        command("--send-again", given)
