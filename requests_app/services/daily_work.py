"""The periodic work itself, step by step. Each step is short, and doing it again changes nothing."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery

from organizations.models import BusinessCalendar, CalendarVersion, Organization
from organizations.services.calendars import extend_horizon
from policies.selectors import business_calendar
from records.chain import Actor, ActorKind

from .. import clock_source
from ..domain.clock_states import DeadlineState, MovedBy
from ..domain.lifecycle import BEFORE_ANSWER, WAITING_FOR_PERSON, State
from ..models import AccessCode, Deadline, PrivacyRequest, StatusLink
from ..selectors.invariants import broken
from . import clock, digests, drafts, filing, follow_up, unread
from .faults import tell_operator
from .halving import work_through
from .probing import daily as probing

logger = logging.getLogger(__name__)

BATCH: Final = 200
CHECKED_AFTER_CLOSING: Final = dt.timedelta(days=2)
KEEP_ENDED_LINKS: Final = dt.timedelta(days=30)
"""How long a link that ended is kept: somebody who opens it is told that it has ended."""


class Per(StrEnum):
    """What a job has one run for."""

    INSTALLATION = "installation"
    ORGANIZATION = "organization"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Scope:
    """What one run is for: the installation (a day in UTC), an organization (its own local day), a calendar version."""

    per: Per
    name: str
    local_date: dt.date
    organization_id: UUID | None = None
    morning: dt.datetime | None = None
    """The alert hour of the organization on that day."""


@dataclass(frozen=True, slots=True)
class Job:
    """`step` does one piece, from a cursor ("" at first) to the next; None when nothing is left."""

    name: str
    step: Callable[[Scope, str], str | None]
    per: Per
    in_the_morning: bool = False
    """Not before the organization's alert hour: it writes to people."""


def scopes(now: dt.datetime) -> Iterator[Scope]:
    """All scopes with their day."""
    yield Scope(Per.INSTALLATION, "installation", now.date())
    for organization in Organization.objects.only("id", "timezone", "alert_hour").order_by("id"):
        zone = ZoneInfo(organization.timezone)
        day = now.astimezone(zone).date()
        morning = dt.datetime.combine(day, organization.alert_hour, tzinfo=zone)
        yield Scope(Per.ORGANIZATION, str(organization.pk), day, organization.pk, morning)
    latest = CalendarVersion.objects.filter(calendar=OuterRef("calendar")).order_by("-number").values("number")[:1]
    for version in CalendarVersion.objects.filter(number=Subquery(latest)).order_by("organization"):
        name = f"{version.organization_id} calendar {version.number}"
        yield Scope(Per.CALENDAR, name, version.created_at.date(), version.organization_id)


def extend_calendar(scope: Scope, cursor: str) -> None:  # noqa: ARG001 - a step is given its cursor
    """Five years of business days ahead."""
    calendar = BusinessCalendar.objects.filter(organization=scope.organization_id).first()
    if calendar is not None:
        extend_horizon(calendar, today=scope.local_date, by=Actor(kind=ActorKind.SYSTEM, label="daily work"))


def move_deadlines(scope: Scope, cursor: str, *, batch: int = BATCH) -> str | None:
    """Compute anew what was computed under an older calendar: what is not due yet, and so not met by a sweep."""
    current = CalendarVersion.objects.filter(organization=scope.organization_id).order_by("-number").first()
    stale = Deadline.objects.filter(organization=scope.organization_id, state=DeadlineState.LIVE)
    stale = stale.exclude(calendar_version=current)
    after = stale.filter(request__gt=UUID(cursor)) if cursor else stale
    ids = list(after.order_by("request").values_list("request", flat=True).distinct()[:batch])
    if not ids:
        return None
    work_through(ids, _move, _could_not_move)
    return str(ids[-1])


@transaction.atomic
def _move(request_ids: Sequence[UUID]) -> None:
    rows = PrivacyRequest.objects.filter(pk__in=request_ids).select_related("submission").order_by("id")
    requests = list(rows.select_for_update(no_key=True, of=("self",)))
    clock.rederive(requests, now=clock_source.now(), moved_by=MovedBy.CALENDAR)


def _could_not_move(request_id: UUID, error: Exception) -> None:
    """Its deadlines stay under the older calendar; the sweep tries again when one is due."""
    logger.error("the dates of request %s could not be computed", request_id, exc_info=error)
    now = clock_source.now()
    PrivacyRequest.objects.filter(pk=request_id).update(fault_at=now)
    tell_operator(PrivacyRequest.objects.values_list("organization", flat=True).get(pk=request_id), now=now)


def erase_drafts(scope: Scope, cursor: str) -> str | None:  # noqa: ARG001
    """Form drafts whose day is over, with their keys."""
    erased = drafts.erase_expired(now=clock_source.now())
    return "more" if erased == drafts.ERASED_AT_ONCE else None


