"""Files of a request: sealed piece by piece while they come in, opened piece by piece when they are fetched.

Each piece is bound to its file, its number and whether it is the last, so none can be changed, swapped, left out or
cut off. Rows are written in short steps of their own; a file counts once it is `complete`, and what was begun and
never completed is cleared away by the daily work. What becomes part of the case's record is in `filing`.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final
from uuid import UUID, uuid4

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q, QuerySet

from organizations.models import Organization
from records import sealing
from records.chain import Actor, ActorKind
from records.errors import UnsealError
from records.models import KeyPurpose

from ..domain.file_kinds import clean_name
from ..domain.refusals import Incomplete
from ..models import Attachment, AttachmentChunk, Direction, PrivacyRequest
from . import file_check

CHUNK: Final = 256 * 1024
AT_ONCE: Final = 2
"""Chunks in one statement, whose parameters a driver holds several times over."""
ABANDONED: Final = dt.timedelta(hours=6)
"""A file that was begun so long ago and is not complete never will be."""


def store(
    request: PrivacyRequest,
    upload: "UploadedFile[bytes]",
    *,
    direction: str,
    by: Actor,
    now: dt.datetime,
    available_from: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> Attachment:
    """Check, seal and keep an upload; the row, complete. Raises Incomplete at `file`, and then nothing is kept.

    Without `expires_at` a file with `available_from` ends as the organization has set. Call it outside a transaction.
    """
    row = take_in(
        request, upload, direction=direction, by=by, now=now, available_from=available_from, expires_at=expires_at
    )
    complete(row, at=now)
    return row


def take_in(
    request: PrivacyRequest,
    upload: "UploadedFile[bytes]",
    *,
    direction: str,
    by: Actor,
    now: dt.datetime,
    available_from: dt.datetime | None = None,
    expires_at: dt.datetime | None = None,
) -> Attachment:
    """As `store`, but not complete yet: nobody sees it until `complete`."""
    kind = file_check.kind_of(upload, direction=direction, reference=request.reference)
    key = sealing.new_key(request.organization_id, KeyPurpose.FILE)
    row = Attachment(
        id=uuid4(),
        organization_id=request.organization_id,
        request=request,
        direction=direction,
        data_key=key,
        content_type=kind.content_type,
        created_by_id=UUID(by.id) if by.kind is ActorKind.STAFF else None,
        created_at=now,
        available_from=available_from,
        expires_at=expires_at or (ends(request.organization, available_from) if available_from else None),
    )
    row.sealed_name = sealing.seal(clean_name(upload.name or "").encode(), key, sealing.place(row, "sealed_name"))
    with transaction.atomic():
        key.save(force_insert=True)
        row.save(force_insert=True)
    try:
        _write(row, upload)
    except BaseException:
        discard(row)
        raise
    return row


def complete(row: Attachment, *, at: dt.datetime) -> None:
    """From now on it is a file of the request."""
    row.complete_at = at
    row.save(update_fields=["complete_at"])


def discard(row: Attachment) -> None:
    """Take away a file that never became one of the request's; what stays is an erased key."""
    with transaction.atomic():
        Attachment.objects.filter(pk=row.pk).delete()
        sealing.erase(row.data_key)


