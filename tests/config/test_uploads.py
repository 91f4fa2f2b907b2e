"""Uploads while a web request lasts: read as they were sent, kept up to the limit, never in plain on the disk."""

import io
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from config.uploads import IN_MEMORY, CipheredFile

SECRET = b"Nobody must be able to read this. "


@pytest.fixture
def sent() -> Iterator[Callable[..., HttpRequest]]:
    """Makes the web request by which a browser sends files, and closes it as a server does."""
    requests: list[HttpRequest] = []

    def send(**files: bytes) -> HttpRequest:
        parts: dict[str, Any] = {name: io.BytesIO(content) for name, content in files.items()}
        for name, part in parts.items():
            part.name = f"{name}.pdf"
        requests.append(RequestFactory().post("/", {**parts, "words": "typed after it"}))
        return requests[-1]

    yield send
    for request in requests:
        request.close()


def write(file: CipheredFile, content: bytes) -> None:
    for start in range(0, len(content), 1000):
        file.write(content[start : start + 1000])


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 1000, IN_MEMORY, IN_MEMORY + 1, 3 * IN_MEMORY + 5])
def test_what_was_written_is_read_from_anywhere(size: int) -> None:
    content = (SECRET * (size // len(SECRET) + 1))[:size]
    with closing(CipheredFile()) as file:
        write(file, content)
        for at in {0, 1, 16, size // 2, max(0, size - 3), size}:
            file.seek(at)
            assert file.read() == content[at:]
        file.seek(0)
        assert b"".join(iter(lambda: file.read(777), b"")) == content


def test_the_disk_holds_noise() -> None:
    disk = io.BytesIO()
    write(CipheredFile(disk), SECRET * 100)
    assert len(disk.getvalue()) == len(SECRET) * 100
    assert b"Nobody" not in disk.getvalue()


def test_no_two_files_are_the_same_noise() -> None:
    disks = [io.BytesIO(), io.BytesIO()]
    for disk in disks:
        write(CipheredFile(disk), SECRET)
    assert disks[0].getvalue() != disks[1].getvalue()


def test_a_file_of_the_limit_is_whole_and_one_byte_more_is_cut_but_counted(settings: Any, sent: Any) -> None:
    settings.DULY_FILE_MB = 1
    limit = 1024 * 1024
    for size in (limit, limit + 1, 3 * limit):
        upload = sent(file=bytes(size)).FILES["file"]
        assert upload.size == size
        assert sum(len(piece) for piece in upload.chunks()) == min(size, limit)


def test_what_was_typed_beside_a_file_that_is_too_large_is_not_lost(settings: Any, sent: Any) -> None:
    settings.DULY_FILE_MB = 1
    request = sent(file=bytes(5 * 1024 * 1024))
    assert request.POST["words"] == "typed after it"


def test_several_files_share_the_limit(settings: Any, sent: Any) -> None:
    settings.DULY_FILE_MB = 1
    files = sent(one=bytes(700_000), two=bytes(700_000)).FILES
    kept = [sum(len(piece) for piece in files[name].chunks()) for name in ("one", "two")]
    assert kept == [700_000, 1024 * 1024 - 700_000]


def test_an_empty_file_is_one(sent: Any) -> None:
    upload = sent(file=b"").FILES["file"]
    assert (upload.size, upload.read()) == (0, b"")


def test_closing_the_request_closes_the_file(sent: Any) -> None:
    request = sent(file=SECRET)
    upload = request.FILES["file"]
    request.close()
    assert upload.closed
