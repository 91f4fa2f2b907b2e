"""What is waited for from the person: reminders that go out by themselves, and the draft for when nothing came.

Nothing here closes or refuses anything: a person sends the draft, or does not.
"""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, count
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from policies.domain.calendars import ONE_DAY, local_day
from policies.domain.situation import Situation
from policies.domain.terms import Act, AuthorityKind, EventType

from ..domain import gates
from ..domain.clock_states import DeadlineState
from ..domain.events import EventName
from ..domain.gates.identity import REMINDERS
from ..domain.lifecycle import BEFORE_ANSWER, WAITING_FOR_PERSON, Action
from ..domain.linking import HIDDEN
from ..domain.refusals import Refused
from ..models import Deadline, Letter, LetterKind, LetterState, PrivacyRequest
from ..selectors.unanswered import unanswered
from . import case_file, mail_follow_up
from .case_file import CaseFile
from .correspondence import compose, sending, templates
from .correspondence.pieces import piece
from .details import Details

logger = logging.getLogger(__name__)

REMIND_EVERY: Final = 4
"""Business days: after four, and four more, two reminders have gone out within the ten days of silence."""

ASKED: Final = {EventType.IDENTITY_REQUESTED, EventType.CLARIFICATION_REQUESTED}


def remind(request_ids: Sequence[UUID], *, now: dt.datetime) -> int:
    """Send a reminder for each of these requests that is due for one; how many. Doing it again sends none."""
    return sum(_remind(file, now) for file in _files(request_ids, WAITING_FOR_PERSON))


def draft_unverified(request_ids: Sequence[UUID], *, now: dt.datetime) -> int:
    """Lay the answer that identity could not be established ready, where one may give it and the due date is near."""
    return sum(_draft(file, now) for file in _files(request_ids, BEFORE_ANSWER))


def _files(request_ids: Sequence[UUID], states: frozenset[object]) -> Iterator[CaseFile]:
    related = ("submission", "submission__data_key", "organization", "data_key")
    rows = PrivacyRequest.objects.filter(pk__in=request_ids, state__in=states, data_key__erased_at=None)
    rows = rows.exclude(link__in=list(HIDDEN))
    yield from case_file.gather(list(rows.select_related(*related)))


def _remind(file: CaseFile, now: dt.datetime) -> bool:
    asked, sent, last = _asked(file)
    if mail_follow_up.unreached().filter(request__submission=file.request.submission_id).exists():
        return False  # it would come back as well
    if not asked or sent >= REMINDERS or unanswered(file.request):
        return False
    if file.calendar.business_days_between(last + ONE_DAY, local_day(now, file.case.zone)) < REMIND_EVERY:
        return False
    mark = _mark(file, f"reminder {asked} {sent + 1}", now)
    if not mark:
        return False
    try:
        letter = compose.compose(file.request, LetterKind.REMINDER, by=None, now=now, details={}, mark=mark)
        if letter.state != LetterState.DRAFT:
            return False
        sending.send(letter, by=None, now=now)
    except Refused as refused:  # nobody may be written to: staff see that nothing has come
        logger.info("%s was not reminded: %s", file.request.reference, refused.why)
        return False
    return True


def _mark(file: CaseFile, named: str, now: dt.datetime) -> str:
    """`named`, after the question and the number of the reminder: each is sent once. Of one that was set aside there is
    another when as much time has passed again; until then empty.
    """
    marks = chain([named], (f"{named} again {number}" for number in count(1)))
    for mark in marks:
        made = Letter.objects.filter(pk=compose.key_of(file.request, mark)).only("state", "composed_at").first()
        if made is None or made.state != LetterState.IDLE:
            return mark
        made_on = local_day(made.composed_at, file.case.zone)
        if file.calendar.business_days_between(made_on + ONE_DAY, local_day(now, file.case.zone)) < REMIND_EVERY:
            return ""
    raise AssertionError("there is always another mark")


def _asked(file: CaseFile) -> tuple[str, int, dt.date]:
    """The latest question, how often the person was reminded of it, and the day they last heard of it."""
    asked, sent, last = "", 0, file.case.received_on
    for event in file.case.events:
        if event.type in ASKED:
            asked, sent, last = event.id, 0, local_day(event.at, file.case.zone)
        elif event.type is EventType.REMINDER_SENT:
            sent, last = sent + 1, local_day(event.at, file.case.zone)
    return asked, sent, last


def _draft(file: CaseFile, now: dt.datetime) -> bool:
    request = file.request
    due = _answer_due(file)
    today = local_day(now, file.case.zone)
    if due is None or today < file.calendar.last_business_day_on_or_before(due - ONE_DAY):
        return False
    made = Letter.objects.filter(request=request, kind=LetterKind.UNVERIFIED)
    if _lies_ready(file, made) or not _may_answer(file, now):
        return False
    template = templates.find_or_default(request.organization, LetterKind.UNVERIFIED, request.submission.language)
    details = {"reason": piece("unverified.missing", template.language)}
    compose.compose(
        request, LetterKind.UNVERIFIED, by=None, now=now, details=details, mark=f"unverified {due} {made.count()}"
    )
    return True


def _lies_ready(file: CaseFile, made: QuerySet[Letter]) -> bool:
    """Since the request was last opened again: what came before answered, or was set aside, for another round.

    What a person discarded is not laid before them again in the same round; what something else overtook is.
    """
    reopened = file.record.last(EventName.REOPENED)
    if reopened is not None:
        made = made.filter(composed_at__gt=reopened.at)
    return made.exclude(Q(state=LetterState.IDLE) & ~Q(idle_because=compose.DISCARDED)).exists()


def _answer_due(file: CaseFile) -> dt.date | None:
    live = [row.due_on for row in file.deadlines if _is_answer(row) and row.due_on is not None]
    return min(live, default=None)


def _is_answer(row: Deadline) -> bool:
    owed = row.act == Act.RESPOND and row.state == DeadlineState.LIVE
    return owed and row.kind != AuthorityKind.TARGET


def _may_answer(file: CaseFile, now: dt.datetime) -> bool:
    """Whether a member of staff may answer now that identity could not be established."""
    situation = Situation.of(replace(file.case, as_of=now), file.rules, file.laws, file.calendar)
    attempt = gates.Attempt(
        action=Action.CLOSE_UNVERIFIED,
        situation=situation,
        assessment=file.assess(as_of=now),
        said=Details(),
        record=file.record,
    )
    return gates.block(attempt) is None
