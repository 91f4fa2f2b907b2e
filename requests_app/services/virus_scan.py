"""The optional virus check: clamd's INSTREAM over TCP or a unix socket, when `DULY_CLAMD` names one.

The protocol: `zINSTREAM` and a NUL, then pieces, each after its length in four bytes, big end first; a length of zero
ends it. The answer ends with a NUL: `stream: OK`, `stream: NAME FOUND`, or something that ends in ERROR.
"""

import logging
import socket
import struct
import time
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings

logger = logging.getLogger(__name__)

CONNECT_SECONDS: Final = 5.0
SILENCE_SECONDS: Final = 20.0
"""How long one step may take: to send a piece, to hear the answer."""
ALL_SECONDS: Final = 40.0
"""How long the whole may take; a visitor waits for it."""
LONGEST_ANSWER: Final = 4096


class InfectedError(Exception):
    """The scanner knows what is in this file."""


class ScannerAwayError(Exception):
    """The scanner could not be asked, or did not answer with yes or no: nobody knows whether the file is clean."""


def scan(pieces: Iterable[bytes]) -> None:
    """Return when the file is clean, or when no scanner is set. Raises InfectedError or ScannerAwayError.

    Call it outside of any transaction: it waits for another machine.
    """
    if not settings.DULY_CLAMD:
        return
    try:
        answer = _ask(settings.DULY_CLAMD, pieces)
    except OSError as error:
        logger.error("the virus scanner cannot be asked: %s", type(error).__name__)
        raise ScannerAwayError from error
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        logger.warning("the virus scanner refused a file: %s", answer)
        raise InfectedError
    logger.error("the virus scanner gave no verdict: %s", answer[:200])
    raise ScannerAwayError


def _ask(address: str, pieces: Iterable[bytes]) -> str:
    until = time.monotonic() + ALL_SECONDS
    with _connect(address) as clamd:
        try:
            clamd.sendall(b"zINSTREAM\0")
            for piece in pieces:
                if time.monotonic() > until:
                    raise TimeoutError
                if piece:
                    clamd.sendall(struct.pack("!I", len(piece)) + piece)
            clamd.sendall(struct.pack("!I", 0))
        except (BrokenPipeError, ConnectionResetError):
            pass  # over its own limit it answers and hangs up: the answer says so
        return _answer(clamd, until)


def _connect(address: str) -> socket.socket:
    where = urlsplit(address)
    if where.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            connection.settimeout(CONNECT_SECONDS)
            connection.connect(where.path)
        except OSError:
            connection.close()
            raise
    else:
        connection = socket.create_connection((where.hostname, where.port), CONNECT_SECONDS)
    connection.settimeout(SILENCE_SECONDS)
    return connection


def _answer(clamd: socket.socket, until: float) -> str:
    heard = b""
    while b"\0" not in heard and len(heard) < LONGEST_ANSWER:
        if time.monotonic() > until:
            raise TimeoutError
        part = clamd.recv(LONGEST_ANSWER)
        if not part:
            break
        heard += part
    return heard.partition(b"\0")[0].decode("utf-8", "replace").strip()
