"""The address or number that was given up is told so: by mail, by post, or by staff who call it. Unless that is not
safe, or it is in use still.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from records import sealing

from ..domain.linking import HIDDEN
from ..models import LetterKind, MessageKind, PrivacyRequest, Submission
from . import messages
from .arrival import ContactBy
from .correspondence import compose, pdf, sending
from .envelope import Contact


def tell(submission: Submission, old: Contact, new: Contact, number: int, now: dt.datetime) -> None:
    """By mail or by post. `number`: which of the contacts that were given up it is. The submission is locked."""
    if messages.may_mail(old):
        if not _mail_stays(old, new):
            _mail(submission, f"{submission.pk} {number}", now)
    elif _may_post(old, new):
        _write_to(submission, old, number, now)


def _mail_stays(old: Contact, new: Contact) -> bool:
    """They are mailed at the same address as before: it was not given up, and hears of the change by its code."""
    return messages.may_mail(new) and new.requester.email == old.requester.email


def must_call(old: Contact, new: Contact) -> bool:
    """Whether staff tell the number that was given up."""
    stays = new.safe_contact.preferred is ContactBy.PHONE and new.requester.phone.strip() == old.requester.phone.strip()
    return old.safe_contact.preferred is ContactBy.PHONE and bool(old.requester.phone.strip()) and not stays


@dataclass(frozen=True, slots=True)
class FormerPhone:
    """A number that was given up, which staff call to say so. `voicemail`: whether a message may be left there."""

    number: str
    until: dt.datetime
    voicemail: bool


def former_phones(submission: Submission) -> list[FormerPhone]:
    """The latest last. Raises ErasedKeyError. Staff views log that they show it."""
    former = [each for each in sealed_parts(submission).get("former", []) if each.get("call")]
    return [
        FormerPhone(
            each["phone"], dt.datetime.fromisoformat(each["until"]), each["safe_contact"]["may_leave_voicemail"]
        )
        for each in former
    ]


def former_address(submission: Submission, key: str) -> str:
    """The address that the message of this key goes to. Raises ErasedKeyError."""
    address: str = sealed_parts(submission)["former"][int(key.rpartition(" ")[2])]["email"]
    return address


def sealed_parts(submission: Submission) -> dict[str, Any]:
    """The contact and, as `former`, those that were given up. Raises ErasedKeyError."""
    return sealing.unseal(submission.sealed, submission.data_key, sealing.place(submission, "sealed"))


def _mail(submission: Submission, key: str, now: dt.datetime) -> None:
    messages.queue_message(
        kind=MessageKind.CONTACT_CHANGED,
        organization_id=submission.organization_id,
        key=key,
        now=now,
        submission=submission,
    )


def _may_post(old: Contact, new: Contact) -> bool:
    """Whether word goes by post to the address that was given up."""
    safe, address = old.safe_contact, old.requester.postal_address.strip()
    stays = new.safe_contact.preferred is ContactBy.MAIL and new.requester.postal_address.strip() == address
    return bool(address) and safe.preferred is ContactBy.MAIL and safe.may_write and not stays


def _write_to(submission: Submission, old: Contact, number: int, now: dt.datetime) -> None:
    """A letter that waits to be posted, in the first case that one may write about and whose words are kept."""
    rows = PrivacyRequest.objects.filter(submission=submission, data_key__erased_at=None).exclude(link__in=list(HIDDEN))
    related = ("submission__data_key", "data_key", "organization")
    request = rows.select_related(*related).order_by("position").first()
    if request is None:
        return
    name = old.safe_contact.envelope_name or old.requester.name
    letter = compose.compose(
        request,
        LetterKind.CONTACT_CHANGED,
        by=None,
        now=now,
        details={},
        envelope="\n".join(pdf.written_out(name, old.requester.postal_address)),
        plain_envelope=old.safe_contact.plain_envelope,
        mark=f"contact changed {number}",
    )
    sending.send(letter, by=None, now=now)
