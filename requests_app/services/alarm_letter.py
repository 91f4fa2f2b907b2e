"""The mail that tells an operator of one kind of trouble: what, since when, and what to do."""

import datetime as dt
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from .. import day_words
from ..models import Message
from ..selectors.auditor import Alarm, finding_of
from .letters import Mail, NotToBeSent, staff_address

UTC: Final = ZoneInfo("UTC")
RUNBOOK: Final = "docs/operations.md"


@dataclass(frozen=True, slots=True)
class Words:
    """`section` is the heading in the runbook; `one` and `many` name what is counted."""

    name: str
    section: str
    one: str
    many: str
    todo: str


WORDS: Final = {
    Alarm.NO_SWEEP: Words(
        "No sweep",
        "No sweep",
        "no host has finished a sweep",
        "no host has finished a sweep",
        "See whether a worker runs, and what its log says.",
    ),
    Alarm.LATE_ALERTS: Words(
        "Alerts ring late",
        "Late alerts",
        "deadline should have rung its alert and has not",
        "deadlines should have rung their alerts and have not",
        "See whether the workers keep up, and start more.",
    ),
    Alarm.ALERTS_WAIT: Words(
        "Alerts wait to be written",
        "Backlog",
        "alert rang and is in no message",
        "alerts rang and are in no message",
        "See what the worker's log says of composing.",
    ),
    Alarm.MAIL_WAITS: Words(
        "Mail waits",
        "Backlog",
        "mail should have left and has not",
        "mails should have left and have not",
        "See whether the mail server takes mail, and how much of it.",
    ),
    Alarm.MAIL_HELD_BACK: Words(
        "Mail is held back",
        "Mail held back",
        "pause of all outgoing mail has not been ended",
        "pauses of all outgoing mail have not been ended",
        "Let mail leave again as soon as you can: dates can pass without anybody hearing of it.",
    ),
    Alarm.WEBHOOKS_WAIT: Words(
        "Webhooks wait",
        "Backlog",
        "webhook has not been accepted",
        "webhooks have not been accepted",
        "See which endpoint fails, and tell whoever runs it.",
    ),
    Alarm.DEAD_LETTERS: Words(
        "Messages were given up",
        "Dead letters",
        "message was given up",
        "messages were given up",
        "Put the cause right and send them again, or set them aside.",
    ),
    Alarm.FAULTS: Words(
        "Something is at fault",
        "Faults",
        "row could not be worked on",
        "rows could not be worked on",
        "Find the error in the worker's log. What can be tried again is.",
    ),
    Alarm.JOBS_MISSING: Words(
        "A daily job did not run",
        "Missing job runs",
        "run of a daily job is missing",
        "runs of daily jobs are missing",
        "See whether workers ran all day, and whether a job fails.",
    ),
    Alarm.INACTIVE_OWNERS: Words(
        "An owner cannot act",
        "Inactive owners",
        "open request belongs to somebody who cannot work on it any more",
        "open requests belong to people who cannot work on them any more",
        "Have the work handed over.",
    ),
    Alarm.FORMS_UNPROVEN: Words(
        "Forms unproven",
        "Forms unproven",
        "public form was not proven for more than a day",
        "public forms were not proven for more than a day",
        "Fill in the form yourself; the worker's log says where the trial stopped.",
    ),
}


def write(message: Message, *, now: dt.datetime) -> Mail:
    """How it stands at this moment. Raises NotToBeSent when all has mended since."""
    alarm = Alarm(message.key.partition(" ")[0])
    finding = finding_of(alarm, now)
    if finding is None:
        raise NotToBeSent("mended_since")
    words = WORDS[alarm]
    what = f"{finding.count} {words.one if finding.count == 1 else words.many}"
    return Mail(
        to=(settings.DULY_OPERATOR_EMAIL if message.user_id is None else "") or staff_address(message),
        subject=f"Duly alarm: {words.name}",
        template="alarm",
        context={
            "name": words.name,
            "what": words.one.capitalize() if alarm is Alarm.NO_SWEEP else what,
            "since": f"{day_words.moment(finding.since, UTC)} (UTC)" if finding.since else "",
            "todo": words.todo,
            "over": finding.over,
            "runbook": RUNBOOK,
            "section": words.section,
        },
    )
