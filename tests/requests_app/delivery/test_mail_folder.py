"""The folder that stands in for a mail server until there is one."""

import email
import email.policy
import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage, get_connection

from config import mail_folder
from requests_app.models import AttemptOutcome, DeliveryAttempt, Message, MessageState
from requests_app.services.delivery import deliver
from tests.requests_app.office import Office


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = mail_folder.NAME
    settings.EMAIL_FILE_PATH = str(tmp_path / "mail")
    return tmp_path / "mail"


def test_each_message_is_a_file_of_its_own(office: Office, folder: Path) -> None:
    for _ in range(3):
        office.submission("2026-03-02")
    assert deliver().sent == 3
    files = sorted(folder.iterdir())
    assert [file.suffix for file in files] == [".eml"] * 3
    messages = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    assert len({message["Message-ID"] for message in messages}) == 3
    assert {message["To"] for message in messages} == {"robin@example.org"}


def test_files_and_folder_are_the_owners_alone(folder: Path) -> None:
    get_connection().send_messages([EmailMessage("a subject", "a text", "a@example.org", ["b@example.org"])])
    [file] = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_when_the_folder_cannot_be_written_the_message_waits(office: Office, folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    office.submission("2026-03-02")
    assert deliver().failed == 1
    assert DeliveryAttempt.objects.get().outcome == AttemptOutcome.REFUSED
    assert Message.objects.get().state == MessageState.QUEUED
