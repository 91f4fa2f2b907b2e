"""The mail about dates that come near or have passed: which request, what to do, by when, and why that day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from policies.domain.terms import Act, AuthorityKind, HouseAct, Recipient

from .. import day_words, wording
from ..domain.clock_states import DeadlineState
from ..models import Alert, Message
from .composer import DIGEST_ABOVE, OVERDUE
from .letters import Mail, NotToBeSent, absolute, staff_address
from .recipients import ADDRESS

MOST_LINES: Final = 50
REPEATING: Final = (OVERDUE, "waiting")
"""How the rungs begin that ring again and again."""
OWED: Final[dict[str, str]] = {
    Act.ACKNOWLEDGE: "confirmation of receipt",
    Act.RESPOND: "answer",
    Act.DECIDE_APPEAL: "decision on the appeal",
}
CAME_BACK: Final = (
    "A message to the person came back: they have not read it. Find another way to reach them and record it, "
    "or write to them again."
)
STILL_UNREACHED: Final = "If there is no other way, note on the case what you tried, and ask a supervisor."
ROLES: Final = {
    Recipient.ASSIGNEE: "it is assigned to you",
    Recipient.SUPERVISOR: "you are a supervisor",
    Recipient.PRIVACY_OFFICER: "you are the privacy officer",
    Recipient.ALERT_ADDRESS: "this is the address for alerts",
    Recipient.TEAM: "it is for a team that you are on or stand in for",
    Recipient.ADDRESS: "the address that it is for has not been given",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One deadline in a mail."""

    reference: str
    what: str
    stands: str
    when: str
    late: bool
    todo: str
    due_is: str
    due: str
    act_by: str
    authority: str
    why: str
    because: str
    rank: tuple[int, dt.date]


def write(message: Message, *, now: dt.datetime) -> Mail:
    """All that the message's alerts still warn of. Raises NotToBeSent when everything has been done since."""
    alerts = _still_owed(message)
    if not alerts:
        raise NotToBeSent("done_since")
    lines = sorted((_line(alert, now) for alert in alerts), key=lambda line: line.rank)
    single = lines[0] if len(lines) == 1 else None
    link = (
        absolute("staff:requests_app_privacyrequest_change", alerts[0].request_id)
        if single
        else absolute("staff:requests_app_privacyrequest_changelist")
    )
    return Mail(
        to=staff_address(message),
        subject=f"{single.stands}: {single.reference}" if single else _summary(lines),
        template="alerts",
        context={
            "lines": lines[:MOST_LINES],
            "more": max(len(lines) - MOST_LINES, 0),
            "single": single,
            "repeats": single is not None and message.user_id is not None and alerts[0].rung.startswith(REPEATING),
            "summary": _summary(lines),
            "digest": len(lines) > DIGEST_ABOVE,
            "link": link,
            "role": _role(message, alerts[0]),
            "zone": day_words.zone_name(ZoneInfo(message.organization.timezone)),
        },
    )


def _role(message: Message, alert: Alert) -> str:
    """Why this person is written to."""
    if message.user_id is None:
        return ROLES[Recipient.ALERT_ADDRESS] if message.recipient == ADDRESS else "this address is told of such dates"
    if alert.request.assignee_id == message.user_id:
        return ROLES[Recipient.ASSIGNEE]
    if alert.role == Recipient.ASSIGNEE:
        return "you stand in for whoever it is assigned to" if alert.request.assignee_id else "nobody works on it yet"
    return ROLES[Recipient(alert.role)]


def _still_owed(message: Message) -> list[Alert]:
    """One alert for each live deadline, the latest."""
    live = message.alerts.filter(deadline__state=DeadlineState.LIVE)
    alerts = live.select_related("deadline", "request").defer("request__sealed").order_by("rang_at")
    return list({alert.deadline_id: alert for alert in alerts}.values())


def _line(alert: Alert, now: dt.datetime) -> Line:
    deadline, request = alert.deadline, alert.request
    today = now.astimezone(request.zone_info).date()
    rule = deadline.because[0]
    target = deadline.kind == AuthorityKind.TARGET
    due, act_by = deadline.due_on, deadline.act_by
    stands = _stands(due, act_by, today, target=target)
    return Line(
        reference=request.reference,
        what=wording.right_name(request.right),
        stands=stands,
        when=_when(stands, due, target=target),
        late=due is not None and due < today and not target,
        todo=_todo(deadline.act, due, act_by, today),
        due_is="Internal target" if target else "Due",
        due=day_words.day(due) if due else "no date while the clock stands still",
        act_by=day_words.day(act_by) if act_by and act_by != due else "",
        authority=wording.AUTHORITIES[AuthorityKind(deadline.kind)],
        why=rule["says"],
        because=f"{rule['policy']} {rule['version']}, {rule['section']}",
        rank=(1, dt.date.max) if due is None else (0, due),
    )


def _stands(due: dt.date | None, act_by: dt.date | None, today: dt.date, *, target: bool) -> str:
    """Where it stands, in a few words. An internal target is never said to be late."""
    if due is None:
        return "Waiting"
    if due < today:
        return "Past its internal target" if target else day_words.distance(due, today)
    if act_by is not None and act_by <= today:
        return "Act today"
    return f"{'Internal target' if target else 'Due'} {day_words.distance(due, today)}"


def _when(stands: str, due: dt.date | None, *, target: bool) -> str:
    """The same with the date, for a line of a list."""
    if due is None:
        return f"{stands}, the clock stands still"
    if target:
        return f"{stands} of {day_words.day(due)}" if stands.startswith("Past") else f"{stands}, {day_words.day(due)}"
    return f"{stands}, {'on' if stands.startswith('Due') else 'due'} {day_words.day(due)}"


def _todo(act: str, due: dt.date | None, act_by: dt.date | None, today: dt.date) -> str:
    if act == HouseAct.FOLLOW_UP_MAIL:
        return CAME_BACK if due is None or due >= today else f"{CAME_BACK} {STILL_UNREACHED}"
    owed = OWED[act]
    if due is None:
        return f"The clock for the {owed} stands still. See whether what we wait for has come, or remind the person."
    if due < today:
        return f"The {owed} has not been sent. Send it now, or record why it cannot be sent."
    if act_by is not None and act_by <= today:
        return f"Today is the last business day for the {owed}. Send it today, or hand it to somebody who can."
    return f"The {owed} is still to be sent. Take the next step, or hand it to somebody who can."


def _summary(lines: Sequence[Line]) -> str:
    """`3 dates need you: 1 late, 1 to act on today`."""
    late = sum(line.late for line in lines)
    today = sum(line.stands == "Act today" for line in lines)
    parts = [f"{late} late"] * bool(late) + [f"{today} to act on today"] * bool(today)
    count = f"{len(lines)} dates need you" if len(lines) != 1 else "1 date needs you"
    return f"{count}: {', '.join(parts)}" if parts else count
