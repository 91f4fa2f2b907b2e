"""What a URL must look like, and that its host stands on the operator's list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

PORT: Final = 443
LONGEST: Final = 500
VISIBLE: Final = re.compile(r"[!-~]+")
NAME: Final = re.compile(r"(?=.{4,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?")
"""A host name with at least two labels whose last one begins with a letter: never an address in any spelling."""


class NotAllowed(Exception):
    """A URL that is never called. `code` says why, without the URL: it may hold a token."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: name and port of the host, and what is asked of it."""

    host: str
    port: int
    path: str


def target_of(url: str, allowed: Sequence[str]) -> Target:
    """The parts of a URL that may be called. Raises NotAllowed.

    `allowed` holds host names, each for port 443, or with a port for that one.
    """
    if len(url) > LONGEST or not VISIBLE.fullmatch(url) or "\\" in url:
        raise NotAllowed("not_a_url")
    try:
        parts = urlsplit(url)
        port = PORT if parts.port is None else parts.port
    except ValueError:
        raise NotAllowed("not_a_url") from None
    if parts.scheme != "https":
        raise NotAllowed("not_https")
    if "@" in parts.netloc:
        raise NotAllowed("names_a_user")
    if parts.fragment:
        raise NotAllowed("not_a_url")
    host = (parts.hostname or "").lower()
    if not NAME.fullmatch(host):
        raise NotAllowed("not_a_host_name")
    if f"{host}:{port}" not in {entry_of(entry) for entry in allowed}:
        raise NotAllowed("host_not_listed")
    return Target(host, port, (parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def entry_of(word: str) -> str:
    """An entry of the operator's list as name and port. Raises ValueError."""
    name, colon, port = word.lower().partition(":")
    if not NAME.fullmatch(name):
        raise ValueError("expected host names as in hooks.example.org or hooks.example.org:8443")
    if colon and not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise ValueError("expected a port from 1 to 65535 after the colon")
    return f"{name}:{int(port) if colon else PORT}"
