"""So many mails a minute to one domain, whoever sends them; nobody else waits, and nothing loses its place."""

import datetime as dt
from typing import Any

import pytest

from requests_app import clock_source
from requests_app.models import DeliveryAttempt, Lane, Message, MessageState, PacedMail
from requests_app.services.arrival import RequesterDetails
from requests_app.services.delivery import deliver
from requests_app.services.pacing import MINUTE, Pacer, bucket_of
from tests.mail import MailSink
from tests.requests_app.office import Office, travel
from tests.requests_app.parallel import at_once

START = "2026-03-03T09:00:00"


@pytest.fixture
def paced(office: Office, settings: Any) -> Office:
    """Two mails a minute to one domain."""
    settings.DULY_MAIL_DOMAIN_PACE = 2
    travel(settings, START)
    return office


def ask(office: Office, *addresses: str) -> list[Message]:
    """A request from each, whose receipt is to be confirmed, in this order."""
    for number, address in enumerate(addresses):
        requester = RequesterDetails(name="Robin Example", email=address)
        submission = office.submission("2026-03-03", requester=requester)
        due = clock_source.now() - dt.timedelta(seconds=60 - number)
        Message.objects.filter(submission=submission).update(next_attempt_at=due)
    return list(Message.objects.order_by("next_attempt_at"))


def recipients(sink: MailSink) -> list[str]:
    return [mail["To"] for mail in sink.messages]


def test_the_third_mail_of_a_minute_waits_and_others_do_not(paced: Office, mail_sink: MailSink, settings: Any) -> None:
    ask(paced, "a@one.example", "b@one.example", "c@one.example", "d@ONE.example", "e@two.example")
    done = deliver()
    assert (done.sent, done.failed, done.paced) == (3, 0, 2)
    assert recipients(mail_sink) == ["a@one.example", "b@one.example", "e@two.example"]
    settings.DULY_CLOCK_OFFSET += MINUTE - dt.timedelta(seconds=30)
    assert deliver().sent == 0
    settings.DULY_CLOCK_OFFSET += dt.timedelta(seconds=30)
    assert deliver().sent == 2
    assert recipients(mail_sink)[3:] == ["c@one.example", "d@ONE.example"]


def test_who_waits_uses_up_no_attempt_and_keeps_the_place(paced: Office, mail_sink: MailSink) -> None:
    ask(paced, "a@one.example", "b@one.example", "c@one.example")
    before = Message.objects.order_by("next_attempt_at").last()
    deliver()
    waits = Message.objects.get(state=MessageState.QUEUED)
    assert (waits.pk, waits.next_attempt_at) == (before.pk, before.next_attempt_at)
    assert (waits.attempts_made, waits.leased_until, waits.token) == (0, None, None)
    assert DeliveryAttempt.objects.count() == len(mail_sink.messages) == 2


def test_what_waits_is_not_written_again_in_the_same_run(paced: Office, mail_sink: MailSink) -> None:
    ask(paced, *(f"{name}@one.example" for name in "abcdef"))
    assert deliver().paced == 4  # each is looked at once, and its domain noted
    assert deliver().paced == 1  # now the first says it for all


def test_alerts_go_before_the_rest_of_their_domain(paced: Office, mail_sink: MailSink) -> None:
    messages = ask(paced, "a@one.example", "b@one.example", "c@one.example")
    Message.objects.filter(pk=messages[2].pk).update(lane=Lane.ALERTS)
    deliver()
    assert recipients(mail_sink) == ["c@one.example", "a@one.example"]


def test_zero_means_no_limit_and_counts_nothing(paced: Office, mail_sink: MailSink, settings: Any) -> None:
    settings.DULY_MAIL_DOMAIN_PACE = 0
    ask(paced, "a@one.example", "b@one.example", "c@one.example")
    assert deliver().sent == 3
    assert not PacedMail.objects.exists()


def test_neither_address_nor_domain_is_kept_and_old_counts_go(
    paced: Office, mail_sink: MailSink, settings: Any
) -> None:
    ask(paced, "a@one.example", "b@one.example", "c@one.example")
    deliver()
    kept = {*PacedMail.objects.values_list("bucket", flat=True), *Message.objects.values_list("pace_bucket", flat=True)}
    assert kept == {bucket_of("x@One.Example."), None}
    assert len(bucket_of("x@one.example")) == 4
    assert bucket_of("x@one.example") != bucket_of("x@two.example")
    settings.DULY_CLOCK_OFFSET += MINUTE
    deliver()
    assert PacedMail.objects.count() == 1


def test_the_bucket_depends_on_the_installations_key(settings: Any) -> None:
    before = [bucket_of(f"x@{number}.example") for number in range(4)]
    settings.DULY_LOOKUP_KEY = "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE="
    assert [bucket_of(f"x@{number}.example") for number in range(4)] != before


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_many_workers_together_keep_to_the_limit(settings: Any) -> None:
    settings.DULY_MAIL_DOMAIN_PACE = 5
    took: list[bool] = []

    def send() -> None:
        pacer = Pacer()
        took.extend(pacer.admits("a@one.example")[0] for _ in range(4))

    at_once(4, send)
    assert sum(took) == 5
    assert PacedMail.objects.count() == 5
