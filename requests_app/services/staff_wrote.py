"""Staff write to the person: the words stand on the person's page, and a mail says only that there are some."""

import datetime as dt

from django.db import transaction

from records.chain import Actor
from records.errors import ErasedKeyError

from .. import clock_source
from ..domain.lifecycle import Action
from ..models import MessageKind, PrivacyRequest, Submission
from . import envelope, messages
from .correspondence import barriers
from .transition import transition_one


@transaction.atomic
def write(
    request: PrivacyRequest,
    text: str,
    *,
    by: Actor,
    form: str = "",
    seen: int | None = None,
    now: dt.datetime | None = None,
) -> bool:
    """Put `text` on the person's page; whether a mail brings word of it. Raises Refused, and nothing was written:
    Blocked for a request that its sender is told nothing about.

    No mail goes to somebody who may not be written to, or who chose another way: then staff tell them.
    """
    barriers.check_may_be_told(request)
    now = now or clock_source.now()
    transition_one(request.pk, Action.SEND_MESSAGE, by=by, details={"note": text, "form": form}, seen=seen, now=now)
    submission = request.submission
    if not _may_mail(submission):
        return False
    written = PrivacyRequest.objects.values_list("event_seq", flat=True).get(pk=request.pk)
    messages.queue_message(
        kind=MessageKind.WORD,
        organization_id=request.organization_id,
        key=f"{request.pk} {written}",
        now=now,
        submission=submission,
    )
    return True


def _may_mail(submission: Submission) -> bool:
    try:
        return messages.may_mail(envelope.open_contact(submission))
    except ErasedKeyError:
        return False
