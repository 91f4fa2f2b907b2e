"""Which programs are told of alerts, and how that goes."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from ..models import MessageState, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class EndpointStanding:
    """An endpoint for operators: neither its secret nor what its URL says after the host."""

    id: UUID
    organization: str
    host: str
    state: str
    waiting: int
    given_up: int
    created_at: dt.datetime
    created_by: str


def endpoints_of(organization_id: UUID) -> QuerySet[WebhookEndpoint]:
    """The endpoints of an organization that are not stopped, the oldest first."""
    return WebhookEndpoint.objects.filter(organization=organization_id, stopped_at=None).order_by("created_at", "id")


def standing_of_endpoints(now: dt.datetime) -> Iterator[EndpointStanding]:
    """All of them, by organization."""
    counted = WebhookEndpoint.objects.annotate(
        waiting=Count("messages", filter=Q(messages__state=MessageState.QUEUED)),
        given_up=Count("messages", filter=Q(messages__state=MessageState.DEAD)),
    )
    for row in counted.select_related("organization").order_by("organization__slug", "created_at"):
        yield EndpointStanding(
            id=row.pk,
            organization=row.organization.slug,
            host=urlsplit(row.url).netloc,
            state=_state(row, now),
            waiting=row.waiting,
            given_up=row.given_up,
            created_at=row.created_at,
            created_by=row.created_by,
        )


def _state(endpoint: WebhookEndpoint, now: dt.datetime) -> str:
    if endpoint.stopped_at is not None:
        return "stopped"
    if endpoint.failures and endpoint.rest_until is not None and now < endpoint.rest_until:
        return f"rests after {endpoint.failures} failures"
    return f"failed {endpoint.failures} times" if endpoint.failures else "in use"
