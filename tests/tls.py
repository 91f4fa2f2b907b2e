"""A web server behind TLS whose certificate an authority of the test's own made, and the way that leads to it."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from config import egress

HOST: Final = "hooks.example.org"
OTHER: Final = "other.example.org"
HERE: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Got:
    """One call as it arrived."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Answerer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class TlsSink:
    """Keeps what it is sent. `answers` are what it does instead of saying 204, first come."""

    authority: Path
    port: int = 0
    got: list[Got] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """What TLS was asked for."""
    answers: list[Answerer] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    """Set when the test ends: whoever answers slowly waits on it."""

    def url(self, path: str = "/hook", host: str = HOST) -> str:
        return f"https://{host}:{self.port}{path}"

    def trusted(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.authority))

    def way(self, **changes: Any) -> egress.Way:
        """Every name leads here, which may be reached, and our authority is trusted."""
        usual = {"resolve": lambda *_: [HERE], "may_reach": {HERE}.__contains__, "tls": self.trusted}
        return egress.Way(**{**usual, **changes})


def status(code: int, body: bytes = b"", **headers: str) -> Answerer:
    """Answers with that status."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(code)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder: `ca.pem`, and a chain with key for each name, `strange.pem` by an authority nobody trusts."""
    folder = tmp_path_factory.mktemp("tls")
    key, own = _certificate("Test authority")
    _write(folder / "ca.pem", own)
    for name in (HOST, OTHER):
        _write(folder / f"{name}.pem", *_certificate(name, by=(key, own)))
    strange = _certificate("Strange authority")
    _write(folder / "strange.pem", *_certificate(HOST, by=strange))
    return folder


@pytest.fixture
def tls_sink(authority: Path, settings: Any) -> Iterator[TlsSink]:
    """Serves as `hooks.example.org`, which stands on the operator's list."""
    yield from serve(authority, f"{HOST}.pem", settings)


def serve(authority: Path, chain: str, settings: Any) -> Iterator[TlsSink]:
    sink = TlsSink(authority / "ca.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority / chain)
    context.sni_callback = lambda _, name, __: sink.names.append(str(name))
    server = _Server((HERE, 0), _handler(sink), context)
    sink.port = server.server_address[1]
    settings.DULY_EGRESS_HOSTS = [f"{HOST}:{sink.port}"]
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), name="tls sink")
    thread.start()
    try:
        yield sink
    finally:
        sink.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    """The handshake happens in the thread of the call: one that fails keeps no other waiting."""

    def __init__(
        self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext
    ) -> None:
        super().__init__(address, handler)
        self.context = context
        self.daemon_threads = False

    def finish_request(self, request: Any, client_address: Any) -> None:
        with self.context.wrap_socket(request, server_side=True) as secure:
            super().finish_request(secure, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hangs up is what some tests are about."""

    def shutdown_request(self, request: Any) -> None:
        try:
            request.shutdown(socket.SHUT_WR)
        except OSError:
            pass
        finally:
            request.close()


def _handler(sink: TlsSink) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sink.got.append(Got(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            (sink.answers.pop(0) if sink.answers else status(204))(self)

        do_GET = do_POST  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the parent's name
            """Nothing: the test looks at `got`."""

    return Handler


def _certificate(name: str, by: tuple[Any, x509.Certificate] | None = None) -> tuple[Any, x509.Certificate]:
    """Key and certificate of a host, or without `by` of an authority."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by[1].subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=by is None, path_length=None), critical=True)
    )
    if by:
        names = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.9"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return key, builder.sign(by[0] if by else key, hashes.SHA256())


def _write(path: Path, *parts: Any) -> None:
    pieces = [
        part.public_bytes(Encoding.PEM)
        if isinstance(part, x509.Certificate)
        else part.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        for part in parts
    ]
    path.write_bytes(b"".join(pieces))
