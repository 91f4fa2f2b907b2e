"""All outgoing mail at once: held back, let go, and what was given up sent once more. For operators.

No clock stops while mail is held back: alerts are raised and composed, and leave when it is let go.
"""

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction

from ..models import Message, MessageState, OutgoingPause


def paused() -> OutgoingPause | None:
    """The pause that holds mail back now."""
    return OutgoingPause.objects.filter(ended_at=None).first()


def pause(*, reason: str, by: str, now: dt.datetime) -> OutgoingPause:
    """Hold all mail back; what is in the hands of the mail server is not called back. Again changes nothing."""
    try:
        with transaction.atomic():
            return OutgoingPause.objects.create(begun_at=now, reason=reason[:200], begun_by=by[:200])
    except IntegrityError:
        held = paused()
        if held is None:
            raise
        return held


def resume(*, now: dt.datetime) -> bool:
    """Let mail go again. Whether it was held back."""
    return bool(OutgoingPause.objects.filter(ended_at=None).update(ended_at=now))


def dead_letters() -> "list[Message]":
    """What was given up, the latest first."""
    dead = Message.objects.filter(state=MessageState.DEAD).select_related("organization")
    return list(dead.order_by("-next_attempt_at"))


def set_aside(message_ids: Iterable[UUID]) -> int:
    """Say of what was given up that nothing more is to be done, as when it was said another way; how many."""
    dead = Message.objects.filter(pk__in=list(message_ids), state=MessageState.DEAD)
    return dead.update(state=MessageState.WITHDRAWN, detail="set_aside")


def send_again(message_ids: Iterable[UUID], *, now: dt.datetime) -> int:
    """Queue what was given up once more, as when an address was put right; how many. Its attempts count on.

    An alert that went to the alert address instead is not sent a second time: nothing waits in it any more, and it is
    withdrawn when it is rendered.
    """
    dead = Message.objects.filter(pk__in=list(message_ids), state=MessageState.DEAD)
    return dead.update(state=MessageState.QUEUED, next_attempt_at=now, token=None, leased_until=None, detail="")
