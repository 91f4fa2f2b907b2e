"""Short mails around the person's page: the code to open it, the word that a contact was changed, and to staff that
the person wrote. None says what was asked for; none but the last says anything about a person.
"""

import datetime as dt
from typing import Final

from policies.domain.terms import Outcome
from records.errors import ErasedKeyError

from .. import languages
from ..domain.lifecycle import State
from ..models import Message, PrivacyRequest, Submission
from . import access_codes, acknowledgement_letter, envelope, given_up, status_links, taken_back, unread
from .correspondence import letter_mail
from .letters import Mail, NotToBeSent, absolute, staff_address
from .messages import may_mail

SUBJECTS: Final = {
    "access_code": {"en": "Your code for {reference}", "es": "Su código para {reference}"},
    "contact_changed": {
        "en": "Your contact details were changed: {reference}",
        "es": "Se cambiaron sus datos de contacto: {reference}",
    },
    "happened": {
        "en": "Something happened with your request: {reference}",
        "es": "Hay una novedad en su solicitud: {reference}",
    },
}


def write_code(message: Message, *, now: dt.datetime) -> Mail:
    """Makes the code. Raises NotToBeSent when the person may not be mailed, or their data has been erased."""
    submission = _submission(message)
    to = _address(submission)
    code = access_codes.make(submission, now=now)
    page = absolute("public:code", submission.organization.slug)
    return _mail("access_code", submission, to, code=f"{code[:4]} {code[4:]}", page=page)


def write_word(message: Message, *, now: dt.datetime) -> Mail:
    """That staff wrote; that an answer was not opened yet; or that something happened, without a word of what."""
    if unread.is_of(message):
        return _unread(message, now)
    if not taken_back.is_of(message):
        return letter_mail.write_word(message, now=now)
    submission = _submission(message)
    to = _address(submission)
    return _mail("happened", submission, to, link=status_links.renew(submission, now=now))


def _unread(message: Message, now: dt.datetime) -> Mail:
    """Once more that there is an answer. Raises NotToBeSent when it was opened in the meantime."""
    letter = unread.letter_of(message, now=now)
    if letter is None:
        raise NotToBeSent("done_since")
    submission = _submission(message)
    to = _address(submission)
    return letter_mail.notice("answer_ready", submission, to=to, language=letter.language, now=now)


def write_contact_changed(message: Message, *, now: dt.datetime) -> Mail:  # noqa: ARG001 - as all writers
    """To the address that was given up, as it may be the person's own still."""
    submission = _submission(message)
    try:
        address = given_up.former_address(submission, message.key)
    except ErasedKeyError:
        raise NotToBeSent("erased") from None
    return _mail("contact_changed", submission, address)


def write_person_wrote(message: Message, *, now: dt.datetime) -> Mail:  # noqa: ARG001 - as all writers
    """Raises NotToBeSent when the request is gone or turned out to be spam."""
    request = PrivacyRequest.objects.filter(pk=message.key.partition(" ")[0]).first()
    if request is None or request.state == State.QUARANTINED:
        raise NotToBeSent("done_since")
    title = "Taken back" if request.outcome == Outcome.WITHDRAWN else "The person wrote"
    return Mail(
        to=staff_address(message),
        subject=f"{title}: {request.reference}",
        template="person_wrote",
        context={
            "title": title,
            "reference": request.reference,
            "link": absolute("staff:requests_app_privacyrequest_change", request.pk),
        },
    )


def _mail(name: str, submission: Submission, to: str, **more: str) -> Mail:
    spoken = languages.primary(submission.language)
    language = languages.SPANISH if spoken == languages.SPANISH else languages.ENGLISH
    return Mail(
        to=to,
        subject=SUBJECTS[name][language].format(reference=submission.reference),
        template=f"{name}_es" if language == languages.SPANISH else name,
        reply_to=submission.organization.contact_email,
        in_its_name=True,
        context={
            "language": language,
            "reference": submission.reference,
            "calls": acknowledgement_letter.calls(submission, language),
            **more,
        },
    )


def _address(submission: Submission) -> str:
    """Raises NotToBeSent when the person may not be mailed, or their data has been erased."""
    try:
        contact = envelope.open_contact(submission)
    except ErasedKeyError:
        raise NotToBeSent("erased") from None
    if not may_mail(contact):
        raise NotToBeSent("safe_contact")
    return contact.requester.email


def _submission(message: Message) -> Submission:
    if message.submission is None:
        raise ValueError(f"message {message.pk} is about nobody")
    return message.submission
