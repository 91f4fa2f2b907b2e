"""What may come in, and what the person is told about everything else."""

import pytest

from requests_app.domain.file_kinds import clean_name
from requests_app.domain.refusals import Incomplete
from requests_app.models import Direction
from requests_app.services import file_check

from .samples import DOCX, EXE, GOOD, HTML, PDF, PNG, SVG, XLSX, archive, pdf_of, upload

OTHER_CONTENT = "says {}, but its content is something else"

BAD = [
    ("letter.pdf", b"", file_check.EMPTY),
    ("setup.exe", EXE, file_check.PROGRAM),
    ("letter.pdf", EXE, file_check.PROGRAM),
    ("letter.txt", b"#!/bin/sh\necho hello\n", file_check.PROGRAM),
    ("letter.pdf", b"\x7fELF" + bytes(50), file_check.PROGRAM),
    ("page.html", HTML, file_check.WEB_PAGE),
    ("page.txt", b"\xef\xbb\xbf \n" + HTML, file_check.WEB_PAGE),
    ("page.txt", b"<svg onload=x>", file_check.WEB_PAGE),
    ("page.csv", HTML.decode().encode("utf-16"), file_check.WEB_PAGE),
    ("drawing.svg", SVG, file_check.WEB_PAGE),
    ("drawing.png", SVG, file_check.WEB_PAGE),
    ("letter.docm", archive(DOCX, "word/vbaProject.bin"), file_check.MACROS),
    ("letter.docx", archive(DOCX, "word/vbaProject.bin"), file_check.MACROS),
    ("letter.xlsx", archive(XLSX, "xl/VBAPROJECT.BIN"), file_check.MACROS),
    ("letter.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), file_check.OLD),
    ("letter.pdf", PNG, OTHER_CONTENT.format("PDF")),
    ("card.png", PDF, OTHER_CONTENT.format("PNG picture")),
    ("card.png", b"nothing that anybody knows", OTHER_CONTENT.format("PNG picture")),
    ("table.xlsx", archive(DOCX), OTHER_CONTENT.format("Excel table")),
    ("letter.docx", archive("a.txt"), OTHER_CONTENT.format("Word document")),
    ("letter.docx", PDF, OTHER_CONTENT.format("Word document")),
    ("letter.docx", archive(DOCX)[:-30], file_check.DAMAGED),
    ("letter.docx", b"PK\x03\x04" + bytes(200), file_check.DAMAGED),
    ("note.txt", b"a\0b", file_check.NOT_TEXT),
    ("note.txt", "abc".encode("utf-16"), file_check.NOT_TEXT),
    ("data.csv", b"a,b\x1b[2J", file_check.NOT_TEXT),
    ("song.mp3", b"ID3" + bytes(20), "We cannot take files that end in .mp3. Send one of these: PDF, "),
    ("letter", PDF, "We cannot take files whose name has no ending, such as .pdf."),
    ("all.zip", archive("a.txt"), "We cannot take files that end in .zip."),
]


@pytest.mark.parametrize("name", sorted(GOOD))
def test_a_kind_on_the_list_comes_in(name: str) -> None:
    kind = file_check.kind_of(upload(name, GOOD[name]), direction=Direction.FROM_PERSON)
    assert f".{name.rpartition('.')[2].lower()}" in kind.endings


@pytest.mark.parametrize(("name", "content", "message"), BAD)
def test_anything_else_is_refused_with_what_to_do(name: str, content: bytes, message: str) -> None:
    with pytest.raises(Incomplete) as refused:
        file_check.kind_of(upload(name, content), direction=Direction.FROM_PERSON, reference="NW-1")
    assert list(refused.value.problems) == ["file"]
    assert message in refused.value.problems["file"]
    assert refused.value.reference == "NW-1"


def test_only_we_may_send_an_archive() -> None:
    packed = upload("all.zip", archive("a.txt"))
    assert file_check.kind_of(packed, direction=Direction.TO_PERSON).content_type == "application/zip"
    assert ".zip" in file_check.endings(Direction.TO_PERSON)
    assert ".zip" not in file_check.endings(Direction.PROOF)


def test_the_largest_file_comes_in_and_one_byte_more_does_not(one_megabyte: int) -> None:
    assert file_check.kind_of(upload(content=pdf_of(one_megabyte)), direction=Direction.PROOF)
    with pytest.raises(Incomplete, match="too large: 2 MB, and 1 MB is the most"):
        file_check.kind_of(upload(content=pdf_of(one_megabyte + 1)), direction=Direction.PROOF)


def test_a_directory_that_would_fill_the_memory_is_not_read() -> None:
    whole = bytearray(archive(DOCX))
    whole[-10:-6] = (2_000_000).to_bytes(4, "little")
    with pytest.raises(Incomplete, match="damaged"):
        file_check.kind_of(upload("letter.docx", bytes(whole)), direction=Direction.PROOF)


NAMES = [
    ("letter.pdf", "letter.pdf"),
    ("../../etc/passwd", "passwd"),
    ("C:\\Users\\Rosa\\my letter.pdf", "my letter.pdf"),
    ("invoice\u202efdp.exe", "invoicefdp.exe"),
    ("a\nb\tc\x00d.txt", "abcd.txt"),
    ("  .hidden.txt", "hidden.txt"),
    ("Se\u0301nora Ren\u0303e.pdf", "S\u00e9nora Re\u00f1e.pdf"),
    ("\u6587\u4ef6.pdf", "\u6587\u4ef6.pdf"),
    ("zero\u200bwidth.pdf", "zerowidth.pdf"),
    ("", "file"),
    ("\u202e", "file"),
    ("...", "file"),
    ("x" * 300 + ".pdf", "x" * 116 + ".pdf"),
    ("x" * 300, "x" * 120),
]


@pytest.mark.parametrize(("given", "kept"), NAMES)
def test_a_name_keeps_what_can_be_seen(given: str, kept: str) -> None:
    assert clean_name(given) == kept
