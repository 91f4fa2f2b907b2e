"""A mail server that takes everything and keeps nothing but the number, in a process of its own."""

import asyncio
import multiprocessing
from contextlib import suppress
from multiprocessing.sharedctypes import Synchronized
from types import TracebackType
from typing import Self

ANSWERS = {
    b"EHLO": b"250-bench\r\n250 8BITMIME\r\n",
    b"HELO": b"250 bench\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
END_OF_MAIL = b"\r\n.\r\n"


class Sink:
    """Listens on a free port of this machine inside the `with`."""

    host = "127.0.0.1"

    def __init__(self) -> None:
        context = multiprocessing.get_context("fork")
        self._count: Synchronized[int] = context.Value("i", 0)
        self._ports: multiprocessing.SimpleQueue[int] = context.SimpleQueue()
        self._process = context.Process(target=self._run, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._process.start()
        self.port = self._ports.get()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.join()

    @property
    def taken(self) -> int:
        """How many mails it has taken over."""
        return self._count.value

    def _run(self) -> None:
        with suppress(KeyboardInterrupt):
            asyncio.run(self._serve())

    async def _serve(self) -> None:
        server = await asyncio.start_server(self._talk, self.host, 0)
        self._ports.put(server.sockets[0].getsockname()[1])
        async with server:
            await server.serve_forever()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 bench\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            writer.write(ANSWERS.get(word, b"250 OK\r\n"))
            if word == b"DATA":
                await writer.drain()
                with suppress(asyncio.IncompleteReadError):
                    await reader.readuntil(END_OF_MAIL)
                    with self._count.get_lock():
                        self._count.value += 1
                    writer.write(b"250 taken\r\n")
            await writer.drain()
            if word == b"QUIT":
                break
        writer.close()
