"""Taking a queued message for one attempt, and saying what came of it.

An attempt is committed before the mail server is spoken to, so there are never more copies than attempts. Its token
fences: when a lease ran out and somebody else took the message, the first holder's word no longer counts.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from ..models import AttemptOutcome, DeliveryAttempt, Lane, Message, MessageState

LEASE: Final = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Taken:
    """A message held for one attempt."""

    message: Message
    token: UUID


def take_next(now: dt.datetime, *, full: Collection[str] = ()) -> Taken | None:
    """The next mail that is to be tried, alerts before acknowledgements; None when there is none.

    `full`: the buckets of domains whose mails wait.
    """
    with transaction.atomic():
        mails = _mails(now, full)
        message = mails.select_for_update(skip_locked=True, no_key=True).order_by("lane", "next_attempt_at").first()
        return _hold(message, now) if message else None


def take_webhook(now: dt.datetime) -> Taken | None:
    """The next webhook that is to be tried, of an endpoint that neither rests nor is being called by somebody else."""
    called = Message.objects.filter(
        endpoint=OuterRef("endpoint"), state=MessageState.QUEUED, lane=Lane.WEBHOOKS, leased_until__gt=now
    )
    awake = Q(endpoint__rest_until=None) | Q(endpoint__rest_until__lte=now)
    with transaction.atomic():
        hooks = _free(now).filter(awake, ~Exists(called), lane=Lane.WEBHOOKS)
        locked = hooks.select_for_update(skip_locked=True, no_key=True, of=("self",))
        message = locked.order_by("next_attempt_at").first()
        return _hold(message, now) if message else None


def waiting(now: dt.datetime, *, full: Collection[str] = ()) -> bool:
    """Whether any mail is to be tried."""
    return _mails(now, full).exists()


def _mails(now: dt.datetime, full: Collection[str]) -> QuerySet[Message]:
    mails = _free(now).filter(lane__lt=Lane.WEBHOOKS)
    return mails.exclude(pace_bucket__in=full) if full else mails


def _free(now: dt.datetime) -> QuerySet[Message]:
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    return Message.objects.filter(free, state=MessageState.QUEUED, next_attempt_at__lte=now)


def _hold(message: Message, now: dt.datetime) -> Taken:
    message.token = uuid4()
    message.leased_until = now + LEASE
    message.attempts_made += 1
    message.save(update_fields=["token", "leased_until", "attempts_made"])
    DeliveryAttempt.objects.create(
        organization_id=message.organization_id,
        message=message,
        number=message.attempts_made,
        token=message.token,
        started_at=now,
    )
    return Taken(message, message.token)


def end_attempt(taken: Taken, outcome: AttemptOutcome, *, now: dt.datetime, detail: str = "") -> None:
    """What came of an attempt is recorded whether or not the message is still held."""
    DeliveryAttempt.objects.filter(token=taken.token).update(outcome=outcome, ended_at=now, detail=detail[:120])


def mark_sent(taken: Taken, *, now: dt.datetime) -> bool:
    """Whether this holder may say so."""
    return _held(taken, state=MessageState.SENT, sent_at=now, leased_until=None, fault_at=None, detail="")


def try_later(taken: Taken, at: dt.datetime, *, detail: str, fault_at: dt.datetime | None = None) -> bool:
    """Give the message back, to be tried again at `at`."""
    return _held(taken, next_attempt_at=at, leased_until=None, token=None, detail=detail[:120], fault_at=fault_at)


def put_back(taken: Taken, *, bucket: str) -> None:
    """Take back an attempt that nobody was spoken to for. The message keeps its place, and its number of attempts."""
    with transaction.atomic():
        if _held(taken, leased_until=None, token=None, attempts_made=F("attempts_made") - 1, pace_bucket=bucket):
            DeliveryAttempt.objects.filter(token=taken.token).delete()


def close(taken: Taken, state: MessageState, *, detail: str) -> bool:
    """Never to be tried again: dead, or withdrawn."""
    return _held(taken, state=state, leased_until=None, token=None, detail=detail[:120])


def _held(taken: Taken, **values: object) -> bool:
    """Change the message if this holder is still the one."""
    mine = Message.objects.filter(pk=taken.message.pk, token=taken.token, state=MessageState.QUEUED)
    return bool(mine.update(**values))
