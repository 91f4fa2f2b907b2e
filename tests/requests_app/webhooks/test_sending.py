"""A webhook arrives once, signed and without personal data, whatever the other side does, and holds up no mail."""

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest

from requests_app import clock_source
from requests_app.models import (
    Alert,
    AlertChannel,
    AlertState,
    AttemptOutcome,
    Deadline,
    DeliveryAttempt,
    Message,
    MessageKind,
    MessageState,
    WebhookEndpoint,
)
from requests_app.services import leases, outgoing, ticking
from requests_app.services.composer import compose
from requests_app.services.delivery import MOST_ATTEMPTS, deliver
from requests_app.services.webhooks import endpoints, signing
from requests_app.services.webhooks.sending import attempt, deliver_webhooks
from tests.mail import MailSink
from tests.requests_app.office import Office, open_office
from tests.tls import TlsSink, status

from .conftest import Ring


@pytest.fixture
def later(settings: Any) -> Callable[..., None]:
    """Let some time go by."""

    def go_by(**time: float) -> None:
        settings.DULY_CLOCK_OFFSET += dt.timedelta(**time)

    return go_by


def outcomes(message: Message) -> list[tuple[str, str]]:
    return list(message.attempts.order_by("number").values_list("outcome", "detail"))


def test_a_webhook_says_which_date_of_which_request_and_is_signed(
    queued: Message, endpoint: WebhookEndpoint, tls_sink: TlsSink
) -> None:
    assert deliver_webhooks(way=tls_sink.way()).sent == 1
    assert deliver_webhooks(way=tls_sink.way()).sent == 0
    [got] = tls_sink.got
    said = json.loads(got.body)
    deadline = Deadline.objects.get(alerts__message=queued)
    assert said == {
        "event": "deadline.alert",
        "id": str(queued.pk),
        "organization": "northwind",
        "request": deadline.request.reference,
        "deadline": {"act": "acknowledge", "kind": deadline.kind, "authority": deadline.authority},
        "due_on": "2026-03-16",
        "act_by": "2026-03-16",
        "rung": queued.alerts.get().rung,
        "rang_on": "2026-03-06",
        "url": said["url"],
    }
    assert str(deadline.request_id) in said["url"]
    assert (got.method, got.path, got.headers["content-type"]) == ("POST", "/hook", "application/json")
    head = got.headers
    assert head["webhook-id"] == str(queued.pk)
    assert abs(int(head["webhook-timestamp"]) - clock_source.now().timestamp()) < 60
    secret = signing.secret_of(endpoint)
    assert head["webhook-signature"] == signing.signature(
        secret, head["webhook-id"], head["webhook-timestamp"], got.body
    )
    queued.refresh_from_db()
    assert (queued.state, outcomes(queued)) == (MessageState.SENT, [(AttemptOutcome.ACCEPTED, "")])


def test_nobody_is_named(queued: Message, tls_sink: TlsSink) -> None:
    deliver_webhooks(way=tls_sink.way())
    text = tls_sink.got[0].body.decode().lower() + str(tls_sink.got[0].headers).lower()
    assert not any(word in text for word in ("robin", "sam", "@", "delete", "nevada", "us-nv"))


def test_by_default_only_the_public_internet_is_called(queued: Message, tls_sink: TlsSink) -> None:
    assert deliver_webhooks().failed == 1
    assert outcomes(queued)[0][0] == AttemptOutcome.REFUSED
    assert tls_sink.names == []


@pytest.mark.parametrize("code", [300, 301, 404, 500, 503])
def test_what_is_not_accepted_is_tried_again_under_the_same_id(
    queued: Message, tls_sink: TlsSink, later: Callable[..., None], code: int
) -> None:
    tls_sink.answers.append(status(code))
    assert deliver_webhooks(way=tls_sink.way()).failed == 1
    assert deliver_webhooks(way=tls_sink.way()).sent == 0
    later(seconds=61)
    assert deliver_webhooks(way=tls_sink.way()).sent == 1
    first, second = tls_sink.got
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) >= 60
    assert outcomes(queued) == [(AttemptOutcome.REFUSED, f"status_{code}"), (AttemptOutcome.ACCEPTED, "")]


