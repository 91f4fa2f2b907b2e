"""Duly as one command: prepares, starts web, worker and beat, waits until they answer, and stops them together.

`bin/run` calls it. Little is imported here: this process only waits, while its children do the work.
"""

import argparse
import contextlib
import ctypes
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.environment import PROJECT, Environment

READY_WITHIN = 60
STOP_WITHIN = 15
PORTS_TO_TRY = 50


class StartFailure(Exception):
    """Why it does not run, in words for the person who typed the command."""


def main(arguments: list[str]) -> int:
    options = parser().parse_args(arguments)
    os.chdir(PROJECT)
    os.umask(0o077)
    if options.data_dir:
        os.environ["DULY_DATA_DIR"] = str(Path(options.data_dir).expanduser().absolute())
    try:
        return serve(Environment(), options.port, demo=options.demo)
    except (StartFailure, ImproperlyConfigured) as failure:
        print(f"Duly cannot start: {failure}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(prog="bin/run", description="Run Duly here, until Ctrl-C.")
    found.add_argument("--port", type=port_number, metavar="N", help="where to answer (8000); taken: the next free one")
    found.add_argument("--data-dir", metavar="DIR", help="where the data lies; keys lie beside it in DIR-keys")
    found.add_argument("--demo", action="store_true", help="add requests in every state, of invented people")
    return found


def port_number(word: str) -> int:
    if not (word.isascii() and word.isdigit() and 1 <= int(word) <= 65535):
        raise argparse.ArgumentTypeError("expected a number from 1 to 65535")
    return int(word)


def serve(env: Environment, port: int | None, *, demo: bool) -> int:
    wanted = port or env.number("DULY_PORT", 8000, least=1, most=65535)
    production = env.flag("DULY_PRODUCTION", default=False)
    listener = listen(env.text("DULY_HOST", "127.0.0.1"), wanted, tries=1 if production else PORTS_TO_TRY)
    os.environ["DULY_PORT"] = str(listener.getsockname()[1])
    data = env.data_folder()
    alone = not env.given("REDIS_URL")
    held = claim(data) if alone and data.exists() else None  # a bad setting is to leave no folder behind
    prepare = subprocess.run([sys.executable, "manage.py", "prepare", *(["--demo"] if demo else [])], check=False)
    if prepare.returncode:
        return prepare.returncode
    held = held or (claim(data) if alone else None)
    stop = StopSignal()
    children = start_children(listener)
    try:
        address = listener.getsockname()
        listener.close()
        base_url = env.text("DULY_BASE_URL", f"http://127.0.0.1:{address[1]}")
        wait_until_ready(address, str(urlsplit(base_url).netloc), children, stop)
        if not stop.asked:
            print(f"Data lie in {data}, keys beside it. Commands: DULY_DATA_DIR={data} bin/manage ...")
            print(f"Duly runs at {base_url}/  Staff: {base_url}/staff/  Ctrl-C stops it.", flush=True)
        return wait(children, stop)
    finally:
        stop_all(children)
        if held is not None:
            held.close()


def claim(data: Path) -> IO[str]:
    """Hold the data folder: its message queue and its database serve one Duly. Let go when the process ends.

    Raises StartFailure when another holds it.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = (data / "running.lock").open("a+")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        held.close()
        why = f"another Duly runs on the data in {data}. Stop it, or choose another folder with --data-dir"
        raise StartFailure(why) from None
    return held


def listen(host: str, port: int, *, tries: int) -> socket.socket:
    """A socket on the port, or on the next free one. Handed on open, so nobody can take the port in between."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for candidate in range(port, min(port + tries, 65536)):
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            found.bind((host, candidate))
            found.listen()
        except PermissionError:
            raise StartFailure(f"port {candidate}: not allowed for this user; choose one above 1023") from None
        except OSError as error:
            found.close()
            if error.errno != errno.EADDRINUSE:
                raise StartFailure(f"DULY_HOST: {host} is not an address of this machine") from None
            print(f"Port {candidate} is taken.", file=sys.stderr)
            continue
        return found
    raise StartFailure(f"no free port from {port} on; choose one with --port")


def start_children(listener: socket.socket) -> dict[str, subprocess.Popen[bytes]]:
    descriptor = listener.fileno()
    gunicorn = ["gunicorn", "--config", "python:config.gunicorn", "--bind", f"fd://{descriptor}", "config.wsgi"]
    celery = ["celery", "--quiet", "--app", "config.celery", "worker", "--beat", "--without-gossip", "--without-mingle"]
    return {"web": start(gunicorn, descriptor), "worker": start(celery)}


def start(module: list[str], *descriptors: int) -> subprocess.Popen[bytes]:
    """In a group of its own: Ctrl-C reaches this process alone, which then stops the children in order."""
    return subprocess.Popen(
        [sys.executable, "-m", *module], pass_fds=descriptors, process_group=0, preexec_fn=die_with_parent
    )


def die_with_parent() -> None:
    """On Linux, ask for a SIGTERM if this process is killed outright, so that nothing is left running."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class StopSignal:
    """Remembers that somebody asked to stop."""

    def __init__(self) -> None:
        self.asked = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: object) -> None:
        self.asked = True


def wait_until_ready(
    address: tuple[str, int], host: str, children: dict[str, subprocess.Popen[bytes]], stop: StopSignal
) -> None:
    """Until the web process says that it can work, by /readyz."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(address[0], address[0])  # noqa: S104
    url = f"http://[{here}]:{address[1]}/readyz" if ":" in here else f"http://{here}:{address[1]}/readyz"
    deadline = time.monotonic() + READY_WITHIN
    while not stop.asked:
        if (dead := first_dead(children)) is not None:
            raise StartFailure(f"the {dead} process ended with status {children[dead].returncode}; see above")
        try:
            urllib.request.urlopen(urllib.request.Request(url, headers={"Host": host}), timeout=2)  # noqa: S310
        except (urllib.error.URLError, OSError):
            if time.monotonic() > deadline:
                raise StartFailure(f"not ready after {READY_WITHIN} seconds; see above") from None
            time.sleep(0.1)
        else:
            return


def wait(children: dict[str, subprocess.Popen[bytes]], stop: StopSignal) -> int:
    """Until somebody asks to stop (0) or a child dies (1)."""
    while not stop.asked:
        if (dead := first_dead(children)) is not None:
            print(f"The {dead} process ended with status {children[dead].returncode}; stopping.", file=sys.stderr)
            return 1
        time.sleep(0.25)
    return 0


def first_dead(children: dict[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, child in children.items() if child.poll() is not None), None)


def stop_all(children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Ask each to finish what it holds; those that do not are killed, with their own children."""
    for child in children.values():
        child.terminate()  # not its group: a worker's children finish their task first
    deadline = time.monotonic() + STOP_WITHIN
    for child in children.values():
        try:
            child.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            print("A process does not stop; killing it.", file=sys.stderr)
        with contextlib.suppress(ProcessLookupError):  # nobody of the group is left
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
