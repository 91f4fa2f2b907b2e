"""The mail that confirms receipt: the reference, by when the answer comes and why, where to look, whom to call.

It does not say what was asked for: others may read the mailbox. That stands on the status page.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from policies.domain.rules import ChannelRule
from policies.domain.terms import Act, AuthorityKind, ChannelKind
from policies.selectors import rule_set
from records.errors import ErasedKeyError

from .. import day_words
from ..domain.clock_states import DeadlineState
from ..models import Deadline, Message, Submission
from . import status_links
from .envelope import Contact, open_contact
from .letters import Letter, NotToBeSent
from .messages import may_mail


def write(message: Message, *, now: dt.datetime) -> Letter:
    """Raises NotToBeSent when the person may not be mailed, or their data has been erased."""
    submission = message.submission
    if submission is None:
        raise ValueError(f"message {message.pk} confirms receipt of nothing")
    contact = _contact(submission)
    return Letter(
        to=contact.requester.email,
        subject=f"We have received your request: {submission.reference}",
        template="acknowledgement",
        reply_to=message.organization.contact_email,
        in_its_name=True,
        context={
            "reference": submission.reference,
            "received": day_words.day(submission.received_on),
            "answers": answers(submission),
            "calls": calls(submission),
            "link": status_links.renew(submission, now=now),
            "zone": day_words.zone_name(ZoneInfo(submission.zone)),
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


def answers(submission: Submission) -> list[dict[str, Any]]:
    """For each request the binding date of the answer and the sentence of the rule it rests on, without repeats."""
    binding = Deadline.objects.filter(
        request__submission=submission, binding=True, act=Act.RESPOND, state=DeadlineState.LIVE, due_on__isnull=False
    ).exclude(kind=AuthorityKind.TARGET)
    found: dict[str, dict[str, Any]] = {}
    for row in binding.order_by("due_on", "request__position").only("due_on", "because"):
        by = day_words.day(row.due_on) if row.due_on else ""
        found.setdefault(by, {"by": by, "why": row.because[0]["says"]})
    return list(found.values())


def calls(submission: Submission) -> list[dict[str, str]]:
    """The telephone and TTY numbers of the version, those for any request first."""
    request = submission.requests.select_related("policy_version").defer("sealed", "policy_version__document").first()
    if request is None:
        return []
    for_any: list[ChannelRule] = [rule for rule in rule_set(request.policy_version).channels if not rule.rights]
    names = {ChannelKind.PHONE: "Phone", ChannelKind.TTY: "TTY"}
    return [{"name": names[rule.kind], "value": rule.value} for rule in for_any if rule.kind in names]