def test_gone_is_gone_and_an_operator_hears_of_it(queued: Message, tls_sink: TlsSink) -> None:
    tls_sink.answers.append(status(410))
    deliver_webhooks(way=tls_sink.way())
    queued.refresh_from_db()
    assert (queued.state, queued.detail) == (MessageState.DEAD, "status_410")
    assert Message.objects.filter(kind=MessageKind.FAULTS).exists()


def test_it_is_given_up_after_many_attempts_and_can_be_sent_again(
    queued: Message, tls_sink: TlsSink, later: Callable[..., None]
) -> None:
    Message.objects.filter(pk=queued.pk).update(attempts_made=MOST_ATTEMPTS - 1)
    tls_sink.answers.append(status(500))
    deliver_webhooks(way=tls_sink.way())
    assert Message.objects.get(pk=queued.pk).state == MessageState.DEAD
    later(minutes=2)
    assert outgoing.send_again([queued.pk], now=clock_source.now()) == 1
    assert deliver_webhooks(way=tls_sink.way()).sent == 1


def test_an_endpoint_that_failed_rests_and_its_others_use_up_no_attempt(
    ring: Ring, queued: Message, endpoint: WebhookEndpoint, tls_sink: TlsSink, later: Callable[..., None]
) -> None:
    ring(endpoint)
    compose()
    tls_sink.answers.append(status(500))
    assert deliver_webhooks(way=tls_sink.way()).failed == 1
    assert (len(tls_sink.got), DeliveryAttempt.objects.count()) == (1, 1)
    endpoint.refresh_from_db()
    assert endpoint.failures == 1
    later(seconds=61)
    assert deliver_webhooks(way=tls_sink.way()).sent == 2
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.rest_until) == (0, None)


def test_another_endpoint_does_not_wait_for_it(ring: Ring, queued: Message, office: Office, tls_sink: TlsSink) -> None:
    other = endpoints.make(office.organization, tls_sink.url("/other"), by="ops", now=clock_source.now())
    ring(other)
    compose()
    tls_sink.answers.append(status(500))
    done = deliver_webhooks(way=tls_sink.way())
    assert (done.sent, done.failed) == (1, 1)
    assert [got.path for got in tls_sink.got] == ["/hook", "/other"]


def test_an_endpoint_that_is_being_called_is_not_called_by_a_second(
    ring: Ring, queued: Message, endpoint: WebhookEndpoint, tls_sink: TlsSink, later: Callable[..., None]
) -> None:
    ring(endpoint)
    compose()
    taken = leases.take_webhook(clock_source.now())
    assert taken is not None
    assert leases.take_webhook(clock_source.now()) is None
    assert attempt(taken, tls_sink.way())
    assert leases.take_webhook(clock_source.now()) is not None


def test_one_that_was_left_in_the_middle_is_sent_again(
    queued: Message, tls_sink: TlsSink, later: Callable[..., None]
) -> None:
    assert leases.take_webhook(clock_source.now()) is not None  # and never heard of again
    assert deliver_webhooks(way=tls_sink.way()).sent == 0
    later(seconds=leases.LEASE.total_seconds() + 1)
    assert deliver_webhooks(way=tls_sink.way()).sent == 1
    assert [outcome for outcome, _ in outcomes(queued)] == [AttemptOutcome.OPEN, AttemptOutcome.ACCEPTED]


def test_a_run_is_bounded(ring: Ring, queued: Message, endpoint: WebhookEndpoint, tls_sink: TlsSink) -> None:
    ring(endpoint)
    compose()
    assert deliver_webhooks(most=1, way=tls_sink.way()).sent == 1
    assert deliver_webhooks(seconds=0, way=tls_sink.way()).sent == 0
    assert deliver_webhooks(way=tls_sink.way()).sent == 1


