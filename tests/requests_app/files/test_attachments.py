"""A file is kept sealed in pieces, comes back as it was, and nothing of it stays when it is refused or erased."""

import datetime as dt
import tracemalloc
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.chain import Actor, ActorKind
from records.errors import ErasedKeyError, UnsealError
from records.models import DataKey, KeyPurpose
from requests_app.domain.refusals import Incomplete
from requests_app.models import Attachment, AttachmentChunk, Direction, PrivacyRequest
from requests_app.services import attachments
from requests_app.services.attachments import CHUNK
from tests.requests_app.office import Office

from .samples import pdf_of, upload

NOW = dt.datetime(2026, 3, 3, 18, tzinfo=dt.UTC)
PERSON = Actor(kind=ActorKind.REQUESTER)


def stored(request: PrivacyRequest, content: bytes = b"", name: str = "letter.pdf", **given: Any) -> Attachment:
    whole = {"direction": Direction.FROM_PERSON, "by": PERSON, "now": NOW, **given}
    row = attachments.store(request, upload(name, content or pdf_of(3 * CHUNK + 5)), **whole)
    return Attachment.objects.get(pk=row.pk)


def content_of(row: Attachment) -> bytes:
    return b"".join(attachments.read(Attachment.objects.get(pk=row.pk)))


def nothing_is_kept() -> bool:
    keys = DataKey.objects.filter(purpose=KeyPurpose.FILE, erased_at=None)
    return not (Attachment.objects.exists() or AttachmentChunk.objects.exists() or keys.exists())


SIZES = [(60, 1), (CHUNK - 1, 1), (CHUNK, 1), (CHUNK + 1, 2), (2 * CHUNK, 2), (4 * CHUNK, 4), (9 * CHUNK + 7, 10)]


@pytest.mark.parametrize(("size", "chunks"), SIZES)
def test_a_file_of_any_size_comes_back_as_it_was(request_of_robin: PrivacyRequest, size: int, chunks: int) -> None:
    content = pdf_of(size)
    row = stored(request_of_robin, content)

    assert content_of(row) == content
    assert (row.size, row.chunks.count(), len(row.digest)) == (size, chunks, 64)
    assert (row.content_type, attachments.open_name(row)) == ("application/pdf", "letter.pdf")


def test_one_letter_is_a_file(request_of_robin: PrivacyRequest) -> None:
    assert content_of(stored(request_of_robin, b"x", "note.txt")) == b"x"


def test_an_empty_file_is_refused_and_leaves_nothing(request_of_robin: PrivacyRequest) -> None:
    with pytest.raises(Incomplete, match="This file is empty"):
        attachments.store(request_of_robin, upload(content=b""), direction=Direction.FROM_PERSON, by=PERSON, now=NOW)
    assert nothing_is_kept()


def test_exactly_the_limit_is_kept_and_one_byte_more_is_not(
    request_of_robin: PrivacyRequest, one_megabyte: int
) -> None:
    row = stored(request_of_robin, pdf_of(one_megabyte))
    assert row.size == one_megabyte
    attachments.discard(row)

    with pytest.raises(Incomplete, match="too large"):
        stored(request_of_robin, pdf_of(one_megabyte + 1))
    assert nothing_is_kept()


@pytest.mark.parametrize(("claimed", "message"), [(100, "damaged"), (3 * CHUNK, "damaged")])
def test_a_file_that_is_not_as_long_as_it_claims_leaves_nothing(
    request_of_robin: PrivacyRequest, claimed: int, message: str
) -> None:
    false = upload(content=pdf_of(2 * CHUNK))
    false.size = claimed
    with pytest.raises(Incomplete, match=message):
        attachments.store(request_of_robin, false, direction=Direction.PROOF, by=PERSON, now=NOW)
    assert nothing_is_kept()


def test_the_limit_holds_while_streaming_whatever_the_size_claims(
    request_of_robin: PrivacyRequest, one_megabyte: int
) -> None:
    false = upload(content=pdf_of(one_megabyte + 1))
    false.size = 100
    with pytest.raises(Incomplete, match="too large: 2 MB"):
        attachments.store(request_of_robin, false, direction=Direction.PROOF, by=PERSON, now=NOW)
    assert nothing_is_kept()


class Breaking(SimpleUploadedFile):
    """An upload that can be looked through once; the second reading, which is to keep it, stops half way."""

    readings = 0

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        self.readings += 1
        self.seek(0)
        yield self.read(6 * CHUNK)
        if self.readings > 1:
            assert AttachmentChunk.objects.exists()
            raise OSError("the line went dead")
        yield self.read()


def test_an_upload_that_breaks_off_leaves_nothing(request_of_robin: PrivacyRequest) -> None:
    broken = Breaking("letter.pdf", pdf_of(9 * CHUNK))
    with pytest.raises(OSError, match="the line went dead"):
        attachments.store(request_of_robin, broken, direction=Direction.PROOF, by=PERSON, now=NOW)
    assert nothing_is_kept()


