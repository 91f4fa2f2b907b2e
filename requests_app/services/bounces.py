"""Mail to a person that came back: recorded on the case it was about, which then has a target of its own.

A mail server that refuses for good says so at once, and delivery records it. What comes back later lies in the
mailbox of the sender: an operator records it by the message's id, or staff do on the page of the case.
"""

import datetime as dt
import logging
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db import transaction

from records.chain import Actor, ActorKind
from records.models import Event

from ..domain.events import EventName
from ..domain.lifecycle import Action, State
from ..models import Letter, Message, MessageKind, MessageState, PrivacyRequest
from .faults import tell_operator
from .halving import DATABASE_AWAY
from .transition import transition

logger = logging.getLogger(__name__)

MAIL: Final = Actor(kind=ActorKind.SYSTEM, label="mail")
BOUNCED: Final = "bounced"
"""Stands in `detail` of a message that left and came back."""


class CameBack(StrEnum):
    """What became of the word that a mail came back."""

    RECORDED = "recorded on the case"
    KNOWN = "that was recorded before"
    NOWHERE = "nothing was recorded: no case is waiting for this mail to arrive"


def came_back(message_id: UUID, *, now: dt.datetime, by: Actor = MAIL) -> CameBack:
    """A mail that had left came back. Raises Message.DoesNotExist if none such left."""
    with transaction.atomic():
        sent = Message.objects.select_for_update(of=("self",), no_key=True)
        message = sent.get(pk=message_id, state=MessageState.SENT, submission__isnull=False)
        if message.detail == BOUNCED:
            return CameBack.KNOWN
        if not _record(message, by=by, now=now):
            return CameBack.NOWHERE
        Message.objects.filter(pk=message.pk).update(detail=BOUNCED)
    return CameBack.RECORDED


def refused(message: Message, *, now: dt.datetime) -> None:
    """Delivery gives a mail up, in the caller's transaction. What cannot be written on the case does not undo that."""
    if message.submission_id is None:
        return
    try:
        with transaction.atomic():
            _record(message, by=MAIL, now=now)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # trying again would not mend it
        logger.error("that message %s came back was not recorded", message.pk, exc_info=error)
        Message.objects.filter(pk=message.pk).update(fault_at=now)
        tell_operator(message.organization_id, now=now)


def _record(message: Message, *, by: Actor, now: dt.datetime) -> bool:
    """On the request it was about; a closed one stays closed. Whether it was: not of what went to the way given up."""
    about = None if message.kind == MessageKind.CONTACT_CHANGED else _about(message)
    if about is None:
        return False
    said = {"of": _of(message, about)}
    results = transition([about.pk], Action.RECORD_BOUNCE, by=by, at=now, details=said, now=now)
    return all(result.done for result in results)


def _about(message: Message) -> PrivacyRequest | None:
    """The letter's request, else the first of the submission that is open, else the one that was closed last."""
    letter = Letter.objects.filter(message=message).select_related("request").first()
    if letter is not None:
        return letter.request
    rows = PrivacyRequest.objects.filter(submission=message.submission_id)
    still_open = rows.exclude(state=State.CLOSED).order_by("reference").first()
    return still_open or rows.order_by("-closed_at", "reference").first()


def _of(message: Message, about: PrivacyRequest) -> str:
    """What came back: the event of a letter that had counted as sent, so that it tells nobody anything."""
    letter = Letter.objects.filter(message=message).first()
    if letter is not None:
        kind = PrivacyRequest._meta.label_lower
        events = Event.objects.filter(subject_kind=kind, subject_id=about.pk, body__contains=str(letter.pk))
        told = events.exclude(type=EventName.NOTICE_BOUNCED).order_by("seq").first()
        if told is not None:
            return str(told.pk)
    if message.kind == MessageKind.ACKNOWLEDGEMENT and message.state == MessageState.SENT:
        return EventName.ACKNOWLEDGEMENT_SENT.value
    return f"message {message.pk}"
