"""What the person wrote or sent that nobody has answered yet, in sentences."""

from zoneinfo import ZoneInfo

from .. import day_words
from ..domain.events import EVENTS, EventName
from ..models import PrivacyRequest
from ..selectors.unanswered import unanswered


def unanswered_lines(request: PrivacyRequest, zone: ZoneInfo) -> list[str]:
    """One sentence each, oldest first, with its moment in `zone`."""
    found = unanswered(request)
    return [f"{EVENTS[EventName(each.type)].sentence} {day_words.moment(each.at, zone)}." for each in found]


def not_yet_answered(request: PrivacyRequest) -> str:
    """A warning for whoever is about to answer; empty: nothing came since the last answer."""
    found = unanswered(request)
    if not found:
        return ""
    on = day_words.day(found[-1].at.astimezone(request.zone_info).date())
    return f"The person wrote on {on}, not yet answered. Read it before you send anything."
