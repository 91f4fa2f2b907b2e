"""The letters of a case, as its page lists them: what each is for, where it stands, and what is still to be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.urls import reverse

from ... import day_words
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from ...services.correspondence.kinds import ANSWERS
from ...spoken_languages import name_of
from ..access import Standing
from ..presentation import Tone, Words
from .offered import OFFERS

STATES: Final = {
    LetterState.DRAFT: Words("Draft", Tone.NOTE),
    LetterState.QUEUED: Words("On its way by e-mail", Tone.NOTE),
    LetterState.TO_POST: Words("To be posted", Tone.SOON),
    LetterState.SENT: Words("Sent", Tone.GOOD),
    LetterState.IDLE: Words("Not sent"),
}
BECAUSE: Final = {
    "discarded": "Discarded.",
    "overtaken": "Something else came first, so it was not sent.",
    "left_after_change": "It left when the case had already changed; it moved nothing.",
    "undeliverable": "The mail could not be delivered: send it by post.",
    "safe_contact": "The person may not be mailed any more.",
    "erased": "The person's data was erased.",
}
CONTACT_CHANGED: Final = "Told that the contact was changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterRow:
    """One letter. `todo`: what staff still have to do with it."""

    url: str
    label: str
    state: Words
    when: str
    because: str
    todo: str


@dataclass(frozen=True, slots=True)
class LettersPanel:
    """`begin_url` is empty for who may not write."""

    rows: list[LetterRow]
    begin_url: str
    language: str
    interpreter: str
    language_url: str
    code_url: str


def letters_panel(request: PrivacyRequest, standing: Standing) -> LettersPanel:
    """Names no word of a letter, so nothing is opened for it."""
    zone = ZoneInfo(request.organization.timezone)
    rows = [_row(letter, zone) for letter in Letter.objects.filter(request=request).order_by("-composed_at", "id")]
    submission, may_write = request.submission, standing.may_write
    return LettersPanel(
        rows,
        begin_url=reverse("staff:new-letter", args=[request.pk]) if may_write else "",
        language=name_of(submission.language),
        interpreter=submission.interpreter,
        language_url=reverse("staff:spoken-language", args=[request.pk]) if may_write else "",
        code_url=reverse("staff:spoken-code", args=[request.pk]) if may_write else "",
    )


def label(kind: str) -> str:
    """What a letter is called in a list."""
    offer = OFFERS.get(LetterKind(kind))
    return offer.label if offer else CONTACT_CHANGED


def on_its_way_words(letters: Iterable[Letter]) -> str:
    """What letters that have not left yet will do; empty when none of them does anything."""
    for letter in letters:
        offer = OFFERS.get(LetterKind(letter.kind))
        if offer is not None:
            return f"A letter is on its way: “{offer.label}”. {offer.explains}"
    return ""


def letter_url(letter: Letter) -> str:
    return reverse("staff:letter", args=[letter.pk])


def _row(letter: Letter, zone: ZoneInfo) -> LetterRow:
    state = LetterState(letter.state)
    todo = {LetterState.DRAFT: "Read it and send it", LetterState.TO_POST: "Print it, post it, record the day"}
    return LetterRow(
        url=letter_url(letter),
        label=label(letter.kind),
        state=STATES[state],
        when=_when(letter, zone),
        because=BECAUSE.get(letter.idle_because, letter.idle_because),
        todo=todo.get(state, ""),
    )


def _when(letter: Letter, zone: ZoneInfo) -> str:
    if letter.sent_at is None:
        return f"written {day_words.moment(letter.composed_at, zone)}"
    sent = f"sent {day_words.moment(letter.sent_at, zone)}"
    if letter.message_id is None or letter.kind not in ANSWERS:
        return sent
    return f"{sent}, opened {day_words.moment(letter.read_at, zone)}" if letter.read_at else f"{sent}, not opened yet"
