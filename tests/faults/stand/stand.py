"""The stand: all of Duly as real processes, on servers of its own that may be broken.

A web process with two children, two hosts' workers, each with a beat, PostgreSQL, Redis and a mail server. This process
looks into the same database, and moves the clock that all of them see.
"""

import contextlib
import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final, Self
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection
from django.test.utils import override_settings

from config.environment import PROJECT
from requests_app import clock_source
from requests_app.models import Alert, AlertState, Message, MessageState, SweepMark
from requests_app.nudge import breaker
from requests_app.services.claims import due_at
from requests_app.services.leases import LEASE
from tests.faults.checker import Circumstances, objections
from tests.suite.servers import PREFIX

from .clock import Offset
from .members import Member, signal_all
from .servers import Postgres, Redis, parts_of
from .sink import Sink, listening

PATIENCE: Final = 240.0
TICK_SECONDS: Final = 1
IDLE_MS: Final = 15_000
"""After so long the database ends a transaction that stands idle; in real life it is two minutes."""
WORKER: Final = (
    "celery",
    "--quiet",
    "--app",
    "config.celery",
    "worker",
    "--beat",
    "--without-gossip",
    "--without-mingle",
)


class Stand:
    """Use it as a context; `speaking` lets this process work in its database."""

    def __init__(self) -> None:
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            self._set_up(stack)
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _set_up(self, stack: ExitStack) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self.folder.chmod(0o711)
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.clock = Offset(self.folder / "clock")
        self.clock.set(dt.timedelta())
        self.postgres = Postgres(stack, self.folder)
        self.redis = Redis(stack, self.folder)
        self.sink: Sink = stack.enter_context(listening())
        self.environment = self._environment()
        self.manage("migrate", **self.postgres.urls)
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=512))
        self.port: int = listener.getsockname()[1]
        self.web = self._member("web", _gunicorn(listener.fileno()), listener=listener.fileno())
        self.workers = [self._member(name, (*WORKER, "-n", f"{name}@%h")) for name in ("one", "two")]
        self.members = [self.web, *self.workers]
        for member in self.members:
            stack.callback(member.end)

    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DULY_")}
        kept.pop("MIGRATE_DATABASE_URL", None)
        return kept | {
            "DJANGO_SETTINGS_MODULE": "tests.faults.stand.settings",
            "STAND_CLOCK": str(self.folder / "clock"),
            "DULY_ENV_FILE": "",
            "DULY_DATA_DIR": str(self.folder / "data"),
            "DULY_STATIC_MANIFEST": "false",
            "DATABASE_URL": self.postgres.urls["DATABASE_URL"],
            "REDIS_URL": self.redis.url,
            "EMAIL_URL": f"smtp://{self.sink.host}:{self.sink.port}",
            "DULY_SECRET_KEY": settings.SECRET_KEY,
            "DULY_MASTER_KEYS": ",".join(settings.DULY_MASTER_KEYS),
            "DULY_LOOKUP_KEY": settings.DULY_LOOKUP_KEY,
            "DULY_TICK_SECONDS": str(TICK_SECONDS),
            "DULY_WEB_PROCESSES": "2",
            "DULY_WORKER_PROCESSES": "2",
            "DULY_LOG_LEVEL": "WARNING",
        }

    def manage(self, *words: str, **variables: str) -> None:
        """A management command in a process of its own."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command, cwd=PROJECT, env=self.environment | variables, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr

    def _member(self, name: str, module: tuple[str, ...], *, listener: int | None = None) -> Member:
        options = urlencode({"application_name": name, "options": f"-c idle_in_transaction_session_timeout={IDLE_MS}"})
        environment = self.environment | {"DATABASE_URL": f"{self.postgres.urls['DATABASE_URL']}?{options}"}
        log = self.folder / f"{name}.log"
        return Member(name, [sys.executable, "-m", *module], environment, log, listener)

    @contextlib.contextmanager
    def speaking(self) -> Iterator[Self]:
        """Inside, this process works in the stand's database, nudges through its Redis, and sees its clock."""
        own = {part: connection.settings_dict[part] for part in parts_of(self.postgres.urls["DATABASE_URL"])}
        connection.close()
        connection.settings_dict.update(parts_of(self.postgres.urls["DATABASE_URL"]))
        breaker.reset()
        try:
            with override_settings(DULY_CLOCK_OFFSET=self.clock):
                yield self
        finally:
            connection.close()
            connection.settings_dict.update(own)

    def start(self) -> None:
        """Start what does not run, and wait until each part has done something."""
        for member in self.members:
            member.revive()
        before = clock_source.now()
        self.until(lambda: SweepMark.objects.filter(swept_at__gt=before).exists(), "a sweep")

    def stop_workers(self) -> None:
        """They stand still, wherever they are."""
        for member in self.workers:
            signal_all([member.pid, *member.children()], signal.SIGSTOP)

    def go_on(self) -> None:
        for member in self.workers:
            signal_all([member.pid, *member.children()], signal.SIGCONT)

    def travel(self, by: dt.timedelta) -> None:
        self.clock.set(self.clock.read() + by)

    def travel_to(self, moment: dt.datetime) -> None:
        self.travel(moment - clock_source.now())

    def until(self, found: Callable[[], object], what: str, *, within: float = PATIENCE) -> None:
        """Wait for it, and meanwhile start again whoever has died."""
        end = time.monotonic() + within
        while not found():
            for member in self.members:
                member.revive()
            if time.monotonic() > end:
                raise AssertionError(f"{what}: not within {within} s.\n{self.logs()}")
            time.sleep(0.1)

    def settle(self, *, within: float = PATIENCE) -> None:
        """Wait until nothing is on its way any more; leases and waits of hours are let go by at once."""
        self.until(self._is_settled, "all is settled", within=within)

    def _is_settled(self) -> bool:
        now = clock_source.now()
        if due_at(now).exists() or Alert.objects.filter(state=AlertState.PENDING).exists():
            return False
        queued = Message.objects.filter(state=MessageState.QUEUED)
        ready = queued.filter(next_attempt_at__lte=now).exclude(leased_until__gt=now)
        if queued.exists() and not ready.exists():
            self.travel(LEASE + dt.timedelta(seconds=10))
        return not queued.exists()

    def objections(self, **given: Any) -> list[str]:
        """What the checker says of the database and the mails that arrived, while everything has come to rest."""
        while True:
            self.settle()
            self.stop_workers()
            try:
                if self._is_settled():
                    return objections(self.sink.copies(), Circumstances(**{"grace": dt.timedelta(days=3), **given}))
            finally:
                self.go_on()

    def logs(self) -> str:
        """The end of what each process said."""
        return "\n".join(f"== {one.name}\n{one.log.read_text()[-1500:]}" for one in self.members if one.log.exists())


def _gunicorn(listener: int) -> tuple[str, ...]:
    return ("gunicorn", "--config", "python:config.gunicorn", "--bind", f"fd://{listener}", "config.wsgi")
