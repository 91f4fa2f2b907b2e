"""The morning's list: what is somebody's to do today. Made when it is sent, so it says what is so then."""

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from organizations.models import User

from .. import day_words, wording
from ..models import Message, PrivacyRequest
from ..selectors.digest import Section, digest_of, seen_requests
from .letters import Mail, NotToBeSent, absolute, staff_address


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines, ready to print."""

    title: str
    count: int
    lines: tuple[str, ...]
    more: int


def write(message: Message, *, now: dt.datetime) -> Mail:
    """Raises NotToBeSent when there is nothing to do, or its reader has left."""
    user: User | None = message.user
    if user is None or not user.is_active:
        raise NotToBeSent("left")
    zone = ZoneInfo(message.organization.timezone)
    today = now.astimezone(zone).date()
    sections = digest_of(user, message.organization, now=now)
    if not sections:
        raise NotToBeSent("nothing_to_do")
    return Mail(
        to=staff_address(message),
        subject=f"Your day: {_summary(sections)}",
        template="digest",
        context={
            "day": day_words.day(today),
            "parts": [_part(section, today, now) for section in sections],
            "link": absolute("staff:index"),
            "zone": day_words.zone_name(zone),
        },
    )


def _part(section: Section, today: dt.date, now: dt.datetime) -> Part:
    seen = seen_requests(section.requests, now=now)
    lines = tuple(_line(request, today, seen=request.pk in seen) for request in section.requests)
    return Part(section.title, section.count, lines, section.more)


def _line(request: PrivacyRequest, today: dt.date, *, seen: bool) -> str:
    """Reference, what was asked for, the date with its distance, and whether somebody has seen the alert of it."""
    due = request.binding_due_on
    when = f"{day_words.day(due)}, {day_words.distance(due, today)}" if due else "no legal date"
    return f"{request.reference}, {wording.right_name(request.right)}: {when}{', alert seen' if seen else ''}"


def _summary(sections: list[Section]) -> str:
    """`2 overdue, 1 act by today`; of what is near, the two most pressing."""
    return ", ".join(f"{section.count} {section.title.lower()}" for section in sections[:2])
