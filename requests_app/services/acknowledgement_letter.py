"""The mail that confirms receipt: the reference, by when the answer comes and why, where to look, whom to call.

It does not say what was asked for: others may read the mailbox. That stands on the status page.
"""

import datetime as dt
from typing import Any, Final
from zoneinfo import ZoneInfo

from policies.domain.rules import ChannelRule
from policies.domain.terms import Act, AuthorityKind, ChannelKind
from policies.selectors import rule_set
from records.errors import ErasedKeyError
from records.lookup import LookupKind

from .. import languages
from ..domain.clock_states import DeadlineState
from ..models import Deadline, LookupOf, Message, Submission, SubmissionLookup
from . import status_links
from .envelope import Contact, open_contact
from .letters import Mail, NotToBeSent
from .messages import may_mail

A_DAY: Final = dt.timedelta(days=1)
MOST_A_DAY: Final = 10
"""Confirmations to one address; whoever sends more requests sees them confirmed on the form, and staff by telephone."""
SUBJECTS: Final = {
    languages.ENGLISH: "We have received your request",
    languages.SPANISH: "Recibimos su solicitud",
}


def write(message: Message, *, now: dt.datetime) -> Mail:
    """Raises NotToBeSent when the person may not be mailed, their data has been erased, or one address is flooded."""
    submission = message.submission
    if submission is None:
        raise ValueError(f"message {message.pk} confirms receipt of nothing")
    contact = _contact(submission)
    _not_too_many(message, submission, now)
    spanish = languages.primary(submission.language) == languages.SPANISH
    language = languages.SPANISH if spanish else languages.ENGLISH
    return Mail(
        to=contact.requester.email,
        subject=f"{SUBJECTS[language]}: {submission.reference}",
        template="acknowledgement_es" if spanish else "acknowledgement",
        reply_to=message.organization.contact_email,
        in_its_name=True,
        context={
            "language": language,
            "reference": submission.reference,
            "received": languages.day(submission.received_on, language),
            "answers": answers(submission, language),
            "calls": calls(submission, language),
            "link": status_links.renew(submission, now=now),
            "zone": languages.zone_name(ZoneInfo(submission.zone), language),
        },
    )


def _contact(submission: Submission) -> Contact:
    try:
        contact = open_contact(submission)
    except ErasedKeyError:
        raise NotToBeSent("erased") from None
    if not may_mail(contact):
        raise NotToBeSent("safe_contact")
    return contact


def _not_too_many(message: Message, submission: Submission, now: dt.datetime) -> None:
    """Anybody can type anybody's address into a form: it is not a means to fill a mailbox. Nothing is lost by it."""
    own = submission.lookups.filter(of=LookupOf.REQUESTER, kind=LookupKind.EMAIL).values("keyed_hash")
    same = SubmissionLookup.objects.filter(
        organization=submission.organization_id, kind=LookupKind.EMAIL, keyed_hash__in=own
    )
    sent = Message.objects.filter(kind=message.kind, sent_at__gt=now - A_DAY, submission__in=same.values("submission"))
    if sent.count() >= MOST_A_DAY:
        raise NotToBeSent("too_many_a_day")


def answers(submission: Submission, language: str = languages.ENGLISH) -> list[dict[str, Any]]:
    """The binding dates of the answers and the sentence of the rule each rests on.

    Requests that share a date share a line. `to` names them as their references end, as in `PM-.../2`, so that the
    numbers are those of the status page; empty when the line speaks for the whole submission.
    """
    binding = Deadline.objects.filter(
        request__submission=submission, binding=True, act=Act.RESPOND, state=DeadlineState.LIVE, due_on__isnull=False
    ).exclude(kind=AuthorityKind.TARGET)
    found: dict[str, dict[str, Any]] = {}
    rows = binding.order_by("due_on", "request__position").select_related("request")
    for row in rows.only("due_on", "because", "request__reference"):
        by = languages.day(row.due_on, language) if row.due_on else ""
        line = found.setdefault(by, {"by": by, "why": row.because[0]["says"], "parts": []})
        line["parts"].append(row.request.reference.rpartition("/")[2])
    whole = len(found) == 1 and submission.requests.count() == len(next(iter(found.values()))["parts"])
    return [
        {"by": line["by"], "why": line["why"], "to": "" if whole else _named(line["parts"], language)}
        for line in found.values()
    ]


def _named(parts: list[str], language: str) -> str:
    """The numbers as words: `part 2`, `parts 1, 2 and 4`."""
    *others, last = parts
    one, both = ("parte", "y") if language == languages.SPANISH else ("part", "and")
    return f"{one}s {', '.join(others)} {both} {last}" if others else f"{one} {last}"


def calls(submission: Submission, language: str = languages.ENGLISH) -> list[dict[str, str]]:
    """The telephone and TTY numbers of the version, those for any request first."""
    request = submission.requests.select_related("policy_version").defer("sealed", "policy_version__document").first()
    if request is None:
        return []
    for_any: list[ChannelRule] = [rule for rule in rule_set(request.policy_version).channels if not rule.rights]
    phone = "Teléfono" if language == languages.SPANISH else "Phone"
    names = {ChannelKind.PHONE: phone, ChannelKind.TTY: "TTY"}
    return [{"name": names[rule.kind], "value": rule.value} for rule in for_any if rule.kind in names]