def read(attachment: Attachment) -> Iterator[bytes]:
    """The content, piece by piece. Raises at once if it was erased or a piece is missing or added (ErasedKeyError,
    UnsealError), and at the piece concerned if one was changed; what was given out until then is genuine.
    """
    count = -(-attachment.size // CHUNK)
    if attachment.complete_at is None or attachment.chunks.count() != count or not count:
        if attachment.erased_at is not None:
            sealing.unseal_bytes(attachment.sealed_name, attachment.data_key, "")  # raises ErasedKeyError
        raise UnsealError(f"{attachment} is not whole.")
    return _pieces(attachment, count)


def open_name(attachment: Attachment) -> str:
    """The name as it was given, cleaned. Raises ErasedKeyError once the file is erased."""
    place = sealing.place(attachment, "sealed_name")
    return sealing.unseal_bytes(attachment.sealed_name, attachment.data_key, place).decode()


def erase(attachment: Attachment, *, at: dt.datetime) -> bool:
    """Make it unreadable for good and take its content away. Whether it was there; again changes nothing."""
    with transaction.atomic():
        if not Attachment.objects.filter(pk=attachment.pk, erased_at=None).update(erased_at=at):
            attachment.refresh_from_db()
            return False
        sealing.erase(attachment.data_key, at=at)
        attachment.chunks.all().delete()
    attachment.erased_at = at
    return True


def ends(organization: Organization, available_from: dt.datetime) -> dt.datetime:
    """Until when the person may fetch a file, unless staff say otherwise."""
    return available_from + dt.timedelta(days=organization.answer_days)


def erase_proofs(request_ids: Iterable[UUID], *, at: dt.datetime) -> list[Attachment]:
    """Erase what was sent to show who somebody is, when the step it was for is decided; which files that were."""
    proofs = Attachment.objects.filter(
        request__in=list(request_ids), direction=Direction.PROOF, complete_at__isnull=False, erased_at=None
    )
    return [proof for proof in proofs.select_related("data_key") if erase(proof, at=at)]


def make_available(request_ids: Iterable[UUID], *, at: dt.datetime) -> int:
    """The answer was sent: the person may fetch what waited for it; how many files."""
    waiting = Attachment.objects.filter(
        request__in=list(request_ids),
        direction=Direction.TO_PERSON,
        available_from=None,
        erased_at=None,
        complete_at__isnull=False,
    )
    files = list(waiting.select_related("organization"))
    for file in files:
        open_to_person(file, at=at)
    return len(files)


def open_to_person(file: Attachment, *, at: dt.datetime) -> None:
    """From now on the person may fetch it, until the day that staff chose if that still lies ahead."""
    file.available_from = at
    if file.expires_at is None or file.expires_at <= at:
        file.expires_at = ends(file.organization, at)
    file.save(update_fields=["available_from", "expires_at"])


def kept_files(request: PrivacyRequest) -> QuerySet[Attachment]:
    """The files of a request that are whole and not erased, oldest first."""
    files = Attachment.objects.filter(request=request, complete_at__isnull=False, erased_at=None)
    return files.select_related("data_key", "created_by")


def files_for_person(request: PrivacyRequest, *, now: dt.datetime) -> QuerySet[Attachment]:
    """What the person may fetch now. Whether they have shown who they are is for the caller to know."""
    free = Q(expires_at=None) | Q(expires_at__gt=now)
    return kept_files(request).filter(free, direction=Direction.TO_PERSON, available_from__lte=now)


def _write(row: Attachment, upload: "UploadedFile[bytes]") -> None:
    """Seal and insert, a few chunks at a time; sets size and digest."""
    digest, most = hashlib.sha256(), file_check.largest()
    chunks = _sealed(row, upload.chunks(), most)
    while batch := list(islice(chunks, AT_ONCE)):
        for chunk in batch:
            digest.update(chunk.sealed)
        AttachmentChunk.objects.bulk_create(batch)
    if upload.size != row.size:
        raise Incomplete(row.request.reference, {file_check.FIELD: file_check.DAMAGED})
    row.digest = digest.hexdigest()
    row.save(update_fields=["size", "digest"])


def _sealed(row: Attachment, pieces: Iterable[bytes], most: int) -> Iterator[AttachmentChunk]:
    """The chunks in order; a full one is held back until it is known whether it is the last."""
    waiting, number = bytearray(), 0
    for piece in pieces:
        row.size += len(piece)
        if row.size > most:
            raise Incomplete(row.request.reference, {file_check.FIELD: file_check.too_large(row.size)})
        waiting += piece
        while len(waiting) > CHUNK:
            yield _chunk(row, number, bytes(waiting[:CHUNK]), last=False)
            del waiting[:CHUNK]
            number += 1
    if waiting:
        yield _chunk(row, number, bytes(waiting), last=True)


def _chunk(row: Attachment, number: int, plain: bytes, *, last: bool) -> AttachmentChunk:
    chunk = AttachmentChunk(id=uuid4(), organization_id=row.organization_id, attachment=row, number=number)
    chunk.sealed = sealing.seal(plain, row.data_key, _place(chunk, last=last))
    return chunk


def _place(chunk: AttachmentChunk, *, last: bool) -> str:
    """Where a chunk belongs: its own row, its file, its number in it, and whether the file ends with it."""
    place = sealing.place(chunk, "sealed")
    return f"{place}/{chunk.attachment_id}/{chunk.number}/{'last' if last else 'more'}"


def _pieces(attachment: Attachment, count: int) -> Iterator[bytes]:
    digest, size = hashlib.sha256(), 0
    for start in range(0, count, AT_ONCE):
        wanted = range(start, min(start + AT_ONCE, count))
        chunks = list(attachment.chunks.filter(number__in=wanted).order_by("number"))
        if [chunk.number for chunk in chunks] != list(wanted):
            raise UnsealError(f"{attachment} lacks a piece.")
        for chunk in chunks:
            digest.update(chunk.sealed)
            plain = sealing.unseal_bytes(
                chunk.sealed, attachment.data_key, _place(chunk, last=chunk.number == count - 1)
            )
            size += len(plain)
            yield plain
    if digest.hexdigest() != attachment.digest or size != attachment.size:
        raise UnsealError(f"{attachment} is not what was stored.")
