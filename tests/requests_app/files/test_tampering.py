"""A piece that was changed, swapped, left out or added is noticed when the file is read."""

from typing import Any
from uuid import uuid4

import pytest

from records.errors import UnsealError
from requests_app.models import Attachment, AttachmentChunk, PrivacyRequest
from requests_app.services.attachments import CHUNK

from .samples import pdf_of
from .storing import content_of, stored


def swap_content(row: Attachment) -> None:
    first, second = row.chunks.order_by("number")[:2]
    AttachmentChunk.objects.filter(pk=first.pk).update(sealed=second.sealed)
    AttachmentChunk.objects.filter(pk=second.pk).update(sealed=first.sealed)


def swap_numbers(row: Attachment) -> None:
    first, second = row.chunks.order_by("number")[:2]
    AttachmentChunk.objects.filter(pk=first.pk).update(number=99)
    AttachmentChunk.objects.filter(pk=second.pk).update(number=0)
    AttachmentChunk.objects.filter(pk=first.pk).update(number=1)


def cut_off(row: Attachment) -> None:
    row.chunks.get(number=3).delete()


def cut_off_and_say_so(row: Attachment) -> None:
    """The end taken away by somebody who also corrects the row."""
    cut_off(row)
    Attachment.objects.filter(pk=row.pk).update(size=3 * CHUNK)


def leave_one_out(row: Attachment) -> None:
    row.chunks.get(number=1).delete()


def leave_one_out_and_close_the_gap(row: Attachment) -> None:
    leave_one_out(row)
    for number in (2, 3):
        row.chunks.filter(number=number).update(number=number - 1)
    Attachment.objects.filter(pk=row.pk).update(size=2 * CHUNK + 5)


def change_a_byte(row: Attachment) -> None:
    chunk = row.chunks.get(number=2)
    AttachmentChunk.objects.filter(pk=chunk.pk).update(sealed=bytes(chunk.sealed)[:-1] + b"\0")


def add_one(row: Attachment) -> None:
    last = row.chunks.get(number=3)
    last.pk, last.number = uuid4(), 4
    last.save(force_insert=True)


def take_from_another_file(row: Attachment) -> None:
    other = stored(row.request)
    row.chunks.filter(number=1).update(sealed=other.chunks.get(number=1).sealed)


def take_from_another_file_with_its_key(row: Attachment) -> None:
    """Chunks and key of another file, in this one's place."""
    other = stored(row.request)
    for chunk in other.chunks.all():
        row.chunks.filter(number=chunk.number).update(sealed=chunk.sealed)
    Attachment.objects.filter(pk=row.pk).update(data_key=other.data_key, digest=other.digest)


def change_the_digest(row: Attachment) -> None:
    Attachment.objects.filter(pk=row.pk).update(digest="0" * 64)


TAMPERINGS = [
    swap_content,
    swap_numbers,
    cut_off,
    cut_off_and_say_so,
    leave_one_out,
    leave_one_out_and_close_the_gap,
    change_a_byte,
    add_one,
    take_from_another_file,
    take_from_another_file_with_its_key,
    change_the_digest,
]


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_a_file_that_was_tampered_with_is_not_given_out_whole(request_of_robin: PrivacyRequest, tamper: Any) -> None:
    row = stored(request_of_robin, pdf_of(3 * CHUNK + 5))
    assert content_of(row)
    tamper(row)
    with pytest.raises(UnsealError):
        content_of(row)
