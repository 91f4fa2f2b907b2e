"""What a killed run left behind: its folders, and servers that still run in them."""

import os
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Final

from tests.suite.servers import PREFIX

PREFIXES: Final = (PREFIX, "duly-test-")
"""Of the folders of servers, and of tests.settings; the number of the process follows."""


def remove_stale() -> None:
    """Remove the folders whose process is gone, and end what it left running in them."""
    for folder in Path(tempfile.gettempdir()).glob("duly-*-*-*"):
        kind = next((prefix for prefix in PREFIXES if folder.name.startswith(prefix)), None)
        pid = folder.name.removeprefix(kind or "").partition("-")[0]
        if kind is None or not pid.isdigit() or is_alive(int(pid)) or folder.stat().st_uid != os.geteuid():
            continue
        for process in processes_in(folder):
            os.kill(process, signal.SIGKILL)
        shutil.rmtree(folder, ignore_errors=True)


def processes_in(folder: Path) -> list[int]:
    """Servers whose working folder or command line lies in `folder`; by /proc, so on Linux only."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            words = (entry / "cmdline").read_bytes().decode(errors="replace").split("\0")
            here = str((entry / "cwd").readlink())
        except OSError:  # it ended meanwhile, or is somebody else's
            continue
        if here.startswith(f"{folder}/") or any(word.startswith(f"{folder}/") for word in words):
            found.append(int(entry.name))
    return found


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
