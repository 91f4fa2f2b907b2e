"""One call over HTTPS, to an address that was looked at before.

1. The URL is checked, and its host against the operator's list.
2. The name is resolved once. Every answer must be a public address: a name that also leads inside is not called.
3. One of these very addresses is connected to, so that a second answer of the name server cannot change the target;
   the original name is what TLS asks for, what the certificate must bear, and what the Host header says.
4. The answer is read, at most so much of it, within the time of the whole call. A redirect is an answer like another.
"""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings

from .addresses import is_public
from .targets import Target, target_of

SECONDS: Final = 10.0
"""For all of it: the name, the connection, the handshake, sending, and an answer however slowly it drips."""
MOST_BYTES: Final = 64 * 1024
"""Of the answer, its head included."""
PIECE: Final = 8192
OURS: Final = {"User-Agent": "Duly", "Connection": "close"}


class Failed(Exception):
    """No answer came. `code` holds no address and nothing the other side said."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side said. `cut`: reading ended at the limit."""

    status: int
    body: bytes
    cut: bool = False
    headers: Sequence[tuple[str, str]] = ()

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300


def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a name. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def public_tls() -> ssl.SSLContext:
    """The system's certificate authorities, names checked, TLS 1.2 at least: what Python means by default."""
    return ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Way:
    """How a name becomes a connection. Only tests have another than the default: no setting leads to it."""

    resolve: Callable[[str, int], Sequence[str]] = resolve
    may_reach: Callable[[str], bool] = is_public
    tls: Callable[[], ssl.SSLContext] = public_tls
    seconds: float = SECONDS


INTERNET: Final = Way()


def call(
    url: str,
    *,
    method: str = "POST",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    way: Way = INTERNET,
) -> Answer:
    """Call `url` and return the answer, whatever its status. Raises NotAllowed or Failed, and nothing of the network.

    Call it outside of any transaction: it waits for another machine.
    """
    target = target_of(url, settings.DULY_EGRESS_HOSTS)
    until = time.monotonic() + way.seconds
    addresses = _addresses(target, way, until)
    connection = _Pinned(target, addresses, way.tls(), until)
    try:
        connection.request(method, target.path, body=body, headers={**OURS, **(headers or {})})
        return _answer(connection.getresponse())
    except _Full:
        raise Failed("answer_too_large") from None
    except TimeoutError:
        raise Failed("timeout") from None
    except ssl.SSLCertVerificationError:
        raise Failed("certificate") from None
    except ssl.SSLError:
        raise Failed("tls") from None
    except http.client.HTTPException:
        raise Failed("not_http") from None
    except OSError:
        raise Failed("connection") from None
    finally:
        connection.close()


def _addresses(target: Target, way: Way, until: float) -> list[str]:
    """The addresses of the name, each of them public. Raises Failed."""
    try:
        found = _in_time(lambda: list(way.resolve(target.host, target.port)), until)
    except TimeoutError:
        raise Failed("timeout") from None
    except OSError:
        raise Failed("name_not_found") from None
    if not found:
        raise Failed("name_not_found")
    if not all(way.may_reach(address) for address in found):
        raise Failed("address_not_public")
    return found


def _in_time(work: Callable[[], list[str]], until: float) -> list[str]:
    """What `work` returns. The system's resolver knows no limit of ours, so it is left alone. Raises TimeoutError."""
    came: list[Any] = []

    def run() -> None:
        try:
            came.append(work())
        except (OSError, ValueError) as error:  # ValueError: a label that IDNA refuses
            came.append(error)

    thread = threading.Thread(target=run, name="resolver", daemon=True)
    thread.start()
    thread.join(_left(until))
    if not came:
        raise TimeoutError
    if isinstance(came[0], Exception):
        raise OSError from came[0]
    found: list[str] = came[0]
    return found


def _left(until: float) -> float:
    """Seconds until then. Raises TimeoutError when there are none."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


class _Full(Exception):
    """As much was read as is read."""


@dataclass(slots=True)
class _Limits:
    until: float
    bytes_left: int = MOST_BYTES


class _Bounded(ssl.SSLSocket):
    """Each read and write waits for what is left of the whole time, so that dripping gains nothing."""

    limits: _Limits

    def recv_into(self, buffer: Any, nbytes: int | None = None, flags: int = 0) -> int:
        if self.limits.bytes_left <= 0:
            raise _Full
        self.settimeout(_left(self.limits.until))
        count = super().recv_into(buffer, min(nbytes or len(buffer), self.limits.bytes_left), flags)
        self.limits.bytes_left -= count
        return count

    def send(self, data: Any, flags: int = 0) -> int:
        self.settimeout(_left(self.limits.until))
        return super().send(data, flags)


class _Pinned(http.client.HTTPSConnection):
    """Speaks to one of the given addresses, and to nobody else, by the name of the target."""

    def __init__(self, target: Target, addresses: Sequence[str], context: ssl.SSLContext, until: float) -> None:
        context.sslsocket_class = _Bounded
        super().__init__(target.host, target.port, context=context)
        self._target, self._addresses, self._tls, self._limits = target, addresses, context, _Limits(until)

    def connect(self) -> None:
        plain = self._reach()
        try:
            plain.settimeout(_left(self._limits.until))
            secure = self._tls.wrap_socket(plain, server_hostname=self._target.host)
        except BaseException:
            plain.close()
            raise
        secure.limits = self._limits  # type: ignore[attr-defined] # it is what `sslsocket_class` says
        self.sock = secure

    def _reach(self) -> socket.socket:
        """The first address that takes the connection. Each has its share of the time: one may lead nowhere."""
        last: OSError = OSError("no address")
        for number, address in enumerate(self._addresses):
            share = _left(self._limits.until) / (len(self._addresses) - number)
            try:
                return socket.create_connection((address, self._target.port), share)
            except OSError as error:  # a TimeoutError is one
                last = error
        raise last


def _answer(response: http.client.HTTPResponse) -> Answer:
    pieces: list[bytes] = []
    try:
        while piece := response.read1(PIECE):
            pieces.append(piece)
    except _Full:
        return Answer(response.status, b"".join(pieces), cut=True, headers=response.getheaders())
    return Answer(response.status, b"".join(pieces), headers=response.getheaders())
