"""Delivery when the mail server, a worker or a message fails."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from organizations.models import User
from records import sealing
from requests_app import clock_source
from requests_app.models import (
    Alert,
    AttemptOutcome,
    Deadline,
    DeliveryAttempt,
    Lane,
    Message,
    MessageKind,
    MessageState,
)
from requests_app.services import leases
from requests_app.services.composer import compose
from requests_app.services.delivery import MOST_ATTEMPTS, attempt, deliver
from requests_app.services.leases import LEASE
from requests_app.services.mail_rendering import render
from requests_app.services.pacing import Pacer
from requests_app.services.postman import Postman
from requests_app.services.sweep import sweep
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import Office, travel


@pytest.fixture
def queued(office: Office, settings: Any) -> Message:
    """One alert for the supervisor, ready to leave."""
    office.request("2026-03-02")
    travel(settings, "2026-03-06T08:00:01")  # ten calendar days before the acknowledgement is due
    sweep()
    compose()
    return Message.objects.get()


@pytest.fixture
def later(settings: Any) -> Callable[..., None]:
    """Let some time go by."""

    def go_by(**time: float) -> None:
        now = getattr(settings, "DULY_CLOCK_OFFSET", dt.timedelta(0))
        settings.DULY_CLOCK_OFFSET = now + dt.timedelta(**time)

    return go_by


def outcomes() -> list[str]:
    return list(DeliveryAttempt.objects.order_by("number").values_list("outcome", flat=True))


def test_in_a_run_without_faults_there_is_one_copy(queued: Message, mail_sink: MailSink) -> None:
    assert deliver().sent == 1
    assert deliver().sent == 0
    queued.refresh_from_db()
    assert (queued.state, queued.attempts_made, len(mail_sink.messages)) == (MessageState.SENT, 1, 1)
    assert outcomes() == [AttemptOutcome.ACCEPTED]


def test_a_refused_message_is_tried_again_after_a_minute(
    queued: Message, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    mail_sink.refusals.append("451 try again later")
    assert deliver().failed == 1
    assert deliver().sent == 0
    later(seconds=61)
    assert deliver().sent == 1
    assert outcomes() == [AttemptOutcome.REFUSED, AttemptOutcome.ACCEPTED]
    assert DeliveryAttempt.objects.get(number=1).detail == "SMTPDataError 451"
    assert len(mail_sink.messages) == 1


def test_while_the_server_does_not_answer_no_message_uses_up_an_attempt(
    queued: Message, mail_sink: MailSink, settings: Any
) -> None:
    port, settings.EMAIL_PORT = settings.EMAIL_PORT, 1
    assert deliver().unreachable
    settings.EMAIL_PORT = port
    assert deliver().sent == 1
    assert outcomes() == [AttemptOutcome.ACCEPTED]


def test_a_worker_killed_between_attempt_and_sending_loses_nothing(
    queued: Message, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    assert leases.take_next(clock_source.now()) is not None  # and never heard of again
    assert deliver().sent == 0
    later(seconds=LEASE.total_seconds() + 1)
    assert deliver().sent == 1
    assert outcomes() == [AttemptOutcome.OPEN, AttemptOutcome.ACCEPTED]
    assert len(mail_sink.messages) == 1


def test_a_worker_killed_before_it_could_say_so_makes_a_copy_that_is_seen_to_be_one(
    queued: Message, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    taken = leases.take_next(clock_source.now())
    assert taken is not None
    with Postman() as postman:
        postman.send(render(taken.message))
    later(seconds=LEASE.total_seconds() + 1)
    deliver()
    first, second = mail_sink.messages
    assert first["Message-ID"] == second["Message-ID"]
    assert len(mail_sink.messages) <= DeliveryAttempt.objects.count()


def test_a_holder_whose_lease_ran_out_can_no_longer_say_anything(
    queued: Message, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    slow = leases.take_next(clock_source.now())
    later(seconds=LEASE.total_seconds() + 1)
    quick = leases.take_next(clock_source.now())
    assert slow is not None
    assert quick is not None
    now = clock_source.now()
    assert not leases.mark_sent(slow, now=now)
    assert not leases.try_later(slow, now, detail="")
    assert not leases.close(slow, MessageState.DEAD, detail="")
    assert leases.mark_sent(quick, now=now)
    queued.refresh_from_db()
    assert (queued.state, queued.token) == (MessageState.SENT, quick.token)


def test_an_alert_that_cannot_reach_its_person_goes_to_the_alert_address(queued: Message, mail_sink: MailSink) -> None:
    async def refuse(_: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address.startswith("sam@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    mail_sink.handle_RCPT = refuse  # type: ignore[attr-defined]
    deliver()
    queued.refresh_from_db()
    assert (queued.state, queued.detail) == (MessageState.DEAD, "SMTPRecipientsRefused 550")
    assert "alerts@northwind.example" in [mail["To"] for mail in mail_sink.messages]
    assert Alert.objects.get(role="supervisor").message != queued
    assert Message.objects.filter(kind=MessageKind.FAULTS).exists()


def test_a_message_is_given_up_after_many_attempts(queued: Message, mail_sink: MailSink) -> None:
    Message.objects.update(attempts_made=MOST_ATTEMPTS - 1)
    mail_sink.refusals.append("451 try again later")
    deliver()
    queued.refresh_from_db()
    assert queued.state == MessageState.DEAD


def test_alerts_leave_before_acknowledgements(queued: Message, office: Office, mail_sink: MailSink) -> None:
    office.submission("2026-03-05")
    Message.objects.filter(lane=Lane.ACKNOWLEDGEMENTS).update(next_attempt_at=queued.created_at - dt.timedelta(days=1))
    deliver()
    assert [mail["To"] for mail in mail_sink.messages] == [office.supervisor.email, "robin@example.org"]


def test_a_message_that_cannot_be_rendered_stops_no_other(queued: Message, office: Office, mail_sink: MailSink) -> None:
    Deadline.objects.update(because=[])
    office.submission("2026-03-05")
    done = deliver()
    assert done.failed == 1
    assert "robin@example.org" in [mail["To"] for mail in mail_sink.messages]
    queued.refresh_from_db()
    assert (queued.state, queued.detail) == (MessageState.QUEUED, "IndexError")
    assert queued.fault_at is not None
    assert outcomes()[0] == AttemptOutcome.NOT_RENDERED


def test_a_message_that_cannot_be_put_on_the_wire_stops_no_other_and_is_given_up(
    queued: Message, office: Office, mail_sink: MailSink, later: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    User.objects.filter(pk=office.supervisor.pk).update(email="sam@northwind.example\nBcc: eve")
    office.submission("2026-03-05")
    assert deliver().failed == 1
    assert "robin@example.org" in [mail["To"] for mail in mail_sink.messages]
    queued.refresh_from_db()
    assert (queued.state, queued.detail, queued.attempts_made) == (MessageState.QUEUED, "ValueError", 1)
    assert queued.fault_at is not None
    assert queued.next_attempt_at > clock_source.now()
    assert f"message {queued.pk} could not be handed over: ValueError" in caplog.text
    assert not any(word in caplog.text for word in ("sam@", "eve"))

    Message.objects.filter(pk=queued.pk).update(attempts_made=MOST_ATTEMPTS - 1)
    later(seconds=61)
    deliver()
    queued.refresh_from_db()
    assert queued.state == MessageState.DEAD
    assert list(queued.attempts.values_list("outcome", flat=True)) == [AttemptOutcome.NOT_RENDERED] * 2


def test_an_operator_hears_of_it_in_the_same_run(queued: Message, mail_sink: MailSink, settings: Any) -> None:
    settings.DULY_OPERATOR_EMAIL = "operator@duly.example"
    Deadline.objects.update(because=[])
    deliver()
    [mail] = mail_sink.messages
    assert (mail["To"], mail["Subject"]) == ("operator@duly.example", "Duly needs an operator: northwind")
    assert "1 message that could not be written" in texts(mail)[0]


def test_no_address_and_no_name_is_kept_with_a_message(queued: Message, office: Office, mail_sink: MailSink) -> None:
    office.submission("2026-03-05")
    mail_sink.refusals += ["550 robin@example.org is unknown"] * 2
    deliver()
    for row in (*Message.objects.values(), *DeliveryAttempt.objects.values()):
        assert not any(word in str(value).lower() for value in row.values() for word in ("robin", "sam", "@"))


def test_what_left_is_not_sent_again_when_its_follow_up_fails(
    office: Office, mail_sink: MailSink, later: Callable[..., None]
) -> None:
    submission = office.submission("2026-03-02")
    submission.requests.update(zone="No/Where")  # its dates cannot be derived any more
    deliver()
    message = Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT)
    assert message.state == MessageState.SENT
    later(hours=2)
    deliver()
    assert [mail["To"] for mail in mail_sink.messages].count("robin@example.org") == 1


def test_held_by_one_it_is_not_taken_by_another(queued: Message) -> None:
    now = clock_source.now()
    assert leases.take_next(now) is not None
    assert leases.take_next(now) is None


def test_an_attempt_that_was_taken_sends_what_it_holds(queued: Message, mail_sink: MailSink) -> None:
    taken = leases.take_next(clock_source.now())
    assert taken is not None
    with Postman() as postman:
        assert attempt(taken, postman, Pacer())
    assert len(mail_sink.messages) == 1


def test_one_connection_carries_many_messages(office: Office, mail_sink: MailSink) -> None:
    sessions = set()

    async def note(_: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        sessions.add(id(session))
        envelope.mail_from = address
        return "250 OK"

    mail_sink.handle_MAIL = note  # type: ignore[attr-defined]
    for _ in range(4):
        office.submission("2026-03-02")
    assert deliver().sent == 4
    assert len(sessions) == 1


def test_after_the_data_key_is_erased_nothing_is_sent(office: Office, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02")
    sealing.erase(submission.data_key)
    deliver()
    assert mail_sink.messages == []
    assert Message.objects.get().detail == "erased"
