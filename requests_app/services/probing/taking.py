"""Taking in a form that Duly filed itself, and taking it back at once."""

import datetime as dt

from django.db import connection, transaction

from ...models import Message, MessageKind, Submission
from .. import intake, mail_rendering, messages
from ..arrival import Arrival
from .failure import NotProven


class _TakenBack(Exception):
    """Ends the transaction in which everything was written."""


def take(arrival: Arrival, *, day: dt.date, now: dt.datetime) -> None:
    """Store what a person's form would store, write its confirmation, undo all of it, and queue the day's message.

    Raises NotProven, or what a person's form would have raised.
    """
    try:
        with transaction.atomic():
            _confirm(intake.receive(arrival, now=now))
            if connection.vendor == "postgresql":
                connection.check_constraints()  # those that are otherwise asked at the end, which does not come
            raise _TakenBack
    except _TakenBack:
        pass
    organization = arrival.organization
    messages.queue_message(kind=MessageKind.PROBE, organization_id=organization.pk, key=str(day), now=now)


def _confirm(submission: Submission) -> None:
    if submission.is_quarantined:
        raise NotProven("held_as_suspect")
    queued = Message.objects.filter(submission=submission, kind=MessageKind.ACKNOWLEDGEMENT).first()
    if queued is None:
        raise NotProven("not_confirmed")
    mail_rendering.render(queued)
