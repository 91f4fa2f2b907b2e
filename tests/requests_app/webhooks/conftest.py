"""Northwind's office with one endpoint, which is a real server behind TLS."""

from collections.abc import Callable
from itertools import count
from typing import Any
from uuid import uuid4

import pytest

from requests_app import clock_source
from requests_app.models import Alert, AlertChannel, AlertState, Message, MessageKind, WebhookEndpoint
from requests_app.services.composer import compose
from requests_app.services.recipients import key_of_endpoint
from requests_app.services.sweep import sweep
from requests_app.services.webhooks import endpoints
from tests.requests_app.office import Office, office, travel
from tests.tls import TlsSink

__all__ = ["office"]


@pytest.fixture
def endpoint(office: Office, tls_sink: TlsSink) -> WebhookEndpoint:
    return endpoints.make(office.organization, tls_sink.url(), by="ops", now=clock_source.now())


Ring = Callable[..., Alert]


@pytest.fixture
def ring(office: Office, settings: Any) -> Ring:
    """A new request of 2 March rings on the sixth, also for `endpoint`; the mail to people is left out."""

    minutes = count(1)

    def ring_for(endpoint: WebhookEndpoint) -> Alert:
        travel(settings, "2026-03-02T10:00:00")
        request = office.request("2026-03-02")
        travel(settings, f"2026-03-06T08:{next(minutes):02}:00")  # ten calendar days before the acknowledgement is due
        sweep()
        alert = Alert.objects.get(request=request)
        Alert.objects.filter(pk=alert.pk).update(state=AlertState.SKIPPED)
        alert.pk, alert.recipient, alert.channel = uuid4(), key_of_endpoint(endpoint.pk), AlertChannel.WEBHOOK
        alert.user = None
        alert.save(force_insert=True)
        return alert

    return ring_for


@pytest.fixture
def queued(ring: Ring, endpoint: WebhookEndpoint) -> Message:
    """One webhook that is ready to leave."""
    ring(endpoint)
    compose()
    return Message.objects.get(kind=MessageKind.WEBHOOK)
