"""The embedded message broker: kombu's folder transport, made safe for a reader beside a writer.

kombu writes a message into its final file, so a reader can take it half written (kombu#1551), and leaves taken files
behind. Here a message appears by rename, complete, and disappears when taken. Files are the owner's alone. They carry
primary keys only; losing them loses nothing, because all that is owed lies in the database.
"""

import contextlib
import os
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any

from kombu.transport import filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

SCHEME = "folder"
"""The alias under which config.celery makes this transport known; the broker's URL is `folder://`."""

POLL_SECONDS = 0.2
PARTS = ("messages", "taken", "control")


def transport_options(folder: Path) -> dict[str, Any]:
    """kombu's options for a broker in that folder."""
    return {
        "data_folder_in": str(folder / "messages"),
        "data_folder_out": str(folder / "messages"),
        "processed_folder": str(folder / "taken"),
        "control_folder": str(folder / "control"),
        "polling_interval": POLL_SECONDS,
    }


def start_empty(folder: Path) -> None:
    """Throw away the messages that an earlier run left: the sweep finds all work in the database."""
    for part in (folder, *(folder / name for name in PARTS)):
        part.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.chmod(0o700)
    # Not `control`: it says which queues there are, and a process declares its own once only.
    for left in (file for name in ("messages", "taken") for file in (folder / name).iterdir()):
        left.unlink(missing_ok=True)


class Channel(filesystem.Channel):
    """Puts a message by rename and takes it by rename."""

    def _put(  # type: ignore[override]  # kombu's two parents of it disagree on the name
        self, queue: str, payload: dict[str, Any], **_: Any
    ) -> None:
        name = f"{time.time_ns():020d}_{uuid.uuid4()}.{queue}.msg"
        written, final = Path(self.processed_folder, f"{name}.writing"), Path(self.data_folder_out, name)
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(str_to_bytes(dumps(payload)))
            written.rename(final)
        except OSError:  # the disk is full: nothing half written stays behind
            written.unlink(missing_ok=True)
            raise

    def _get(self, queue: str, timeout: float | None = None) -> Any:  # noqa: ARG002 - kombu's signature
        for name in sorted(os.listdir(self.data_folder_in)):  # noqa: PTH208 - names are all that is needed
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = Path(self.processed_folder, name)
            with contextlib.suppress(FileNotFoundError):  # another reader was first
                Path(self.data_folder_in, name).rename(taken)
                payload = taken.read_bytes()
                taken.unlink()
                return loads(bytes_to_str(payload))
        raise Empty


class Transport(filesystem.Transport):
    Channel = Channel
