"""The processes of Duly on the stand, each with its children, to be killed, stopped and started again."""

import os
import signal
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.environment import PROJECT
from config.serving import die_with_parent


@dataclass
class Member:
    """A command that is kept running. `listener`: the number of an open socket that it is handed."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    log: Path
    listener: int | None = None
    process: "subprocess.Popen[Any] | None" = field(default=None, repr=False)

    def start(self) -> None:
        with self.log.open("ab") as said:
            self.process = subprocess.Popen(
                self.command,
                env=dict(self.environment),
                cwd=PROJECT,
                stdout=said,
                stderr=said,
                pass_fds=[] if self.listener is None else [self.listener],
                process_group=0,
                preexec_fn=die_with_parent,
            )

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def revive(self) -> bool:
        """Start it again if it has died; what is left of it goes first, as a container's end would see to."""
        if self.is_running:
            return False
        self.end()
        self.start()
        return True

    def end(self) -> None:
        """Kill it with all its children."""
        if self.process is None:
            return
        kill_group(self.pid)
        self.process.wait()

    def children(self) -> list[int]:
        return descendants(self.pid) if self.is_running else []


def kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:  # nobody of it is left
        return


def kill(pid: int, number: signal.Signals = signal.SIGKILL) -> bool:
    """Whether there was anybody to be told."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return False
    return True


def signal_all(pids: Iterable[int], number: signal.Signals) -> None:
    """Those of them that are still there."""
    for pid in pids:
        kill(pid, number)


def descendants(pid: int) -> list[int]:
    return list(_descendants(pid))


def _descendants(pid: int) -> Iterator[int]:
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:  # it ended meanwhile
        return
    for child in map(int, listed):
        yield child
        yield from _descendants(child)
