"""Whether a file may come in: its size, its ending and its content, and the virus check. Each refusal is one sentence
or two that the person can act on, at the field `file`.

Nothing is written and no transaction is open while a file is looked through.
"""

import struct
import zipfile
from typing import Final

import puremagic
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ..domain.file_kinds import (
    BY_ENDING,
    KINDS,
    OLD_OFFICE,
    PROGRAMS,
    WEB_PAGES,
    WITH_MACROS,
    FileKind,
    clean_name,
    ending_of,
)
from ..domain.refusals import Incomplete
from ..models import Direction
from . import virus_scan

FIELD: Final = "file"
HEAD: Final = 8192
LARGEST_DIRECTORY: Final = 1_000_000
"""Bytes of an archive's own table of contents: it is read into memory."""
MEGABYTE: Final = 1024 * 1024

EMPTY: Final = "This file is empty. Check that you chose the right one."
PROGRAM: Final = "This file is a program. A program can do harm, so we do not take any."
WEB_PAGE: Final = "This file is a web page or a drawing that can hold code. Save it as a PDF and send that."
MACROS: Final = "This document holds macros, which are small programs. Save it without macros or as a PDF."
OLD: Final = "This file is of an old kind that can hold programs. Save it as a PDF and send that."
NOT_TEXT: Final = "This file is not plain text. Save it again as text in UTF-8, or as a PDF."
DAMAGED: Final = "This file is damaged and cannot be opened. Save it again and send it once more."
INFECTED: Final = "Our virus check found something harmful in this file, so we did not keep it. Send a clean copy."
UNCHECKED: Final = "We cannot check files for viruses right now, so we did not keep this one. Please try again later."


def kind_of(upload: "UploadedFile[bytes]", *, direction: str, reference: str = "") -> FileKind:
    """The kind of an upload that may come in. Raises Incomplete with what to do instead.

    Reads the upload several times, piece by piece; it must be one that can go back to its start.
    """
    try:
        return _kind(upload, direction)
    except _BadFile as bad:
        raise Incomplete(reference, {FIELD: str(bad)}) from None


def largest() -> int:
    """How many bytes a file may have."""
    return int(settings.DULY_FILE_MB) * MEGABYTE


def too_large(size: int) -> str:
    """What is said of a file of `size` bytes, or of at least so many."""
    megabytes = -(-size // MEGABYTE)
    most = settings.DULY_FILE_MB
    return f"This file is too large: {megabytes} MB, and {most} MB is the most. Make it smaller or split it."


def wanted(direction: str) -> str:
    """The kinds that are taken, in words."""
    names = [kind.words for kind in KINDS if direction == Direction.TO_PERSON or not kind.only_to_person]
    return f"{', '.join(names[:-1])} or {names[-1]}"


def endings(direction: str) -> str:
    """The endings that are taken, as a file field's `accept` wants them."""
    kinds = [kind for kind in KINDS if direction == Direction.TO_PERSON or not kind.only_to_person]
    return ",".join(ending for kind in kinds for ending in kind.endings)


class _BadFile(Exception):
    """The message for the person."""


def _kind(upload: "UploadedFile[bytes]", direction: str) -> FileKind:
    if not upload.size:
        raise _BadFile(EMPTY)
    if upload.size > largest():
        raise _BadFile(too_large(upload.size))
    kind = _by_name(clean_name(upload.name or ""), direction)
    head = _head(upload)
    _refuse_code(head)
    if kind.is_text:
        _check_text(upload)
    elif kind.magic[0] == ".zip":
        _check_archive(upload, kind)
    elif not _recognized(head) & set(kind.magic):
        raise _BadFile(_mismatch(kind))
    try:
        virus_scan.scan(upload.chunks())
    except virus_scan.InfectedError:
        raise _BadFile(INFECTED) from None
    except virus_scan.ScannerAwayError:
        raise _BadFile(UNCHECKED) from None
    return kind


def _by_name(name: str, direction: str) -> FileKind:
    ending = ending_of(name)
    for endings_, message in ((PROGRAMS, PROGRAM), (WEB_PAGES, WEB_PAGE), (WITH_MACROS, MACROS), (OLD_OFFICE, OLD)):
        if ending in endings_:
            raise _BadFile(message)
    kind = BY_ENDING.get(ending)
    if kind is None or (kind.only_to_person and direction != Direction.TO_PERSON):
        named = f"files that end in {ending}" if ending else "files whose name has no ending, such as .pdf"
        raise _BadFile(f"We cannot take {named}. Send one of these: {wanted(direction)}.")
    return kind


def _mismatch(kind: FileKind) -> str:
    return f"The name of this file says {kind.words}, but its content is something else. Save it again as a PDF."


def _head(upload: "UploadedFile[bytes]") -> bytes:
    return next(iter(upload.chunks(HEAD)), b"")[:HEAD]


def _recognized(head: bytes) -> set[str]:
    """The endings that fit the first bytes."""
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"hevc"):
        return {".heic"}
    try:
        return {match.extension.lower() for match in puremagic.magic_string(head)}
    except (puremagic.PureError, ValueError):
        return set()


_CODE_STARTS: Final = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe", b"<!--")
_PROGRAM_STARTS: Final = (b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa", b"\xcf\xfa\xed\xfe")


def _refuse_code(head: bytes) -> None:
    """Whatever its name says."""
    if head.startswith(_PROGRAM_STARTS) or (head.startswith(b"MZ") and b"\0" in head):
        raise _BadFile(PROGRAM)
    text = head.replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n\f").lower()
    if text.startswith(_CODE_STARTS):
        raise _BadFile(WEB_PAGE)


_NEVER_IN_TEXT: Final = bytes(set(range(32)) - set(b"\t\n\r\f") | {0x7F})


def _check_text(upload: "UploadedFile[bytes]") -> None:
    """UTF-8 or one of the Latin sets: any bytes but controls."""
    for piece in upload.chunks():
        if len(piece.translate(None, _NEVER_IN_TEXT)) != len(piece):
            raise _BadFile(NOT_TEXT)


def _check_archive(upload: "UploadedFile[bytes]", kind: FileKind) -> None:
    """Looks at the names in it; nothing is unpacked."""
    if not _head(upload).startswith(b"PK\x03\x04"):
        raise _BadFile(_mismatch(kind))
    if upload.file is None or _directory_size(upload) > LARGEST_DIRECTORY:
        raise _BadFile(DAMAGED)
    try:
        with zipfile.ZipFile(upload.file) as archive:
            names = {name.lower() for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        raise _BadFile(DAMAGED) from None
    if kind.inside and kind.inside not in names:
        raise _BadFile(_mismatch(kind))
    if kind.inside and any(name.endswith("vbaproject.bin") for name in names):
        raise _BadFile(MACROS)


def _directory_size(upload: "UploadedFile[bytes]") -> int:
    """Bytes of an archive's table of contents, as its last record says; endless for what is larger than 4 GB."""
    upload.seek(max(0, (upload.size or 0) - 65_557))
    tail = upload.read()
    at = len(tail) - 22 if tail[-22:].startswith(b"PK\x05\x06") else tail.rfind(b"PK\x05\x06")
    if at < 0 or at + 22 > len(tail) or tail[max(0, at - 20) : at].startswith(b"PK\x06\x07"):
        return LARGEST_DIRECTORY + 1
    (size,) = struct.unpack_from("<I", tail, at + 12)
    return int(size)