def test_mail_does_not_wait_for_webhooks_nor_are_they_taken_for_mail(
    queued: Message, office: Office, mail_sink: MailSink, tls_sink: TlsSink
) -> None:
    office.submission("2026-03-05")
    assert leases.take_webhook(clock_source.now()) is not None
    assert deliver().sent == 1
    assert [mail["To"] for mail in mail_sink.messages] == ["robin@example.org"]
    assert tls_sink.got == []
    assert ticking.STAGES.index(deliver) < ticking.STAGES.index(deliver_webhooks)


def test_the_pause_of_all_outgoing_holds_it_back(queued: Message, tls_sink: TlsSink) -> None:
    outgoing.pause(reason="We move.", by="ops", now=clock_source.now())
    assert deliver_webhooks(way=tls_sink.way()).sent == 0
    outgoing.resume(now=clock_source.now())
    assert deliver_webhooks(way=tls_sink.way()).sent == 1


def test_what_was_done_since_is_not_sent(queued: Message, tls_sink: TlsSink) -> None:
    Deadline.objects.update(state="met", next_alert_at=None, next_rung="")
    deliver_webhooks(way=tls_sink.way())
    queued.refresh_from_db()
    assert (queued.state, queued.detail, tls_sink.got) == (MessageState.WITHDRAWN, "done_since", [])


def test_an_alert_of_what_was_done_before_it_was_composed_is_cancelled(ring: Ring, endpoint: WebhookEndpoint) -> None:
    alert = ring(endpoint)
    Deadline.objects.update(state="met", next_alert_at=None, next_rung="")
    compose()
    alert.refresh_from_db()
    assert (alert.state, alert.message) == (AlertState.CANCELLED, None)


def test_a_stopped_endpoint_hears_nothing_more(
    ring: Ring, queued: Message, endpoint: WebhookEndpoint, tls_sink: TlsSink
) -> None:
    pending = ring(endpoint)
    endpoints.stop(endpoint.pk, now=clock_source.now())
    queued.refresh_from_db()
    pending.refresh_from_db()
    assert (queued.state, queued.detail) == (MessageState.WITHDRAWN, "endpoint_stopped")
    assert pending.state == AlertState.CANCELLED
    assert ring(endpoint).state == AlertState.PENDING
    compose()
    assert not Alert.objects.filter(state=AlertState.PENDING, channel=AlertChannel.WEBHOOK).exists()
    assert (deliver_webhooks(way=tls_sink.way()).sent, tls_sink.got) == (0, [])


def test_an_endpoint_of_another_organization_hears_nothing(ring: Ring, office: Office, tls_sink: TlsSink) -> None:
    elsewhere = open_office("southwind").organization
    theirs = endpoints.make(elsewhere, tls_sink.url(), by="ops", now=clock_source.now())
    alert = ring(theirs)
    compose()
    alert.refresh_from_db()
    assert (alert.state, Message.objects.filter(kind=MessageKind.WEBHOOK).exists()) == (AlertState.CANCELLED, False)


def test_one_that_cannot_be_signed_stops_no_other_and_is_told(
    ring: Ring, queued: Message, office: Office, tls_sink: TlsSink
) -> None:
    other = endpoints.make(office.organization, tls_sink.url("/other"), by="ops", now=clock_source.now())
    ring(other)
    compose()
    WebhookEndpoint.objects.exclude(pk=other.pk).update(master_id="0" * 16)
    done = deliver_webhooks(way=tls_sink.way())
    assert (done.sent, done.failed) == (1, 1)
    queued.refresh_from_db()
    assert (queued.detail, queued.fault_at is not None) == ("MissingMasterKeyError", True)
    assert Message.objects.filter(kind=MessageKind.FAULTS).exists()
