"""Queueing mail. A queued message names its recipient; address and text are looked up when it is sent."""

import datetime as dt
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from .. import nudge
from ..models import Lane, Message, MessageKind, MessageState, Submission
from .arrival import ContactBy
from .envelope import Contact
from .recipients import key_of

LANES: Final = {
    MessageKind.ALERTS: Lane.ALERTS,
    MessageKind.FAULTS: Lane.ALERTS,
    MessageKind.ACKNOWLEDGEMENT: Lane.ACKNOWLEDGEMENTS,
    MessageKind.LETTER: Lane.ACKNOWLEDGEMENTS,
    MessageKind.WORD: Lane.ACKNOWLEDGEMENTS,
    MessageKind.ACCESS_CODE: Lane.ALERTS,
    MessageKind.CONTACT_CHANGED: Lane.ACKNOWLEDGEMENTS,
    MessageKind.PERSON_WROTE: Lane.ACKNOWLEDGEMENTS,
    MessageKind.DIGEST: Lane.ALERTS,
    MessageKind.PROBE: Lane.ACKNOWLEDGEMENTS,
    MessageKind.WEBHOOK: Lane.WEBHOOKS,
    MessageKind.ALARM: Lane.ALERTS,
}


def may_mail(contact: Contact) -> bool:
    """Whether the person may be written to by e-mail: they gave an address, chose it, and writing is safe."""
    safe = contact.safe_contact
    return bool(contact.requester.email) and safe.preferred is ContactBy.EMAIL and safe.may_write


def queue_message(
    *,
    kind: MessageKind,
    organization_id: UUID,
    key: str,
    now: dt.datetime,
    submission: Submission | None = None,
    user_id: UUID | None = None,
) -> None:
    """Queue one message to the requester of `submission`, to a user, or else to the organization's alert address.

    The same kind and key again changes nothing. Whether a person may be mailed is asked again when it is sent, with
    `may_mail`; ask it before queueing, so that somebody confirms another way.
    """
    message = new_message(kind=kind, organization_id=organization_id, key=key, now=now, user_id=user_id)
    if submission is not None:
        message.submission = submission
        message.recipient = f"submission:{submission.pk}"
    queue([message])
    nudge.look_now()


def new_message(
    *,
    kind: MessageKind,
    organization_id: UUID,
    key: str,
    now: dt.datetime,
    user_id: UUID | None,
    recipient: str = "",
) -> Message:
    """A message for staff, not saved. `recipient`: whose it is, where the user alone does not say it."""
    return Message(
        organization_id=organization_id,
        lane=LANES[kind],
        kind=kind,
        key=key,
        recipient=recipient or key_of(user_id),
        user_id=user_id,
        created_at=now,
        next_attempt_at=now,
    )


def queue(messages: Iterable[Message]) -> None:
    """Insert messages, passing over those whose kind and key are there already."""
    Message.objects.bulk_create(messages, ignore_conflicts=True)


def withdraw(message_ids: Iterable[UUID], *, why: str) -> int:
    """Messages that have not left are never sent. `why` is a code, without personal data."""
    queued = Message.objects.filter(pk__in=message_ids, state=MessageState.QUEUED)
    return queued.update(state=MessageState.WITHDRAWN, token=None, detail=why)
