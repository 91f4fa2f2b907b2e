"""A letter as its reader will have it: the mail, the letter, the envelope, and what stands against sending it."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from organizations.models import User

from ... import languages
from ...domain.refusals import Refused
from ...models import Letter, LetterKind, LetterState
from ...services import envelope
from ...services.correspondence import letter_mail, pdf, permitted, sealed_text
from ...services.correspondence.kinds import KINDS
from ...services.correspondence.text_blocks import Block, blocks
from ...spoken_languages import name_of

LINK: Final = "[the private link to their page]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """`mail`: subject and text of the mail, as plain text. `envelope`: line by line; empty: no address was given.

    `other_language`: the person prefers another one than the letter's. `unprintable`: characters that the PDF lacks.
    `by_hand`: neither mail nor post is open to it, so it can only be handed over.
    """

    subject: str
    blocks: list[Block]
    by_mail: bool
    mail_subject: str
    mail_text: str
    only_told: bool
    envelope: list[str]
    plain_envelope: bool
    other_language: str
    language: str
    unprintable: list[str]
    why_not_now: Refused | None
    by_hand: bool


def sight_of(letter: Letter, *, by: User, now: dt.datetime) -> Sight:
    """Raises ErasedKeyError once the content, or the contact, is forgotten."""
    text = sealed_text.read(letter)
    submission = letter.request.submission
    contact = envelope.open_contact(submission)
    waits = letter.state in (LetterState.DRAFT, LetterState.TO_POST)
    outlook = permitted.outlook(letter, by=by, now=now) if waits else None
    by_mail = outlook.way == permitted.EMAIL if outlook else permitted.carries_mail(letter, contact)
    subject, mail = letter_mail.preview(letter, link=LINK) if by_mail else ("", "")
    spoken = languages.primary(submission.language)
    return Sight(
        subject=text.subject,
        blocks=blocks(text.body),
        by_mail=by_mail,
        mail_subject=subject,
        mail_text=mail,
        only_told=KINDS[LetterKind(letter.kind)].is_answer,
        envelope=pdf.address_lines(letter),
        plain_envelope=text.plain_envelope if text.envelope else contact.safe_contact.plain_envelope,
        other_language=name_of(submission.language) if spoken != letter.language else "",
        language=languages.NAMES.get(letter.language, letter.language),
        unprintable=pdf.unprintable(text.body),
        why_not_now=outlook.refused if outlook and letter.state == LetterState.DRAFT else None,
        by_hand=outlook is not None and outlook.way == permitted.IN_PERSON,
    )
