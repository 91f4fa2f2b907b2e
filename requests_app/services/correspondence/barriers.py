"""What stands against a letter besides the rules: nobody may be told or written to, or something came first."""

import datetime as dt

from policies.domain.calendars import local_day
from records import chain
from records.models import Event

from ...domain.events import EventName
from ...domain.linking import HIDDEN
from ...domain.refusals import Blocked, Incomplete, Refused
from ...models import Letter, LetterKind, PrivacyRequest
from ..envelope import Contact
from .sealed_text import Text

TOLD_NOTHING = "Who reported a child is told nothing about the child: nobody is written to about this request."
OVERTAKING = (
    EventName.WITHDRAWN,
    EventName.REOPENED,
    EventName.MERGE_UNDONE,
    EventName.APPEAL_RECEIVED,
    EventName.CONTACT_CHANGED,
)
"""After any of these a letter on its way is no longer the one to send, though its act may be possible again."""


class Overtaken(Refused):
    """Something happened to the request after its letter was let go."""


def check_may_be_told(request: PrivacyRequest) -> None:
    """Raise Blocked for a request that its sender is told nothing about."""
    if request.link in HIDDEN:
        raise Blocked(request.reference, TOLD_NOTHING, "Record what was done on the case itself.")


def check_may_write(letter: Letter, contact: Contact, text: Text) -> None:
    """Raise Blocked when the person asked not to be written to. For a former address that was asked when it changed."""
    if not contact.safe_contact.may_write and not text.goes_elsewhere:
        why = "The person asked not to be written to."
        raise Blocked(letter.request.reference, why, "Reach them in the way they chose, and record it on the case.")


def check_still_first(letter: Letter, text: Text) -> None:
    """Raise Overtaken when something came between letting it go and now. A draft is for people to look at."""
    if text.seq is None or letter.kind == LetterKind.CONTACT_CHANGED:
        return
    own = Event.objects.filter(subject_kind=chain.kind_of(letter.request), subject_id=letter.request_id)
    if own.filter(seq__gt=text.seq, type__in=OVERTAKING).exists():
        why = "Something else happened on the case after this letter was let go, so it is set aside."
        raise Overtaken(letter.request.reference, why, "Read the case, and begin a new letter if one is still due.")


def check_day(letter: Letter, text: Text, on: dt.datetime, now: dt.datetime) -> None:
    """Raise Incomplete, at `posted_on`, for a day before the letter was let go, or a moment to come."""
    zone = letter.request.zone_info
    let_go = dt.datetime.fromisoformat(text.sent_on) if text.sent_on else letter.composed_at
    first = local_day(let_go, zone)
    if on > now:
        raise Incomplete(letter.request.reference, {"posted_on": "This day or hour has not come yet."})
    if local_day(on, zone) < first:
        raise Incomplete(letter.request.reference, {"posted_on": f"The letter was ready to be posted on {first}."})
