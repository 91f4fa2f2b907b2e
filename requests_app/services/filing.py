"""What becomes of a case's files, on its record: put in, sent by the person, fetched, erased.

Each goes through the one transition function, in one transaction with the change of the file itself. The content is
written before, in short steps, and taken away again if the act is refused.
"""

import datetime as dt
import logging
from collections.abc import Sequence
from functools import partial
from typing import Final
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from records import chain
from records.chain import Actor, ActorKind
from records.models import Event

from ..domain.lifecycle import TRANSITIONS, Action
from ..domain.refusals import Blocked, Incomplete
from ..models import Attachment, Direction, PrivacyRequest
from . import attachments, file_check
from .faults import tell_operator
from .halving import work_through
from .locking import hold
from .transition import transition_one

logger = logging.getLogger(__name__)

DAILY_WORK: Final = Actor(kind=ActorKind.SYSTEM, label="daily work")
AT_ONCE: Final = 5
"""Files erased in one transaction, which others wait for: each may be a hundred rows of 256 KiB."""
MOST_FROM_PERSON: Final = 20
"""Files of the person that a case holds at a time."""


def attach(
    request: PrivacyRequest,
    upload: "UploadedFile[bytes]",
    *,
    direction: str,
    by: Actor,
    now: dt.datetime,
    available_from: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
    form: str = "",
) -> Attachment:
    """Staff put a file into the case. Raises Incomplete at `file`, or another Refused; then nothing is kept.

    `form` marks the form that was sent: sent again, it puts nothing in and gives the file it put in the first time.
    """
    take_in = partial(
        attachments.take_in,
        request,
        upload,
        direction=direction,
        by=by,
        now=now,
        available_from=available_from,
        expires_at=expires_at,
    )
    return _put_in(request, Action.ATTACH_FILE, take_in, by=by, now=now, form=form)


def receive(
    request: PrivacyRequest,
    upload: "UploadedFile[bytes]",
    *,
    by: Actor,
    now: dt.datetime,
    is_proof: bool = False,
    form: str = "",
) -> Attachment:
    """The person sends a file; `is_proof`: to show who they are or whom they act for. As `attach` otherwise."""
    theirs = attachments.kept_files(request).exclude(direction=Direction.TO_PERSON)
    if theirs.count() >= MOST_FROM_PERSON:
        why = f"You have sent {MOST_FROM_PERSON} files, and more than that we cannot take here. Write to us instead."
        raise Incomplete(request.reference, {file_check.FIELD: why})
    direction = Direction.PROOF if is_proof else Direction.FROM_PERSON
    take_in = partial(attachments.take_in, request, upload, direction=direction, by=by, now=now)
    return _put_in(request, Action.RECEIVE_FILE, take_in, by=by, now=now, form=form)


def note_fetched(attachment: Attachment, *, by: Actor, now: dt.datetime) -> None:
    """Put on record that the person fetches a file, before it is handed out. Raises Blocked if it is not theirs now."""
    request = attachment.request
    if not attachments.files_for_person(request, now=now).filter(pk=attachment.pk).exists():
        raise Blocked(request.reference, "This file cannot be fetched any more.", "Write to us if you still need it.")
    transition_one(request.pk, Action.FETCH_FILE, by=by, details={"file": str(attachment.pk)}, now=now)


def remove(attachment: Attachment, *, by: Actor, now: dt.datetime) -> bool:
    """Erase a file, on record. Whether it was there: a second click finds it erased and changes nothing."""
    with transaction.atomic():
        hold(attachment.request_id)  # the request before its files, as in every transition
        erased = attachments.erase(attachment, at=now)
        if erased:
            details = {"file": str(attachment.pk)}
            transition_one(attachment.request_id, Action.ERASE_FILE, by=by, details=details, now=now)
    return erased


def erase_expired(*, now: dt.datetime, after: str = "") -> str | None:
    """Erase files whose time is over, some at once. The cursor for the next call; None when nothing is left."""
    due = Attachment.objects.filter(expires_at__lte=now, erased_at=None, complete_at__isnull=False)
    if after:
        due = due.filter(pk__gt=UUID(after))
    ids = list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    if not ids:
        return None
    work_through(ids, partial(_erase_all, now=now), partial(_could_not_erase, now=now))
    return str(ids[-1])


def clear_abandoned(*, now: dt.datetime) -> int:
    """Take away what was begun and never completed, as when the machine stopped meanwhile; how many."""
    begun = Attachment.objects.filter(complete_at=None, created_at__lte=now - attachments.ABANDONED)
    rows = list(begun.select_related("data_key")[:AT_ONCE])
    for row in rows:
        attachments.discard(row)
    return len(rows)


def _put_in(
    request: PrivacyRequest, action: Action, take_in: partial[Attachment], *, by: Actor, now: dt.datetime, form: str
) -> Attachment:
    if earlier := _put_in_before(request, action, form):
        return earlier
    row = take_in()
    try:
        with transaction.atomic():
            PrivacyRequest.objects.select_for_update(no_key=True).only("id").get(pk=request.pk)
            earlier = _put_in_before(request, action, form)
            if earlier is None:
                attachments.complete(row, at=now)
                transition_one(request.pk, action, by=by, details={"file": str(row.pk), "form": form}, now=now)
                return row
    except BaseException:
        attachments.discard(row)
        raise
    attachments.discard(row)
    return earlier


def _put_in_before(request: PrivacyRequest, action: Action, form: str) -> Attachment | None:
    """What this very form put in already: the second click of two."""
    if not form:
        return None
    same = Event.objects.filter(
        subject_kind=chain.kind_of(request), subject_id=request.pk, type=TRANSITIONS[action].event.value
    )
    bodies = (chain.read(event).body for event in same.order_by("-seq"))
    found = next((body["file"] for body in bodies if body.get("form") == form), None)
    return Attachment.objects.filter(pk=found, request=request).first() if found else None


@transaction.atomic
def _erase_all(ids: Sequence[UUID], *, now: dt.datetime) -> None:
    for row in Attachment.objects.filter(pk__in=ids).select_related("data_key").order_by("request", "pk"):
        remove(row, by=DAILY_WORK, now=now)


def _could_not_erase(attachment_id: UUID, error: Exception, *, now: dt.datetime) -> None:
    """It stays due: tomorrow's run tries again. Nobody can fetch it meanwhile."""
    logger.error("file %s could not be erased", attachment_id, exc_info=error)
    tell_operator(Attachment.objects.values_list("organization", flat=True).get(pk=attachment_id), now=now)
