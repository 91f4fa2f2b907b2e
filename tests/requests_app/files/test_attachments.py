"""A file is kept sealed in pieces, comes back as it was, and nothing of it stays when it is refused or erased."""

import tracemalloc
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.chain import Actor, ActorKind
from records.models import DataKey, KeyPurpose
from requests_app.domain.refusals import Incomplete
from requests_app.models import Attachment, AttachmentChunk, Direction, PrivacyRequest
from requests_app.services import attachments
from requests_app.services.attachments import CHUNK
from tests.requests_app.office import Office

from .samples import pdf_of, upload
from .storing import NOW, PERSON, content_of, stored


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