def as_kept(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()


def test_nothing_of_it_is_readable_in_the_database(request_of_robin: PrivacyRequest) -> None:
    secret = b"Robin was treated for something that nobody must know. "
    row = stored(request_of_robin, secret * 2000, "Robin's secret.txt")

    rows = [*AttachmentChunk.objects.values_list(), *Attachment.objects.values_list()]
    kept = b"".join(as_kept(value) for values in rows for value in values)
    assert b"nobody must know" not in kept
    assert b"secret" not in kept
    assert content_of(row) == secret * 2000


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


def test_an_erased_file_cannot_be_read_and_keeps_no_piece(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    assert attachments.erase(row, at=NOW)

    row = Attachment.objects.get(pk=row.pk)
    assert row.erased_at == NOW
    assert not row.chunks.exists()
    assert row.data_key.wrapped is None
    for look in (attachments.read, attachments.open_name):
        with pytest.raises(ErasedKeyError):
            look(row)


def test_erasing_again_changes_nothing(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    attachments.erase(row, at=NOW)
    assert not attachments.erase(row, at=NOW + dt.timedelta(days=1))
    assert Attachment.objects.get(pk=row.pk).erased_at == NOW


def test_without_its_key_the_pieces_are_worth_nothing(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    DataKey.objects.filter(pk=row.data_key_id).update(wrapped=None, erased_at=NOW)
    with pytest.raises(ErasedKeyError):
        content_of(row)


def test_proofs_go_when_their_step_is_decided_and_nothing_else_does(request_of_robin: PrivacyRequest) -> None:
    proof = stored(request_of_robin, direction=Direction.PROOF)
    letter = stored(request_of_robin, direction=Direction.FROM_PERSON)
    assert attachments.erase_proofs(request_of_robin, at=NOW) == 1
    assert attachments.erase_proofs(request_of_robin, at=NOW) == 0

    assert [row.pk for row in attachments.kept_files(request_of_robin)] == [letter.pk]
    assert Attachment.objects.get(pk=proof.pk).erased_at == NOW


def test_the_person_fetches_what_is_for_them_from_then_until_then(request_of_robin: PrivacyRequest) -> None:
    ends = NOW + dt.timedelta(days=3)
    row = stored(request_of_robin, direction=Direction.TO_PERSON, available_from=NOW, expires_at=ends)
    stored(request_of_robin, direction=Direction.PROOF)
    stored(request_of_robin, direction=Direction.TO_PERSON)
    second = dt.timedelta(seconds=1)

    def fetchable(now: dt.datetime) -> list[Any]:
        return [file.pk for file in attachments.files_for_person(request_of_robin, now=now)]

    assert fetchable(NOW - second) == []
    assert fetchable(NOW) == [row.pk]
    assert fetchable(ends - second) == [row.pk]
    assert fetchable(ends) == []


def test_what_waits_for_the_answer_becomes_available_with_it(request_of_robin: PrivacyRequest) -> None:
    answered = NOW + dt.timedelta(days=10)
    late, early = answered + dt.timedelta(days=90), answered - dt.timedelta(days=1)
    to_person = {"direction": Direction.TO_PERSON}
    plain, longer, over = (stored(request_of_robin, expires_at=at, **to_person) for at in (None, late, early))
    at_once = stored(request_of_robin, available_from=NOW, **to_person)
    proof = stored(request_of_robin, direction=Direction.PROOF)

    assert attachments.make_available([request_of_robin.pk], at=answered) == 3

    def times(row: Attachment) -> tuple[Any, Any]:
        row.refresh_from_db()
        return row.available_from, row.expires_at

    assert times(plain) == times(over) == (answered, answered + attachments.KEPT)
    assert times(longer) == (answered, late)
    assert times(at_once) == (NOW, NOW + attachments.KEPT)
    assert times(proof) == (None, None)


def test_an_unfinished_file_is_nobodys(request_of_robin: PrivacyRequest) -> None:
    given = {"direction": Direction.TO_PERSON, "by": PERSON, "now": NOW, "available_from": NOW}
    row = attachments.take_in(request_of_robin, upload(), **given)
    assert not attachments.kept_files(request_of_robin).exists()
    assert not attachments.files_for_person(request_of_robin, now=NOW).exists()
    with pytest.raises(UnsealError, match="not whole"):
        attachments.read(row)


def test_the_file_remembers_which_of_us_put_it_there(office: Office, request_of_robin: PrivacyRequest) -> None:
    by = Actor(kind=ActorKind.STAFF, id=str(office.handler.pk))
    assert stored(request_of_robin, by=by).created_by == office.handler
    assert stored(request_of_robin, by=PERSON).created_by is None


def test_twenty_megabytes_pass_through_in_less_than_five(request_of_robin: PrivacyRequest, tmp_path: Any) -> None:
    size = 20 * 1024 * 1024
    path = tmp_path / "large.pdf"
    path.write_bytes(pdf_of(size))
    with path.open("rb") as content:
        large = UploadedFile(file=content, name="large.pdf", size=size)
        tracemalloc.start()
        try:
            row = attachments.store(request_of_robin, large, direction=Direction.PROOF, by=PERSON, now=NOW)
            stored_peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.reset_peak()
            read = sum(len(piece) for piece in attachments.read(row))
            read_peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert read == size
    assert row.chunks.count() == 80
    assert stored_peak < 5 * 1024 * 1024
    assert read_peak < 5 * 1024 * 1024


def test_statements_grow_by_two_for_each_megabyte(request_of_robin: PrivacyRequest) -> None:
    def counted(megabytes: int) -> tuple[int, int]:
        content = upload(content=pdf_of(megabytes * 1024 * 1024))
        with CaptureQueriesContext(connection) as writing:
            row = attachments.store(request_of_robin, content, direction=Direction.PROOF, by=PERSON, now=NOW)
        with CaptureQueriesContext(connection) as reading:
            list(attachments.read(row))
        return len(writing), len(reading)

    (few_written, few_read), (many_written, many_read) = counted(1), counted(5)
    assert (many_written - few_written, many_read - few_read) == (8, 8)
    assert few_written <= 9
    assert few_read <= 3
