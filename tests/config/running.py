"""Starting Duly as a person does, with `bin/run`, and watching what it says and leaves."""

import os
import queue
import signal
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.environment import PROJECT

START_WITHIN = 120
STOP_WITHIN = 60


class Run:
    """A running `bin/run`. Lines are kept as they come."""

    def __init__(self, arguments: list[str], variables: dict[str, str]) -> None:
        self.lines: list[str] = []
        self._arrivals: queue.Queue[str | None] = queue.Queue()
        self.process = subprocess.Popen(
            [str(PROJECT / "bin/run"), *arguments],
            env=own_environment(variables),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            process_group=0,
        )
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout:
            for line in self.process.stdout:
                self._arrivals.put(line.rstrip("\n"))
        self._arrivals.put(None)  # all who could write have ended

    def wait_for(self, words: str, within: float = START_WITHIN) -> str:
        """The first line that holds the words; all before it are kept, too."""
        deadline = time.monotonic() + within
        while True:
            try:
                line = self._arrivals.get(timeout=max(0.1, deadline - time.monotonic()))
            except queue.Empty:
                line = None
            if line is None:
                raise AssertionError(f"It never said {words!r}, but:\n" + "\n".join(self.lines))
            self.lines.append(line)
            if words in line:
                return line

    def interrupt(self) -> int:
        """Ctrl-C; its exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.end()

    def end(self) -> int:
        code = self.process.wait(STOP_WITHIN)
        self._listener.join(STOP_WITHIN)
        self.lines += [line for _ in range(self._arrivals.qsize()) if (line := self._arrivals.get()) is not None]
        return code


@contextmanager
def running(*arguments: str, **variables: str) -> Iterator[Run]:
    run = Run(list(arguments), variables)
    try:
        yield run
    finally:
        if run.process.poll() is None:
            run.process.terminate()
        run.end()


def own_environment(variables: dict[str, str]) -> dict[str, str]:
    """This machine's, without what the tests set for themselves."""
    named = ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in named and not name.startswith("DULY_")}
    return {**kept, "DULY_ENV_FILE": "", **variables}


def get(url: str, **headers: str) -> tuple[int, str]:
    """Status and body, also of an error."""
    asked = urllib.request.Request(url, headers=headers)  # noqa: S310 - our own address
    try:
        with urllib.request.urlopen(asked, timeout=10) as response:  # noqa: S310
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def processes_naming(words: str) -> list[str]:
    """Command lines and environments on this machine that hold the words (Linux)."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
        if words.encode() in text:
            found.append((entry / "cmdline").read_text().replace("\0", " "))
    return found
