"""The mail of a letter. What asks or tells something on the way stands in it; of an answer it says that it is there.

No mail says what was asked for: others may read the mailbox. Neither its subject nor its words name an outcome.
"""

import datetime as dt
from typing import Final

from django.conf import settings
from django.template.loader import render_to_string

from records.errors import ErasedKeyError

from ...domain.refusals import Refused
from ...languages import SPANISH, primary
from ...models import Letter, LetterKind, LetterState, Message, Submission
from .. import case_file, envelope, messages, status_links
from ..envelope import Contact
from ..letters import Mail, NotToBeSent
from . import permitted, routes, sealed_text, sending
from .kinds import KINDS
from .sealed_text import Text
from .text_blocks import as_plain, blocks

SUBJECTS: Final = {
    "answer_ready": {
        "en": "There is an answer for you: {reference}",
        "es": "Hay una respuesta para usted: {reference}",
    },
    "word": {"en": "There is a message for you: {reference}", "es": "Hay un mensaje para usted: {reference}"},
}
ERASED: Final = "erased"
TRANSLATED: Final = (SPANISH,)
"""The languages that mails exist in besides English."""


def write(message: Message, *, now: dt.datetime) -> Mail:
    """Raises NotToBeSent, and lays the letter aside, when its act is not allowed any more, something else came first,
    nobody may be mailed, or its words are forgotten.
    """
    letter = _letter(message)
    contact, text = _opened(letter)
    _still_allowed(letter, text, now)
    if not text.to and not messages.may_mail(contact):
        _not_by_mail(letter, contact)
    to = text.to or contact.requester.email
    if KINDS[LetterKind(letter.kind)].is_answer:
        return notice("answer_ready", letter.request.submission, to=to, language=letter.language, now=now)
    link = "" if text.to else status_links.renew(letter.request.submission, now=now)
    return _carried(letter, text, to=to, link=link)


def preview(letter: Letter, *, link: str) -> tuple[str, str]:
    """Subject and plain text of the mail as it would be now. `link`: what stands for the private link. Makes none."""
    text, submission = sealed_text.read(letter), letter.request.submission
    if KINDS[LetterKind(letter.kind)].is_answer:
        mail = _notice("answer_ready", submission, to="", language=letter.language, link=link)
    else:
        mail = _carried(letter, text, to="", link=link)
    organization = submission.organization
    example = organization.slug not in settings.DULY_ACTS_FOR
    context = {**mail.context, "subject": mail.subject, "organization": organization, "example": example}
    return mail.subject, render_to_string(f"mail/{mail.template}.txt", context).strip()


def _carried(letter: Letter, text: Text, *, to: str, link: str) -> Mail:
    """The letter's own words in a mail."""
    return Mail(
        to=to,
        subject=text.subject,
        template=template("letter", letter.language),
        reply_to=letter.request.organization.contact_email,
        in_its_name=True,
        context={
            "language": letter.language,
            "blocks": blocks(text.body),
            "plain": as_plain(text.body),
            "link": link,
        },
    )


def write_word(message: Message, *, now: dt.datetime) -> Mail:
    """Somebody has written to the person; what they wrote stands on the page."""
    submission = message.submission
    if submission is None:
        raise ValueError(f"message {message.pk} brings word to nobody")
    contact = _contact(submission)
    if not messages.may_mail(contact):
        raise NotToBeSent("safe_contact")
    return notice("word", submission, to=contact.requester.email, language=submission.language, now=now)


def notice(name: str, submission: Submission, *, to: str, language: str, now: dt.datetime) -> Mail:
    """That something is on the person's page. The same words whatever it is."""
    return _notice(name, submission, to=to, language=language, link=status_links.renew(submission, now=now))


def _notice(name: str, submission: Submission, *, to: str, language: str, link: str) -> Mail:
    spoken = primary(language) if primary(language) in TRANSLATED else "en"
    [file] = case_file.gather(list(submission.requests.select_related("submission", "organization", "data_key")[:1]))
    return Mail(
        to=to,
        subject=SUBJECTS[name][spoken].format(reference=submission.reference),
        template=template(name, spoken),
        reply_to=submission.organization.contact_email,
        in_its_name=True,
        context={
            "language": spoken,
            "reference": submission.reference,
            "link": link,
            "calls": routes.calls(file, spoken).split("\n")[1:],
        },
    )


def template(name: str, language: str) -> str:
    """`letter`, or `letter_es`."""
    return f"{name}_{language}" if language in TRANSLATED else name


def _letter(message: Message) -> Letter:
    related = ("request__submission__data_key", "request__data_key", "request__organization")
    letter = Letter.objects.select_related(*related).filter(message=message).first()
    if letter is None or letter.state != LetterState.QUEUED:
        raise NotToBeSent("discarded")
    return letter


def _contact(submission: Submission) -> Contact:
    try:
        return envelope.open_contact(submission)
    except ErasedKeyError:
        raise NotToBeSent(ERASED) from None


def _opened(letter: Letter) -> tuple[Contact, Text]:
    """Each has a key of its own, and either may be gone."""
    try:
        return envelope.open_contact(letter.request.submission), sealed_text.read(letter)
    except ErasedKeyError:
        sending.overtaken(letter, ERASED)
        raise NotToBeSent(ERASED) from None


def _not_by_mail(letter: Letter, contact: Contact) -> None:
    """The person has changed since how they may be reached: by post, if one may write at all."""
    if contact.safe_contact.may_write:
        Letter.objects.filter(pk=letter.pk).update(state=LetterState.TO_POST, idle_because="safe_contact")
    else:
        sending.overtaken(letter, "safe_contact")
    raise NotToBeSent("safe_contact")


def _still_allowed(letter: Letter, text: Text, now: dt.datetime) -> None:
    try:
        permitted.check(letter, text, by=sending.sender(text), channel=permitted.EMAIL, now=now)
    except Refused:
        sending.overtaken(letter, sending.OVERTAKEN)
        raise NotToBeSent(sending.OVERTAKEN) from None
