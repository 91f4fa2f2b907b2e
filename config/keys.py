"""The installation's secrets: from the environment, else from files in a folder apart from the database.

Standard library only: keys are made and read before Django's settings exist.
"""

import base64
import binascii
import os
import secrets
from pathlib import Path

FILES = {
    "DULY_SECRET_KEY": "secret_key",
    "DULY_MASTER_KEYS": "master_keys",
    "DULY_LOOKUP_KEY": "lookup_key",
}
"""Each variable and the file that stands for it. `master_keys` holds one key per line, the newest first."""

KEY_BYTES = 32
SHORTEST_SECRET = 40


class KeyFileError(ValueError):
    """A key file that cannot be trusted or read."""


def read(folder: Path, name: str) -> list[str]:
    """The lines of the variable's file; empty when there is no such file."""
    path = folder / FILES[name]
    try:
        mode = path.stat().st_mode
        text = path.read_text("ascii")
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise KeyFileError(f"{name}: cannot read {path} ({type(error).__name__})") from None
    if mode & 0o077:
        raise KeyFileError(f"{name}: {path} can be read by others; type: chmod 600 {path}")
    return [line.strip() for line in text.splitlines() if line.strip()]


def make(folder: Path) -> list[Path]:
    """Write the files that are missing, each readable by its owner alone. An existing file is never touched."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    made = []
    for name, file_name in FILES.items():
        path = folder / file_name
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(new_secret(name) + "\n")
            file.flush()
            os.fsync(file.fileno())
        made.append(path)
    return made


def new_secret(name: str) -> str:
    if name == "DULY_SECRET_KEY":
        return secrets.token_urlsafe(48)
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def is_key(text: str) -> bool:
    """Whether it is 32 bytes in base64url (padded or not), as sealing and lookups need it."""
    bare = text.rstrip("=")
    try:
        return len(base64.b64decode(bare + "=" * (-len(bare) % 4), altchars=b"-_", validate=True)) == KEY_BYTES
    except (binascii.Error, ValueError):
        return False
