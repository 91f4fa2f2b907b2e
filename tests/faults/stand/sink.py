"""A mail server that can be rude: it refuses, is slow, or takes a message and hangs up without saying so."""

import asyncio
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.mail import FreePort, MailSink


@dataclass
class Sink(MailSink):
    """`hang_up`: so many messages are taken and not confirmed. `seconds`: how long it thinks about each."""

    hang_up: int = 0
    seconds: float = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.seconds:
            await asyncio.sleep(self.seconds)
        with self._lock:
            said = await super().handle_DATA(server, session, envelope)
        if self.hang_up and said.startswith("250"):
            self.hang_up -= 1
            assert server.transport is not None
            server.transport.abort()  # type: ignore[attr-defined]  # typed as any transport
        return said

    def copies(self) -> list[str]:
        """The Message-ID of each mail that arrived."""
        with self._lock:
            return [str(mail["Message-ID"]) for mail in self.messages]


@contextmanager
def listening() -> Iterator[Sink]:
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # else it tells of each word that is said
    sink = Sink()
    controller = FreePort(sink, hostname=sink.host, port=0)
    controller.start()
    sink.port = controller.port
    try:
        yield sink
    finally:
        controller.stop()
