"""One message for each alert of an endpoint. A program wants no digest, and no quiet hours."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from django.db import transaction

from ...domain.clock_states import DeadlineState
from ...models import (
    Alert,
    AlertChannel,
    AlertState,
    Lane,
    Message,
    MessageKind,
    WebhookEndpoint,
)
from ..recipients import key_of_endpoint
from .instead import mail_instead

BATCH: Final = 500


def compose_webhooks(now: dt.datetime) -> int:
    """Turn all pending alerts for endpoints into messages; how many. What is owed no more is cancelled.

    So is what was for an endpoint that is stopped; it is mailed when nobody else is told of it.
    """
    made = 0
    while taken := _some(now):
        made += sum(taken)
    return made


@transaction.atomic
def _some(now: dt.datetime) -> Sequence[bool]:
    """For each alert of the next batch, whether it became a message."""
    pending = Alert.objects.filter(state=AlertState.PENDING, channel=AlertChannel.WEBHOOK).order_by("rang_at", "id")
    locked = pending.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("deadline")
    alerts = list(locked.only("id", "organization_id", "recipient", "deadline__state")[:BATCH])
    open_ones = {key_of_endpoint(row.pk): row for row in WebhookEndpoint.objects.filter(stopped_at=None)}
    messages = {}
    for alert in alerts:
        endpoint = open_ones.get(alert.recipient)
        own = endpoint is not None and endpoint.organization_id == alert.organization_id
        if endpoint is not None and own and alert.deadline.state == DeadlineState.LIVE:
            messages[alert.pk] = _message(alert, endpoint, now)
    Message.objects.bulk_create(messages.values())
    for alert in alerts:
        alert.message = messages.get(alert.pk)
        alert.state = AlertState.COMPOSED if alert.message else AlertState.CANCELLED
    Alert.objects.bulk_update(alerts, ["state", "message"])
    mail_instead(Alert.objects.filter(pk__in=[alert.pk for alert in alerts if alert.message is None]), now=now)
    return [alert.message is not None for alert in alerts]


def _message(alert: Alert, endpoint: WebhookEndpoint, now: dt.datetime) -> Message:
    return Message(
        organization_id=alert.organization_id,
        lane=Lane.WEBHOOKS,
        kind=MessageKind.WEBHOOK,
        key=str(alert.pk),
        recipient=key_of_endpoint(endpoint.pk),
        endpoint=endpoint,
        created_at=now,
        next_attempt_at=now,
    )
