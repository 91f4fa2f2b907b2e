"""The stand's own PostgreSQL and Redis, which may be stopped, hung, emptied and started again."""

import os
import secrets
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis

from tests.suite import machine, servers

from .members import descendants, signal_all


class Postgres:
    """A cluster on a port of its own. What it said was committed survives its being killed."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self.urls = servers.start_postgres(stack, folder)
        self._data = folder / "postgres/data"
        self._log = folder / "postgres.log"
        self._ctl = machine.postgres_programs()
        stack.callback(self._pg_ctl, "stop", "immediate")
        with psycopg.connect(self.urls["MIGRATE_DATABASE_URL"], autocommit=True) as connection:
            connection.execute("ALTER DATABASE duly SET synchronous_commit = on")

    def restart(self, mode: str) -> None:
        """`mode`: fast, or immediate, which is a crash."""
        self._pg_ctl("restart", mode)
        servers.wait_until(self._answers, psycopg.OperationalError, self._log)

    @contextmanager
    def hung(self) -> Iterator[None]:
        """The postmaster and every session stand still."""
        pids = self._pids()
        signal_all(pids, signal.SIGSTOP)
        try:
            yield
        finally:
            signal_all(pids, signal.SIGCONT)

    def _pids(self) -> list[int]:
        postmaster = int((self._data / "postmaster.pid").read_text().splitlines()[0])
        return [postmaster, *descendants(postmaster)]

    def _answers(self) -> None:
        psycopg.connect(self.urls["DATABASE_URL"], connect_timeout=2).close()

    def _pg_ctl(self, word: str, mode: str) -> None:
        command = [f"{self._ctl}/pg_ctl", word, "-D", str(self._data), "-m", mode, "-w", "-l", str(self._data / "log")]
        quiet = subprocess.DEVNULL
        subprocess.run(command, cwd="/", check=False, stdin=quiet, stdout=quiet, stderr=quiet, **servers.server_user())


class Redis:
    """A Redis on a port and with a password that stay the same when it is started again."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack = stack
        self._home, self._log = servers.own_folder(folder / "redis"), folder / "redis.log"
        self._port, self._password = servers.free_port(), secrets.token_urlsafe(18)
        self.url = f"redis://:{self._password}@127.0.0.1:{self._port}/0"
        self.start()

    def start(self) -> None:
        self._stop = ExitStack()
        program = machine.redis_program()
        assert program is not None
        lines = [f"port {self._port}", "bind 127.0.0.1", f"requirepass {self._password}", 'save ""', "appendonly no"]
        user = servers.server_user()
        process = servers.run(self._stop, [program, "-"], self._log, signal.SIGKILL, user, stdin=subprocess.PIPE)
        assert process.stdin is not None
        process.stdin.write("\n".join([*lines, f"dir {self._home}"]).encode() + b"\n")
        process.stdin.close()
        self._pid = process.pid
        self._stack.enter_context(self._stop)
        servers.wait_until(lambda: self.client().ping(), redis.RedisError, self._log)

    def client(self) -> "redis.Redis":
        return redis.Redis.from_url(self.url, socket_timeout=5)

    def stop(self) -> None:
        """From now on connections are refused, and all that was in it is gone."""
        self._stop.close()

    @contextmanager
    def hung(self) -> Iterator[None]:
        """It takes connections and never answers."""
        os.kill(self._pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self._pid, signal.SIGCONT)

    @contextmanager
    def down(self) -> Iterator[None]:
        self.stop()
        try:
            yield
        finally:
            self.start()


def parts_of(url: str) -> dict[str, object]:
    """A database address as Django's settings have it."""
    found = urlsplit(url)
    return {
        "USER": found.username,
        "PASSWORD": found.password,
        "HOST": found.hostname,
        "PORT": found.port,
        "NAME": found.path.removeprefix("/"),
    }
