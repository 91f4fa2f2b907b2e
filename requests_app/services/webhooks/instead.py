"""When a program does not hear of a date, and no person was to, the organization's alert address does."""

import datetime as dt
from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ...domain.clock_states import DeadlineState
from ...models import Alert, AlertChannel, AlertState, MessageKind
from ..messages import new_message


def mail_instead(alerts: QuerySet[Alert], *, now: dt.datetime) -> None:
    """Of alerts that no endpoint will hear, mail those that are still owed and of which no mail tells.

    They are in the mail from then on. The caller is in a transaction, and leaves the others as they are.
    """
    same = {name: OuterRef(name) for name in ("deadline", "generation", "rung", "occurs_on")}
    mailed = Alert.objects.filter(Q(channel=AlertChannel.EMAIL) | Q(message__kind=MessageKind.ALERTS), **same)
    unheard = alerts.filter(~Exists(mailed), deadline__state=DeadlineState.LIVE).order_by("rang_at", "id")
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for organization, alert in unheard.values_list("organization", "pk"):
        found[organization].append(alert)
    for organization, ids in found.items():
        message = new_message(
            kind=MessageKind.ALERTS,
            organization_id=organization,
            key=f"instead of {ids[0]}",
            now=now,
            user_id=None,
        )
        message.save(force_insert=True)
        Alert.objects.filter(pk__in=ids).update(state=AlertState.COMPOSED, message=message)
