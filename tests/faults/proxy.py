"""A line between Duly and its database that can be cut at the worst moment."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from django.db import connection

COMMIT: Final = b"COMMIT\0"
"""The end of the message by which psycopg ends a transaction."""
PIECE: Final = 65536


@dataclass
class Line:
    """`cut_after_commit`: the next COMMIT reaches the server, and its answer does not come back."""

    upstream: tuple[str, int]
    cut_after_commit: bool = False
    cuts: int = 0
    _open: list[socket.socket] = field(default_factory=list)

    def serve(self, listener: socket.socket) -> None:
        with suppress(OSError):  # the listener was closed: the test is over
            while True:
                client, _ = listener.accept()
                server = socket.create_connection(self.upstream)
                self._open += [client, server]
                threading.Thread(target=self._carry, args=[client, server], daemon=True).start()
                threading.Thread(target=self._carry_back, args=[server, client], daemon=True).start()

    def _carry(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while piece := client.recv(PIECE):
                if self.cut_after_commit and COMMIT in piece:
                    client.shutdown(socket.SHUT_RD)
                    self.cut_after_commit = False
                    self._cut(client, server, piece)
                    return
                server.sendall(piece)
            server.close()

    def _cut(self, client: socket.socket, server: socket.socket, piece: bytes) -> None:
        """The server is given the COMMIT, and time to do it: once it has closed the line, it has."""
        client.shutdown(socket.SHUT_WR)
        server.sendall(piece)
        server.shutdown(socket.SHUT_WR)
        self.cuts += 1

    def _carry_back(self, server: socket.socket, client: socket.socket) -> None:
        with suppress(OSError):
            while piece := server.recv(PIECE):
                client.sendall(piece)
        for end in (client, server):
            end.close()

    def close(self) -> None:
        for end in self._open:
            end.close()


@contextmanager
def through_a_line() -> Iterator[Line]:
    """Inside, this process speaks to its database through the line."""
    own = {part: connection.settings_dict[part] for part in ("HOST", "PORT")}
    connection.close()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Line((str(own["HOST"]), int(own["PORT"])))
        threading.Thread(target=line.serve, args=[listener], daemon=True).start()
        connection.settings_dict.update({"HOST": "127.0.0.1", "PORT": listener.getsockname()[1]})
        try:
            yield line
        finally:
            connection.close()
            connection.settings_dict.update(own)
            line.close()
