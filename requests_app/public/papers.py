"""The letters we wrote and the files that lie ready: what may be read now, what is gone, and what must come first."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from records.errors import ErasedKeyError
from requests_app.day_words import day
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import State
from requests_app.models import Attachment, Direction, Letter, LetterKind, LetterState, PrivacyRequest
from requests_app.services import attachments
from requests_app.services.correspondence import sealed_text, sending
from requests_app.services.correspondence.kinds import KINDS
from requests_app.services.correspondence.text_blocks import Block, blocks

from .sight import Missing, Sight

OUR_ANSWER: Final = "Our answer"
FIRST: Final = {
    Missing.NOTHING: "",
    Missing.IDENTITY: "You can read it here once we know that it is you. See what we need from you.",
    Missing.AUTHORITY: "You can read it here once we have seen that you may act for the person.",
    Missing.LINK: "Open this page with the link or the code that we send you, and you can read it here.",
    Missing.MAILED: "Open this page with the link or the code that we send to your e-mail, and you can read it here.",
    Missing.CALLED: "To keep it private it opens with a code that we read to you on the telephone. Call us to get it.",
    Missing.POSTED: "To keep it private we do not show it here. You get it by post.",
    Missing.CHANNEL: "To keep it private we cannot show it here. Call us, and we find a safe way to give it to you.",
}
"""What must come first, in plain words."""
CALL: Final = "We can show it here only to somebody we know. Call us, and we find a safe way to give it to you."
"""The same when the request is closed, and nothing can be shown on this page any more."""


@dataclass(frozen=True, slots=True)
class LetterLine:
    """One letter in the list; `first`: what must come first, empty: it may be read now."""

    id: str
    day: str
    title: str
    language: str
    first: str


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that may be fetched until `until`; `gone`: it could be, until then."""

    id: str
    name: str
    size: str
    until: str
    gone: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """`first`: what must come before any can be fetched; then nothing is listed. `sent`: names of the person's own."""

    ready: tuple[FileLine, ...]
    first: str
    sent: tuple[str, ...]


def letters(request: PrivacyRequest, sight: Sight) -> list[LetterLine]:
    """What we wrote and what has left, newest first."""
    found = []
    for letter in _sent(request).order_by("-sent_at"):
        first = first_for(letter, sight)
        try:
            title = OUR_ANSWER if first else sealed_text.read(letter).subject
        except ErasedKeyError:
            continue
        sent_at = letter.sent_at or letter.composed_at
        on = day(sent_at.astimezone(request.zone_info).date())
        found.append(LetterLine(str(letter.pk), on, title, letter.language, first))
    return found


def readable(request: PrivacyRequest, letter_id: UUID, sight: Sight) -> tuple[Letter, str, list[Block]] | None:
    """The letter, its title and its parts; None for one that is not this request's or may not be read now."""
    letter = _sent(request).filter(pk=letter_id).first()
    if letter is None or first_for(letter, sight):
        return None
    try:
        text = sealed_text.read(letter)
    except ErasedKeyError:
        return None
    return letter, text.subject, blocks(text.body)


def first_for(letter: Letter, sight: Sight) -> str:
    """An answer is for the one whose identity stands; what we asked on the way may be read by who was asked.

    That somebody could not be known, or is not covered by what they said themselves, tells of nothing that was found.
    A denial to somebody never known may be read by whoever asked, unless it lists items: a person wrote its words
    knowing that, identity cannot be made up for once the request is closed, and it says how to appeal and complain.
    """
    kind = LetterKind(letter.kind)
    if KINDS[kind].is_answer and not _tells_nothing(kind, sight):
        return what_first(sight)
    if sight.hidden_to and letter.sent_at and letter.sent_at <= _changed_at(sight):
        return what_first(sight)
    return ""


def _tells_nothing(kind: LetterKind, sight: Sight) -> bool:
    """Whether an answer of this kind says nothing of what we found."""
    if sight.missing is Missing.LINK:
        return False
    never_known = sight.file.request.verified_at is None and not sight.file.record.items
    match kind:
        case LetterKind.UNVERIFIED:
            return True
        case LetterKind.DENIED:
            return never_known
        case LetterKind.NOT_ELIGIBLE:
            return sight.stated.eligible is False
    return False


def what_first(sight: Sight) -> str:
    """What must come before answers are given out; empty: nothing."""
    if sight.missing is Missing.IDENTITY and sight.file.request.state == State.CLOSED:
        return CALL
    return FIRST[sight.missing]


def files(request: PrivacyRequest, sight: Sight, now: dt.datetime) -> Files:
    """What the person may fetch, what they could have, and what they sent us."""
    ours = Attachment.objects.filter(
        request=request, direction=Direction.TO_PERSON, complete_at__isnull=False, available_from__lte=now
    ).select_related("data_key")
    if not sight.gives_answers:
        return Files((), what_first(sight) if ours.exists() else "", ())
    free = set(attachments.files_for_person(request, now=now).values_list("pk", flat=True))
    ready = tuple(_line(each, request, is_free=each.pk in free) for each in ours)
    theirs = attachments.kept_files(request).exclude(direction=Direction.TO_PERSON)
    return Files(ready, "", tuple(attachments.open_name(each) for each in theirs))


def fetchable(request: PrivacyRequest, file_id: UUID, sight: Sight, now: dt.datetime) -> Attachment | None:
    """A file that may be given out now; None otherwise."""
    if not sight.gives_answers:
        return None
    return attachments.files_for_person(request, now=now).filter(pk=file_id).first()


def _sent(request: PrivacyRequest) -> QuerySet[Letter]:
    """The word to an old address is for that address alone, and what left too late says what is no longer so."""
    rows = Letter.objects.filter(request=request, state=LetterState.SENT).exclude(kind=LetterKind.CONTACT_CHANGED)
    rows = rows.exclude(idle_because=sending.AFTER_CHANGE)
    return rows.select_related("request__organization", "request__data_key", "request__submission__data_key")


def _changed_at(sight: Sight) -> dt.datetime:
    marks = [mark.at for mark in sight.file.record.marks if mark.name is EventName.CONTACT_CHANGED]
    return max(marks, default=dt.datetime.min.replace(tzinfo=dt.UTC))


def _line(file: Attachment, request: PrivacyRequest, *, is_free: bool) -> FileLine:
    until = day(file.expires_at.astimezone(request.zone_info).date()) if file.expires_at else ""
    if not is_free:
        return FileLine(str(file.pk), "", "", until, gone=True)
    return FileLine(str(file.pk), attachments.open_name(file), _size(file.size), until)


def _size(size: int) -> str:
    """`3 KB`, `2.4 MB`."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))} KB"
    return f"{size / 1_000_000:.1f} MB"
