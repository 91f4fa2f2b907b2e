"""The composer: one message out of all pending alerts of one recipient."""

import hashlib
from collections.abc import Sequence
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.db.models import QuerySet

from organizations.models import Organization

from .. import clock_source
from ..domain.clock_states import DeadlineState
from ..domain.quiet import Quiet
from ..models import Alert, AlertChannel, AlertState, MessageKind
from .messages import new_message
from .webhooks.composing import compose_webhooks

OVERDUE: Final = "overdue"
"""How the rungs begin that say a date has passed."""
DIGEST_ABOVE: Final = 5
"""A message about more alerts than this is a digest: one line each, the most pressing first."""


def compose() -> int:
    """Turn pending alerts into messages, one for each recipient and organization. How many messages that made."""
    waiting = Alert.objects.filter(state=AlertState.PENDING, channel=AlertChannel.EMAIL).order_by()
    pairs = waiting.values_list("organization", "recipient").distinct()
    mails = sum(_compose_for(organization, recipient) for organization, recipient in sorted(pairs))
    return mails + compose_webhooks(clock_source.now())


@transaction.atomic
def _compose_for(organization_id: UUID, recipient: str) -> bool:
    """One message under the recipient's lock; nothing if another composer is at it."""
    if not _lock(organization_id, recipient):
        return False
    alerts = list(_pending(organization_id, recipient))
    over = [alert.pk for alert in alerts if alert.deadline.state != DeadlineState.LIVE]
    Alert.objects.filter(pk__in=over).update(state=AlertState.CANCELLED)
    live = [alert for alert in alerts if alert.deadline.state == DeadlineState.LIVE]
    if not live or _is_kept_quiet(organization_id, live):
        return False
    message = new_message(
        kind=MessageKind.ALERTS,
        organization_id=organization_id,
        key=str(live[0].pk),  # an alert is in one message, so its id names the message
        now=clock_source.now(),
        user_id=live[0].user_id,
        recipient=recipient,
    )
    message.save(force_insert=True)
    Alert.objects.filter(pk__in=[alert.pk for alert in live]).update(state=AlertState.COMPOSED, message=message)
    return True


def _is_kept_quiet(organization_id: UUID, alerts: Sequence[Alert]) -> bool:
    """Whether the alerts wait, together, until the organization's quiet hours are over."""
    organization = Organization.objects.get(pk=organization_id)
    if organization.overdue_breaks_quiet and any(alert.rung.startswith(OVERDUE) for alert in alerts):
        return False
    return quiet_of(organization).covers(clock_source.now())


def quiet_of(organization: Organization) -> Quiet:
    return Quiet(
        zone=ZoneInfo(organization.timezone),
        begins=organization.quiet_from,
        ends=organization.quiet_until,
        weekends=organization.quiet_weekends,
    )


def _pending(organization_id: UUID, recipient: str) -> QuerySet[Alert]:
    """Read after the lock, in a statement of its own: what another composer took is not there any more."""
    pending = Alert.objects.filter(organization=organization_id, recipient=recipient, state=AlertState.PENDING)
    rows = pending.select_for_update(skip_locked=True, no_key=True, of=("self",)).select_related("deadline")
    return rows.only("id", "user_id", "rung", "deadline__state").order_by("rang_at", "id")


def _lock(organization_id: UUID, recipient: str) -> bool:
    """Until the transaction ends. On SQLite a transaction that writes is alone."""
    if connection.vendor != "postgresql":
        return True
    digest = hashlib.sha256(f"composer {organization_id} {recipient}".encode()).digest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [int.from_bytes(digest[:8], signed=True)])
        (locked,) = cursor.fetchone()
    return bool(locked)
