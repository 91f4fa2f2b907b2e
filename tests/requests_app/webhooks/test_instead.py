"""What only programs were to hear is mailed to the alert address when they cannot hear it."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app import clock_source
from requests_app.models import Alert, AlertChannel, AlertState, Deadline, Message, MessageKind, WebhookEndpoint
from requests_app.services.composer import compose
from requests_app.services.delivery import deliver
from requests_app.services.webhooks import endpoints
from requests_app.services.webhooks.sending import deliver_webhooks
from tests.tls import TlsSink, status

from .conftest import Ring


@pytest.fixture
def alone(ring: Ring, endpoint: WebhookEndpoint) -> Alert:
    """An alert that waits for the endpoint, and of which nobody is mailed."""
    alert = ring(endpoint)
    Alert.objects.filter(channel=AlertChannel.EMAIL).delete()
    return alert


def told() -> list[list[str]]:
    deliver()
    references = Alert.objects.values_list("request__reference", flat=True)
    return [each.to for each in mail.outbox if any(reference in each.subject for reference in references)]


def given_up(alert: Alert) -> bool:
    alert.refresh_from_db()
    return alert.state == AlertState.COMPOSED and alert.message is not None and alert.message.user is None


def test_what_an_endpoint_that_is_gone_refused_is_mailed_once(alone: Alert, tls_sink: TlsSink) -> None:
    compose()
    tls_sink.answers.append(status(410))
    deliver_webhooks(way=tls_sink.way())
    deliver_webhooks(way=tls_sink.way())
    assert given_up(alone)
    assert told() == [["alerts@northwind.example"]]


def test_what_waits_when_an_endpoint_is_stopped_is_mailed(alone: Alert, ring: Ring, endpoint: WebhookEndpoint) -> None:
    compose()
    second = ring(endpoint)
    Alert.objects.filter(channel=AlertChannel.EMAIL).delete()
    endpoints.stop(endpoint.pk, now=clock_source.now())
    assert given_up(alone)
    assert given_up(second)
    assert set(Message.objects.get(kind=MessageKind.ALERTS).alerts.all()) == {alone, second}


def test_what_rings_as_an_endpoint_is_stopped_is_mailed(alone: Alert, endpoint: WebhookEndpoint) -> None:
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(stopped_at=clock_source.now())
    compose()
    assert given_up(alone)
    assert told() == [["alerts@northwind.example"]]


def test_what_was_composed_as_an_endpoint_is_stopped_is_mailed(
    alone: Alert, endpoint: WebhookEndpoint, tls_sink: TlsSink
) -> None:
    compose()
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(stopped_at=clock_source.now())
    deliver_webhooks(way=tls_sink.way())
    assert (given_up(alone), tls_sink.got) == (True, [])


def test_what_was_done_since_is_not_mailed(alone: Alert, endpoint: WebhookEndpoint) -> None:
    Deadline.objects.update(state="met", next_alert_at=None, next_rung="")
    endpoints.stop(endpoint.pk, now=clock_source.now())
    assert not Message.objects.filter(kind=MessageKind.ALERTS).exists()


def test_whoever_is_mailed_anyway_hears_it_once(ring: Ring, endpoint: WebhookEndpoint) -> None:
    alert = ring(endpoint)
    endpoints.stop(endpoint.pk, now=clock_source.now())
    alert.refresh_from_db()
    assert alert.state == AlertState.CANCELLED
    assert not Message.objects.filter(kind=MessageKind.ALERTS).exists()


@pytest.mark.postgres
def test_stopping_does_not_wait_for_a_message_that_refers_to_the_endpoint(
    alone: Alert, endpoint: WebhookEndpoint
) -> None:
    with CaptureQueriesContext(connection) as asked:
        endpoints.stop(endpoint.pk, now=clock_source.now())
    locks = [one["sql"].rpartition(" FOR ")[2] for one in asked if " FOR " in one["sql"]]
    assert set(locks) == {"NO KEY UPDATE"}
    assert given_up(alone)
