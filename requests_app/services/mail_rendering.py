"""The text of a message, made when it is sent: for whom it is, what it says now, or why it is not sent."""

from collections.abc import Callable
from email.utils import formataddr, parseaddr
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from organizations.models import Organization

from .. import clock_source
from ..models import Message, MessageKind
from . import (
    acknowledgement_letter,
    alarm_letter,
    alert_letter,
    digest_letter,
    fault_letter,
    person_letters,
    probe_letter,
)
from .correspondence import letter_mail
from .letters import Mail, NotToBeSent

__all__ = ["NotToBeSent", "render"]

WRITERS: Final[dict[str, Callable[..., Mail]]] = {
    MessageKind.ALERTS: alert_letter.write,
    MessageKind.FAULTS: fault_letter.write,
    MessageKind.ACKNOWLEDGEMENT: acknowledgement_letter.write,
    MessageKind.LETTER: letter_mail.write,
    MessageKind.WORD: person_letters.write_word,
    MessageKind.ACCESS_CODE: person_letters.write_code,
    MessageKind.CONTACT_CHANGED: person_letters.write_contact_changed,
    MessageKind.DIGEST: digest_letter.write,
    MessageKind.PROBE: probe_letter.write,
    MessageKind.PERSON_WROTE: person_letters.write_person_wrote,
    MessageKind.ALARM: alarm_letter.write,
}


def render(message: Message) -> EmailMultiAlternatives:
    """The mail, as plain text and as HTML. Raises NotToBeSent when there is nothing to say or nobody to say it to.

    Its Message-ID is the message's own: a copy sent twice is seen to be one.
    """
    letter = WRITERS[message.kind](message, now=clock_source.now())
    organization = message.organization
    context = {
        **letter.context,
        "organization": organization,
        "subject": letter.subject,
        "example": is_example(organization),
    }
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=render_to_string(f"mail/{letter.template}.txt", context),
        from_email=_sender(letter, organization),
        to=[letter.to],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={
            "Message-ID": f"<{message.pk}@{urlsplit(settings.DULY_BASE_URL).hostname}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    mail.attach_alternative(render_to_string(f"mail/{letter.template}.html", context), "text/html")
    return mail


def is_example(organization: Organization) -> bool:
    """Whether nobody has attested that this installation acts for the organization."""
    return organization.slug not in settings.DULY_ACTS_FOR


def _sender(letter: Mail, organization: Organization) -> str:
    """To the person the organization writes, not its software; an example writes in nobody's name."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    in_its_name = letter.in_its_name and not is_example(organization)
    return formataddr((organization.name if in_its_name else name, address))
