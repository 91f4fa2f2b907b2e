"""Answers that were mailed about and lie on the person's page, not opened by anybody."""

import datetime as dt
from typing import Final

from django.db.models import Exists, OuterRef, QuerySet

from ..domain.lifecycle import State
from ..models import Letter, LetterState, MessageState, PrivacyRequest
from ..services.correspondence.kinds import ANSWERS
from ..services.correspondence.sending import AFTER_CHANGE

LOOKED_BACK: Final = dt.timedelta(days=180)
"""An answer that nobody opened for so long is not coming back to."""


def unread(*, now: dt.datetime) -> QuerySet[Letter]:
    """What was posted or handed over is not among them: nobody sees whether that was opened."""
    rows = Letter.objects.filter(
        state=LetterState.SENT, kind__in=ANSWERS, read_at=None, message__state=MessageState.SENT
    )
    rows = rows.filter(read_at=None, sent_at__gte=now - LOOKED_BACK, request__state=State.CLOSED)
    return rows.filter(request__data_key__erased_at=None).exclude(idle_because=AFTER_CHANGE)


def with_unread_answer(
    requests: QuerySet[PrivacyRequest], *, since: dt.timedelta, now: dt.datetime
) -> QuerySet[PrivacyRequest]:
    """Those whose answer was sent so long ago, and not opened."""
    letters = unread(now=now).filter(request=OuterRef("pk"), sent_at__lte=now - since)
    return requests.filter(Exists(letters))
