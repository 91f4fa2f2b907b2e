"""Putting a file into a case: what it is for, how long the person may fetch it, and the file."""

import datetime as dt
import hashlib
import secrets
from enum import StrEnum
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from ... import day_words
from ...models import Direction
from ...services import file_check
from ..desk_form import DeskForm, date_field

LONGEST: Final = dt.timedelta(days=365)


class Purpose(StrEnum):
    """What a file is for; it decides who sees it and how long it stays."""

    ANSWER = "answer"
    AT_ONCE = "at_once"
    PROOF = "proof"
    FROM_PERSON = "from_person"


PURPOSES: Final = (
    (Purpose.ANSWER.value, "For the person, to fetch once the answer is sent"),
    (Purpose.AT_ONCE.value, "For the person, to fetch from now on"),
    (Purpose.PROOF.value, "Proof of who they are or may act for; erased when that step is decided"),
    (Purpose.FROM_PERSON.value, "Something else that the person sent us"),
)
DIRECTIONS: Final = {
    Purpose.ANSWER: Direction.TO_PERSON,
    Purpose.AT_ONCE: Direction.TO_PERSON,
    Purpose.PROOF: Direction.PROOF,
    Purpose.FROM_PERSON: Direction.FROM_PERSON,
}


class AttachForm(DeskForm):
    """The kind and the content of the file are for `file_check` to judge."""

    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=secrets.token_urlsafe)
    purpose = forms.ChoiceField(
        label="What is it?",
        choices=PURPOSES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the file is."},
    )
    last_day = date_field(
        "Last day to fetch it",
        required=False,
        help_text="For a file for the person. Leave it empty for as long as your organization has set.",
    )
    file = forms.FileField(
        label="File",
        allow_empty_file=True,  # the file check says what to do then
        max_length=None,
        error_messages={"required": "Choose a file.", "missing": "Choose a file.", "invalid": "Choose the file again."},
    )

    def __init__(self, *args: Any, now: dt.datetime, zone: ZoneInfo, **kwargs: Any) -> None:
        self.now, self.zone = now, zone
        super().__init__(*args, **kwargs)
        file = self.fields["file"]
        file.widget = forms.FileInput(attrs={"accept": file_check.endings(Direction.TO_PERSON)})
        file.help_text = f"At most {settings.DULY_FILE_MB} MB. {file_check.wanted(Direction.TO_PERSON)}."

    def clean_last_day(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data["last_day"]
        today = self.now.astimezone(self.zone).date()
        if day is not None and day < today:
            raise forms.ValidationError(f"This day is over. Today is {day_words.day(today)}.")
        if day is not None and day > today + LONGEST:
            raise forms.ValidationError(f"Choose a day until {day_words.day(today + LONGEST)}.")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("last_day") and data.get("purpose") and self.direction() != Direction.TO_PERSON:
            self.add_error("last_day", "This is for files that the person may fetch. Leave it empty.")
        return data

    def direction(self) -> Direction:
        return DIRECTIONS[Purpose(self.cleaned_data["purpose"])]

    def upload(self) -> "UploadedFile[bytes]":
        return cast("UploadedFile[bytes]", self.cleaned_data["file"])

    def available_from(self) -> dt.datetime | None:
        return self.now if self.cleaned_data["purpose"] == Purpose.AT_ONCE else None

    def expires_at(self) -> dt.datetime | None:
        """The end of the last day, on the organization's wall clock."""
        day = self.cleaned_data.get("last_day")
        return dt.datetime.combine(day + dt.timedelta(days=1), dt.time(), tzinfo=self.zone) if day else None

    def mark(self) -> str:
        """Tells this showing of the form with this file from every other; empty for a form that was not shown."""
        data, upload = self.cleaned_data, self.upload()
        if not data.get("shown"):
            return ""
        typed = "\n".join([data["shown"], data["purpose"], str(data.get("last_day")), f"{upload.name} {upload.size}"])
        return hashlib.sha256(typed.encode()).hexdigest()
