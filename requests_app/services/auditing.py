"""Looking at the engine as an operator would: whoever ticks looks every few minutes, once for all hosts.

What is found is told by one mail a day for each kind of trouble. When nothing is, the heartbeat's address is called,
so that somebody elsewhere notices when Duly says nothing at all.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.conf import settings

from config import egress
from config.egress.calling import INTERNET
from organizations.models import Organization

from .. import clock_source
from ..models import Message, MessageKind, MessageState
from ..selectors.auditor import Alarm, Finding, findings
from . import turns
from .faults import operators
from .messages import new_message, queue

logger = logging.getLogger(__name__)

EVERY: Final = dt.timedelta(minutes=5)
TOLD_AS_IT_HAPPENS: Final = frozenset({Alarm.DEAD_LETTERS, Alarm.FAULTS})
"""Of these an operator hears at once, by the message about faults; here again on each day that they last."""


def audit(*, way: egress.Way = INTERNET) -> Sequence[Finding]:
    """Look, tell, and if all is well call the heartbeat; nothing when somebody did within five minutes."""
    now = clock_source.now()
    if not turns.take("audit", every=EVERY, now=now):
        return []
    found = findings(now)
    for finding in found:
        logger.warning("alarm %s: %d since %s", finding.alarm.value, finding.count, finding.since)
        tell(finding.alarm, now=now)
    if all(finding.over for finding in found):
        beat(way=way)
    return found


def tell(alarm: Alarm, *, now: dt.datetime) -> None:
    """Queue today's message about one kind of trouble, once for each operator; it says how it stands when it is sent.

    It hangs on the oldest organization, whatever the trouble: operators answer for the installation. One that had
    become idle before it was sent is queued again.
    """
    home = Organization.objects.order_by("created_at", "id").values_list("pk", flat=True).first()
    if home is None or (alarm in TOLD_AS_IT_HAPPENS and _told_today(now)):
        return
    messages = [_message(home, alarm, operator, now) for operator in operators()]
    queue(messages)
    idle = Message.objects.filter(organization=home, kind=MessageKind.ALARM, state=MessageState.WITHDRAWN)
    again = idle.filter(key__in=[message.key for message in messages])
    again.update(state=MessageState.QUEUED, next_attempt_at=now, detail="")


def _told_today(now: dt.datetime) -> bool:
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    return Message.objects.filter(kind=MessageKind.FAULTS, created_at__gte=midnight).exists()


def _message(home: UUID, alarm: Alarm, operator: UUID | None, now: dt.datetime) -> Message:
    key = f"{alarm.value} {now.date()} {operator or 'address'}"
    return new_message(kind=MessageKind.ALARM, organization_id=home, key=key, now=now, user_id=operator)


def beat(*, way: egress.Way = INTERNET) -> None:
    """Call the address of the settings, if there is one. That it cannot be reached harms nothing, and is logged."""
    if not settings.DULY_HEARTBEAT_URL:
        return
    try:
        answer = egress.call(settings.DULY_HEARTBEAT_URL, method="GET", way=way)
    except (egress.NotAllowed, egress.Failed) as error:
        logger.warning("the heartbeat could not be called: %s", error.code)
        return
    if not answer.is_good:
        logger.warning("the heartbeat was answered with %d", answer.status)
