"""The files of a case as its page lists them. Their names are personal data: that they are shown is on record."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Final
from zoneinfo import ZoneInfo

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from organizations.models import User
from records.access import log_view
from records.errors import ErasedKeyError

from ... import day_words
from ...domain import lifecycle
from ...domain.file_kinds import BY_CONTENT_TYPE
from ...domain.lifecycle import Action
from ...models import Attachment, Direction, PrivacyRequest
from ...services import attachments
from ..access import Standing
from ..presentation import Tone, Words

FOR_WHOM: Final = {
    Direction.TO_PERSON: "For the person",
    Direction.FROM_PERSON: "From the person",
    Direction.PROOF: "Proof; erased when its step is decided",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """One file. `erase_url` is empty for who may not erase it."""

    id: str
    name: str
    kind: str
    size: str
    purpose: str
    put_in: str
    standing: Words
    url: str = ""
    erase_url: str = ""


@dataclass(frozen=True, slots=True)
class FilesPanel:
    """`attach_url` is empty for who may not put one in, now."""

    rows: list[FileRow] = field(default_factory=list)
    attach_url: str = ""
    zone: str = ""

    @property
    def names(self) -> dict[str, str]:
        """The name of each file, by its id; that they are shown is on record."""
        return {row.id: row.name for row in self.rows}


def files_panel(user: User, request: PrivacyRequest, *, now: dt.datetime) -> FilesPanel:
    """All files that were completed, the newest first; of erased ones it says that they were there."""
    zone = ZoneInfo(request.organization.timezone)
    may_write = Standing(user, request.organization).may_write
    files = Attachment.objects.filter(request=request, complete_at__isnull=False)
    found = list(files.select_related("data_key", "created_by").order_by("-created_at", "-id"))
    if any(file.erased_at is None for file in found):
        log_view(user, request, "file names")
    possible = Action.ATTACH_FILE in lifecycle.allowed(request.lifecycle_state, request.lifecycle_outcome)
    return FilesPanel(
        rows=[_row(file, may_write=may_write, now=now, zone=zone) for file in found],
        attach_url=reverse("staff:attach-file", args=[request.pk]) if may_write and possible else "",
        zone=day_words.zone_name(zone),
    )


def name_for_staff(file: Attachment) -> str:
    """Its name, or that it is gone."""
    try:
        return attachments.open_name(file)
    except ErasedKeyError:
        return "An erased file"


def _row(file: Attachment, *, may_write: bool, now: dt.datetime, zone: ZoneInfo) -> FileRow:
    kept = file.erased_at is None
    args = [file.request_id, file.pk]
    return FileRow(
        id=str(file.pk),
        name=name_for_staff(file),
        kind=BY_CONTENT_TYPE[file.content_type].words if file.content_type in BY_CONTENT_TYPE else "file",
        size=filesizeformat(file.size).replace("\xa0", " "),
        purpose=FOR_WHOM[Direction(file.direction)],
        put_in=f"{day_words.moment(file.created_at, zone)}{f', {file.created_by}' if file.created_by else ''}",
        standing=standing_of(file, now=now, zone=zone),
        url=reverse("staff:file", args=args) if kept else "",
        erase_url=reverse("staff:erase-file", args=args) if kept and may_write else "",
    )


def standing_of(file: Attachment, *, now: dt.datetime, zone: ZoneInfo) -> Words:
    """Whether the person may fetch it, and until when."""
    if file.erased_at is not None:
        return Words(f"Erased {day_words.moment(file.erased_at, zone)}")
    if file.direction != Direction.TO_PERSON:
        return Words("Kept")
    if file.expires_at is not None and file.expires_at <= now and file.available_from is not None:
        return Words("Time is over; will be erased", Tone.SOON)
    until = f", until {_last_day(file.expires_at, zone)}" if file.expires_at else ""
    if file.available_from is None:
        return Words(f"Waits until the answer is sent{until}", Tone.SOON)
    return Words(f"The person may fetch it{until}", Tone.GOOD)


def _last_day(ends: dt.datetime, zone: ZoneInfo) -> str:
    """A file that ends at midnight can be fetched on the day before."""
    local = ends.astimezone(zone)
    if local.time() == dt.time():
        return f"the end of {day_words.day(local.date() - dt.timedelta(days=1))}"
    return day_words.moment(ends, zone)
