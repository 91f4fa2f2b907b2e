"""The people of a submission in lines: who asks, for whom, and how they may safely be reached."""

from zoneinfo import ZoneInfo

from policies.domain.terms import Role
from records.errors import ErasedKeyError

from .. import day_words
from ..models import Submission
from ..services import given_up
from ..services.arrival import ContactBy
from ..services.envelope import Contact
from ..wording import ROLES

REACHED_BY = {ContactBy.EMAIL: "e-mail", ContactBy.PHONE: "telephone", ContactBy.MAIL: "letter"}


def who_lines(contact: Contact | None, submission: Submission) -> list[tuple[str, str]]:
    """Name and value, in the order a colleague would tell it."""
    role = ROLES[Role(submission.requester_role)]
    if contact is None:
        return [("Asked by", f"{role}; name and address were erased")]
    asker, subject = contact.requester, contact.subject
    lines = [("Asked by", asker.name or "no name given"), ("As", role)]
    if subject is not None:
        lines.append(("About", subject.name or "themselves"))
    lines += [("E-mail", asker.email), ("Telephone", asker.phone), ("Postal address", asker.postal_address)]
    return [(name, value) for name, value in lines if value]


def former_phone_lines(submission: Submission) -> list[str]:
    """The numbers that were given up, for telling them so. That the contact is shown was put on record."""
    try:
        phones = given_up.former_phones(submission)
    except ErasedKeyError:
        return []
    zone = ZoneInfo(submission.zone)
    return [
        f"Until {day_words.moment(each.until, zone)} they were reached on {each.number}. Call it to say that this was "
        f"changed{'' if each.voicemail else '; leave no voicemail'}, and write a note that you did."
        for each in phones
    ]


def safe_contact_lines(contact: Contact | None) -> list[str]:
    """What binds every message and letter."""
    if contact is None:
        return ["It was erased with the rest of the contact."]
    safe = contact.safe_contact
    lines = [f"Best way: {REACHED_BY[safe.preferred]}."]
    lines.append("We may leave a voicemail." if safe.may_leave_voicemail else "Do not leave a voicemail.")
    if not safe.may_write:
        lines.append("Do not write.")
    if safe.plain_envelope:
        lines.append("Plain envelope, without our name.")
    if safe.envelope_name:
        lines.append(f"Name on the envelope: {safe.envelope_name}.")
    if safe.note:
        lines.append(safe.note)
    return lines