def drop_links(scope: Scope, cursor: str) -> None:  # noqa: ARG001
    """Status links and codes that ended a while ago."""
    ended = clock_source.now() - KEEP_ENDED_LINKS
    StatusLink.objects.filter(expires_at__lt=ended).delete()
    AccessCode.objects.filter(expires_at__lt=ended).delete()


def erase_files(scope: Scope, cursor: str) -> str | None:  # noqa: ARG001
    """Files that nobody may fetch any more, with their keys."""
    return filing.erase_expired(now=clock_source.now(), after=cursor)


def clear_uploads(scope: Scope, cursor: str) -> str | None:  # noqa: ARG001
    """Files that were begun and never completed."""
    return "more" if filing.clear_abandoned(now=clock_source.now()) == filing.AT_ONCE else None


def check_rows(scope: Scope, cursor: str) -> str | None:
    """Whether what must be true of every request is true of those that are open, or were closed lately."""
    lately = clock_source.now() - CHECKED_AFTER_CLOSING
    rows = PrivacyRequest.objects.filter(organization=scope.organization_id)
    rows = rows.filter(~Q(state=State.CLOSED) | Q(closed_at__gte=lately))
    after = rows.filter(pk__gt=UUID(cursor)) if cursor else rows
    ids = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not ids:
        return None
    if broken(PrivacyRequest.objects.filter(pk__in=ids)) and scope.organization_id is not None:
        for each in ids:
            _mark_unsound(each)
        tell_operator(scope.organization_id, now=clock_source.now())
    return str(ids[-1])


def _mark_unsound(request_id: UUID) -> None:
    """A row that contradicts another stays in every list, marked; nobody mends it by guessing."""
    one = PrivacyRequest.objects.filter(pk=request_id)
    for fault in (faults := broken(one)):
        logger.error("unsound: %s", fault)
    if faults:
        one.update(fault_at=clock_source.now())


def remind_people(scope: Scope, cursor: str) -> str | None:
    """Reminders to whoever was asked for something and has not answered."""
    return _through(scope, cursor, WAITING_FOR_PERSON, follow_up.remind)


def remind_of_answers(scope: Scope, cursor: str) -> None:  # noqa: ARG001
    """Whoever has not opened the answer on their page."""
    if scope.organization_id is not None:
        unread.remind(Organization.objects.get(pk=scope.organization_id), now=clock_source.now())


def draft_answers(scope: Scope, cursor: str) -> str | None:
    """The answer that identity could not be established, ready before the due date."""
    return _through(scope, cursor, BEFORE_ANSWER, follow_up.draft_unverified)


def send_digests(scope: Scope, cursor: str) -> None:  # noqa: ARG001
    """On business days, to everybody who works on the organization's requests and is there today."""
    if scope.organization_id is None:
        return
    organization = Organization.objects.get(pk=scope.organization_id)
    if organization.daily_digest and business_calendar(organization).is_business_day(scope.local_date):
        digests.queue_for(organization, today=scope.local_date, now=clock_source.now())


def prove_forms(scope: Scope, cursor: str) -> None:  # noqa: ARG001
    """The organization's public form works from the first page to the mail server."""
    if scope.organization_id is not None:
        probing.file_for(Organization.objects.get(pk=scope.organization_id), scope.local_date)


def _through(scope: Scope, cursor: str, states: frozenset[State], work: Callable[..., int]) -> str | None:
    """`work` on the organization's next requests in `states`; one at fault does not keep the others from it."""
    rows = PrivacyRequest.objects.filter(organization=scope.organization_id, state__in=states)
    after = rows.filter(pk__gt=UUID(cursor)) if cursor else rows
    ids = list(after.order_by("pk").values_list("pk", flat=True)[:BATCH])
    if not ids:
        return None

    def some(part: Sequence[UUID]) -> None:
        work(part, now=clock_source.now())

    work_through(ids, some, _could_not_follow_up)
    return str(ids[-1])


def _could_not_follow_up(request_id: UUID, error: Exception) -> None:
    logger.error("request %s could not be followed up", request_id, exc_info=error)


DAILY: Final = (
    Job("extend_calendar", extend_calendar, Per.ORGANIZATION),
    Job("move_deadlines", move_deadlines, Per.CALENDAR),
    Job("send_digests", send_digests, Per.ORGANIZATION, in_the_morning=True),
    Job("remind_people", remind_people, Per.ORGANIZATION, in_the_morning=True),
    Job("remind_of_answers", remind_of_answers, Per.ORGANIZATION, in_the_morning=True),
    Job("draft_answers", draft_answers, Per.ORGANIZATION, in_the_morning=True),
    Job("check_rows", check_rows, Per.ORGANIZATION),
    Job("prove_forms", prove_forms, Per.ORGANIZATION),
    Job("erase_drafts", erase_drafts, Per.INSTALLATION),
    Job("drop_links", drop_links, Per.INSTALLATION),
    Job("erase_files", erase_files, Per.INSTALLATION),
    Job("clear_uploads", clear_uploads, Per.INSTALLATION),
)
"""`move_deadlines` has one run for each calendar version: it begins with the first tick after a change."""
