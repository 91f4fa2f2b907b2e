"""Mail to a person that came back: recorded on the case it was about, which then has a target of its own.

A mail server that refuses for good says so at once, and delivery records it. What comes back later lies in the
mailbox of the sender: an operator records it by the message's id, or staff do on the page of the case.
"""

import datetime as dt
import logging
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


def came_back(message_id: UUID, *, now: dt.datetime, by: Actor = MAIL) -> bool:
    """A mail that had left came back. Whether that was news. Raises Message.DoesNotExist if none such left."""
    with transaction.atomic():
        sent = Message.objects.select_for_update(of=("self",), no_key=True)
        message = sent.get(pk=message_id, state=MessageState.SENT, submission__isnull=False)
        if message.detail == BOUNCED:
            return False
        Message.objects.filter(pk=message.pk).update(detail=BOUNCED)
        _record(message, by=by, now=now)
    return True


def refused(message: Message, *, now: dt.datetime) -> None:
    """Delivery gave a mail up. That is written already; what follows on the case must not undo it."""
    if message.submission_id is None or message.kind == MessageKind.CONTACT_CHANGED:
        return  # the latter goes to the way that was given up
    try:
        _record(message, by=MAIL, now=now)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # trying again would not mend it
        logger.error("that message %s came back was not recorded", message.pk, exc_info=error)
        Message.objects.filter(pk=message.pk).update(fault_at=now)
        tell_operator(message.organization_id, now=now)


def _record(message: Message, *, by: Actor, now: dt.datetime) -> None:
    """On the letter's request, else on the first of the submission that is open. A closed case stays as it is."""
    about = _about(message)
    if about is not None:
        transition([about.pk], Action.RECORD_BOUNCE, by=by, at=now, details={"of": _of(message, about)}, now=now)


def _about(message: Message) -> PrivacyRequest | None:
    letter = Letter.objects.filter(message=message).select_related("request").first()
    if letter is not None:
        return letter.request
    rows = PrivacyRequest.objects.filter(submission=message.submission_id)
    return rows.exclude(state=State.CLOSED).order_by("reference").first()


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
