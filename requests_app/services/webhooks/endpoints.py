"""Making, rotating and stopping an endpoint. For operators, by a command: no screen decides where Duly calls."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from config import egress
from organizations.models import Organization
from records.keys import master_keys

from ...models import Alert, AlertState, Message, MessageState, WebhookEndpoint
from ..messages import withdraw
from ..recipients import key_of_endpoint
from .instead import mail_instead

OVERLAP: Final = dt.timedelta(days=1)
"""After a rotation the secret before signs as well for so long."""


def make(organization: Organization, url: str, *, by: str, now: dt.datetime) -> WebhookEndpoint:
    """An endpoint that is told of alerts from now on. Raises egress.NotAllowed, IntegrityError if it is there already.

    The URL may name a path and a query; whoever can read the database can read it, so it should hold no secret.
    """
    egress.target_of(url, settings.DULY_EGRESS_HOSTS)
    master_id = master_keys()[0].id
    with transaction.atomic():
        return WebhookEndpoint.objects.create(
            organization=organization, url=url, master_id=master_id, created_at=now, created_by=by[:200]
        )


def rotate(endpoint_id: UUID, *, now: dt.datetime) -> WebhookEndpoint:
    """A new secret, under today's master key. Raises WebhookEndpoint.DoesNotExist."""
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.previous_master_id, endpoint.previous_until = endpoint.master_id, now + OVERLAP
        endpoint.master_id = master_keys()[0].id
        endpoint.secret_number += 1
        endpoint.save(update_fields=["previous_master_id", "previous_until", "master_id", "secret_number"])
    return endpoint


def stop(endpoint_id: UUID, *, now: dt.datetime) -> WebhookEndpoint:
    """Nothing is sent to it any more, and what waits is withdrawn, or mailed when nobody else is told of it.

    Raises WebhookEndpoint.DoesNotExist.
    """
    with transaction.atomic():
        endpoint = _locked(endpoint_id)
        endpoint.stopped_at = now
        endpoint.save(update_fields=["stopped_at"])
        waiting = Message.objects.filter(endpoint=endpoint, state=MessageState.QUEUED)
        withdrawn = list(waiting.values_list("pk", flat=True))
        withdraw(withdrawn, why="endpoint_stopped")
        mine = Alert.objects.filter(recipient=key_of_endpoint(endpoint.pk)).select_for_update(no_key=True)
        pending = list(mine.filter(state=AlertState.PENDING).values_list("pk", flat=True))
        mail_instead(Alert.objects.filter(Q(pk__in=pending) | Q(message__in=withdrawn)), now=now)
        Alert.objects.filter(pk__in=pending, state=AlertState.PENDING).update(state=AlertState.CANCELLED)
    return endpoint


def _locked(endpoint_id: UUID) -> WebhookEndpoint:
    # no_key: whoever composes a message to it right now refers to it, and must not wait.
    return WebhookEndpoint.objects.select_for_update(no_key=True).get(pk=endpoint_id, stopped_at=None)
