"""The person hears that something happened when a request was taken back on their page: it may not have been them."""

import datetime as dt
from typing import Final

from records.errors import ErasedKeyError

from ..models import Message, MessageKind, PrivacyRequest
from . import envelope, messages

MARK: Final = "taken_back"


def tell_person(request: PrivacyRequest, *, now: dt.datetime) -> None:
    """Queue the mail, unless they may not be written to."""
    submission = request.submission
    try:
        contact = envelope.open_contact(submission)
    except ErasedKeyError:
        return
    if not messages.may_mail(contact):
        return
    seq = PrivacyRequest.objects.values_list("event_seq", flat=True).get(pk=request.pk)
    messages.queue_message(
        kind=MessageKind.WORD,
        organization_id=request.organization_id,
        key=f"{request.pk} {seq} {MARK}",
        now=now,
        submission=submission,
    )


def is_of(message: Message) -> bool:
    """Whether this word is of a request that was taken back."""
    return message.key.endswith(f" {MARK}")
