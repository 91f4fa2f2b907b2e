"""The mail that tells an operator what is at fault: rows put off, messages that cannot be sent, jobs that failed."""

import datetime as dt
from typing import Final

from django.conf import settings

from ..domain.clock_states import DeadlineState
from ..models import Deadline, JobRun, JobState, Message, MessageState, PrivacyRequest
from .letters import Mail, NotToBeSent, absolute, staff_address

MOST_LINES: Final = 20


def write(message: Message, *, now: dt.datetime) -> Mail:  # noqa: ARG001 - every writer is given it
    """What is at fault at this moment. Raises NotToBeSent when all has mended since."""
    faulty = Deadline.objects.filter(
        organization=message.organization_id, state=DeadlineState.LIVE, fault_at__isnull=False
    )
    references = sorted(set(faulty.values_list("request__reference", flat=True)))
    marked = PrivacyRequest.objects.filter(organization=message.organization_id, fault_at__isnull=False)
    unsound = sorted(set(marked.values_list("reference", flat=True)) - set(references))
    mails = Message.objects.filter(organization=message.organization_id).exclude(pk=message.pk)
    dead = mails.filter(state=MessageState.DEAD).count()
    unrendered = mails.filter(fault_at__isnull=False).count()
    jobs = sorted(
        set(JobRun.objects.filter(fault_at__isnull=False, state=JobState.RUNNING).values_list("job", flat=True))
    )
    if not (references or unsound or dead or unrendered or jobs):
        raise NotToBeSent("mended_since")
    address = settings.DULY_OPERATOR_EMAIL if message.user_id is None else ""
    return Mail(
        to=address or staff_address(message),
        subject=f"Duly needs an operator: {message.organization.slug}",
        template="faults",
        context={
            "references": references[:MOST_LINES],
            "more": max(len(references) - MOST_LINES, 0),
            "count": len(references),
            "unsound": unsound[:MOST_LINES],
            "more_unsound": max(len(unsound) - MOST_LINES, 0),
            "dead": dead,
            "unrendered": unrendered,
            "jobs": jobs,
            "link": absolute("staff:requests_app_privacyrequest_changelist"),
        },
    )
