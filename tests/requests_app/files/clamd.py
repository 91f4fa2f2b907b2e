"""A small scanner that speaks clamd's INSTREAM on a real socket, and knows one virus."""

import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

VIRUS: Final = b"EICAR-LIKE-TEST-PATTERN"


class Talk(socketserver.StreamRequestHandler):
    """One connection: reads the pieces, then answers."""

    server: Any

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
            if len(content) > self.server.most:
                self.wfile.write(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.server.seen.append(content)
        verdict = b"Test-Pattern FOUND" if VIRUS in content else b"OK"
        self.wfile.write(self.server.answer or b"stream: " + verdict + b"\0")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True


class UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def scanner(path: str = "", *, answer: bytes = b"", most: int = 100_000_000) -> Iterator[Any]:
    """Runs while inside; `address` as `DULY_CLAMD` wants it, `seen`: what it was given."""
    server: Any = UnixServer(path, Talk) if path else Server(("127.0.0.1", 0), Talk)
    server.seen, server.answer, server.most = [], answer, most
    server.address = f"unix://{path}" if path else f"tcp://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
