"""Mail that left although this database does not know it: it was put back from a backup made before.

An operator finds in the mail server's log what left; its Message-ID begins with the message's own id.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction

from ..models import Message, MessageState
from . import delivery, outgoing

DETAIL = "left_before_restore"


class MailIsNotHeldBack(Exception):
    """A worker may have the message in its hands: hold mail back first."""


def queued() -> list[Message]:
    """What would leave if mail were let go, the oldest first."""
    waiting = Message.objects.filter(state=MessageState.QUEUED).select_related("organization")
    return list(waiting.order_by("created_at", "pk"))


def count_as_sent(message_ids: Iterable[UUID], *, now: dt.datetime) -> int:
    """Take what is queued as sent, with what follows from that; how many. Raises MailIsNotHeldBack."""
    if outgoing.paused() is None:
        raise MailIsNotHeldBack
    return sum(_count(each, now) for each in message_ids)


@transaction.atomic
def _count(message_id: UUID, now: dt.datetime) -> bool:
    mine = Message.objects.filter(pk=message_id, state=MessageState.QUEUED)
    values = {"state": MessageState.SENT, "sent_at": now, "leased_until": None, "token": None, "fault_at": None}
    if not mine.update(**values, detail=DETAIL):
        return False
    delivery.follow_up(Message.objects.get(pk=message_id), now)
    return True
