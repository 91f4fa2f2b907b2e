"""Confirming receipt: by mail, or by word of mouth while the person is on the line."""

import datetime as dt

from policies.domain.terms import EventType
from records.chain import Actor

from ..domain.events import EventName
from ..models import MessageKind, Submission
from . import clock_events
from .case_file import CaseFile
from .envelope import Contact
from .history import Happening
from .messages import may_mail, queue_message


def queue(submission: Submission, contact: Contact, *, now: dt.datetime) -> bool:
    """Have the confirmation mailed, if the person may be written to by mail; whether they may.

    Receipt counts as confirmed when the mail has left, not when it was queued.
    """
    if not may_mail(contact):
        return False
    queue_message(
        kind=MessageKind.ACKNOWLEDGEMENT,
        organization_id=submission.organization_id,
        key=str(submission.id),
        submission=submission,
        now=now,
    )
    return True


def spoken(file: CaseFile, *, at: dt.datetime, by: Actor) -> Happening:
    """Receipt was confirmed by word of mouth at `at`. Adds it to the file."""
    body = {"happened_at": at.isoformat(), "written": False, "channel": "phone"}
    file.add_event(clock_events.from_body(EventType.ACKNOWLEDGEMENT_SENT, body))
    return Happening(subject=file.request, name=EventName.ACKNOWLEDGEMENT_SENT, body=body, by=by)
