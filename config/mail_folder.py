"""The embedded mail server: a folder in which each message is a file that any mail program opens."""

import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

NAME: Final = "config.mail_folder.EmailBackend"
"""The value of EMAIL_BACKEND."""


class EmailBackend(BaseEmailBackend):
    """Writes to EMAIL_FILE_PATH, by rename: whoever looks finds whole messages only. Files are the owner's alone."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """How many were written. Raises OSError, as when the disk is full; nothing half written stays behind."""
        for message in email_messages:
            content = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg] # Django's class takes it
            _put(Path(settings.EMAIL_FILE_PATH), content)
        return len(email_messages)


def _put(folder: Path, content: bytes) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    name = f"{time.strftime('%Y-%m-%d-%H%M%S', time.gmtime())}-{uuid4().hex[:12]}"
    written = folder / f".{name}"
    try:
        descriptor = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        written.rename(folder / f"{name}.eml")
    finally:
        written.unlink(missing_ok=True)
