"""An answer that nobody opened: it is noted when somebody does, and until then the person is reminded, once."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from organizations.models import Organization
from policies.domain.calendars import ONE_DAY, local_day
from policies.selectors import business_calendar
from records.errors import ErasedKeyError

from ..models import Letter, LetterState, Message, MessageKind, PrivacyRequest
from ..selectors.unread import unread
from . import envelope, mail_follow_up, messages
from .correspondence.kinds import ANSWERS

REMIND_AFTER: Final = 5
"""Business days."""
MARK: Final = "unread"


def note_read(request: PrivacyRequest, *, now: dt.datetime, letter_id: UUID | None = None) -> None:
    """The person opened this letter on their page; None: what came with their answers, and so these. The first time
    counts.
    """
    rows = Letter.objects.filter(request=request, state=LetterState.SENT, kind__in=ANSWERS, read_at=None)
    (rows.filter(pk=letter_id) if letter_id else rows).update(read_at=now)


def remind(organization: Organization, *, now: dt.datetime) -> int:
    """Queue a mail that there is an answer for whoever has not opened theirs; how many. None hears of it twice."""
    calendar, count = business_calendar(organization), 0
    came_back = mail_follow_up.unreached().filter(request__submission=OuterRef("request__submission"))
    rows = unread(now=now).filter(~Exists(came_back), organization=organization)
    for letter in rows.select_related("request__submission__data_key").order_by("sent_at", "pk"):
        request, sent_at = letter.request, letter.sent_at or letter.composed_at
        since = local_day(sent_at, request.zone_info) + ONE_DAY
        if calendar.business_days_between(since, local_day(now, request.zone_info)) < REMIND_AFTER:
            continue
        if not _may_mail(request):
            continue
        messages.queue_message(
            kind=MessageKind.WORD,
            organization_id=letter.organization_id,
            key=f"{letter.pk} {MARK}",
            now=now,
            submission=request.submission,
        )
        count += 1
    return count


def is_of(message: Message) -> bool:
    """Whether this word is of an answer that was not opened."""
    return message.key.endswith(f" {MARK}")


def letter_of(message: Message, *, now: dt.datetime) -> Letter | None:
    """The answer that this word is about, if it was not opened in the meantime."""
    return unread(now=now).filter(pk=message.key.partition(" ")[0]).first()


def _may_mail(request: PrivacyRequest) -> bool:
    try:
        return messages.may_mail(envelope.open_contact(request.submission))
    except ErasedKeyError:
        return False
