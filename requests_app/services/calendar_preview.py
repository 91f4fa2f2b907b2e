"""What a change of the calendar would move, computed and not written.

Deadlines with the same inputs move alike: each group of them is computed once, on the case of one of its requests,
by the same pure core and the same `settle` that the move itself goes through.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db.models import Case, Count, F, Min, Q, Value, When

from organizations.models import HolidayKind, Organization
from policies.domain.calendars import BusinessCalendar
from policies.domain.terms import AuthorityKind

from ..domain.clock_states import DeadlineState, MovedBy
from ..models import Deadline, PrivacyRequest
from . import case_file
from .case_file import CaseFile
from .deadline_rows import settle, strictest
from .halving import work_through

logger = logging.getLogger(__name__)

BATCH: Final = 200
INPUTS: Final = (
    "act",
    "kind",
    "authority",
    "rule_version",
    "rule_key",
    "started_on",
    "due_on",
    "act_by",
    "first_due_on",
    "extended",
    "told_due_on",
    "pauses",
    "unless",
    "request__policy_version",
    "request__zone",
    "own",
)
"""What a due date is computed from, as rows have it.

`own`: while the change can still decide whether a notice of extension was in time, each is by itself.
"""

Key = tuple[str, str, str, str]
"""Reference of a request, then act, kind and authority of its deadline."""

Foretold = tuple[Deadline, dt.date | None]
"""The row as it would be, in memory, and the day that the rules alone say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Some open deadlines that are alike. `rules_say`: where the rules alone would put them."""

    count: int
    reference: str
    act: str
    kind: str
    was: dt.date
    becomes: dt.date
    rules_say: dt.date
    act_by_was: dt.date
    act_by: dt.date

    @property
    def moves(self) -> bool:
        return self.becomes != self.was

    @property
    def is_kept(self) -> bool:
        """The person was told the day: it does not move later, though the rules alone would."""
        return self.rules_say > self.becomes


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`open_ones`: all live deadlines that have a date. `shifts`: those of which anything changes, or is kept.

    `unknown`: how many could not be computed, because a row of theirs is at fault.
    """

    open_ones: int
    shifts: tuple[Shift, ...]
    unknown: int = 0

    def count(self, kind: str, today: dt.date | None = None) -> int:
        """How many deadlines: `later`, `earlier`, `kept`, `act_by` (alone), or `late`: overdue at once on `today`."""
        return sum(shift.count for shift in self.shifts if kind in _kinds(shift, today))

    def examples(self, kind: str) -> list[Shift]:
        """The earliest and the latest of a kind."""
        found = sorted((s for s in self.shifts if kind in _kinds(s, None)), key=lambda s: (s.was, s.reference))
        return found[:1] + found[-1:] if len(found) > 1 else found


def changed(calendar: BusinessCalendar, *, date: dt.date, kind: HolidayKind, name: str | None) -> BusinessCalendar:
    """The calendar with one more day off, or (`name` None) without one."""
    held = dict(calendar.holidays if kind == HolidayKind.PUBLIC else calendar.closed)
    if name is None:
        held.pop(date, None)
    else:
        held[date] = name
    return replace(calendar, holidays=held) if kind == HolidayKind.PUBLIC else replace(calendar, closed=held)


def preview(organization: Organization, calendar: BusinessCalendar, *, date: dt.date, now: dt.datetime) -> Preview:
    """What would change if `calendar`, which differs on `date` alone, were the organization's. Writes nothing."""
    live = Deadline.objects.filter(organization=organization, state=DeadlineState.LIVE, due_on__isnull=False)
    judged = Q(extended__isnull=True) | Q(first_due_on__lt=date)
    own = Case(When(judged, then=Value("")), default=F("request__reference"))
    touched = live.filter(due_on__gte=date, started_on__lte=date).annotate(own=own).order_by()
    groups = list(touched.values(*INPUTS).annotate(number=Count("pk"), first=Min("request__reference")))
    found: list[Shift] = []
    unknown = 0
    for start in range(0, len(groups), BATCH):
        some = groups[start : start + BATCH]
        rows = _rows_as_they_would_be({group["first"] for group in some}, calendar, now=now)
        found += _shifts(some, rows)
        unknown += sum(group["number"] for group in some if _key(group) not in rows)
    return Preview(open_ones=live.count(), shifts=tuple(found), unknown=unknown)


def _key(group: dict[str, Any]) -> Key:
    return group["first"], group["act"], group["kind"], group["authority"]


def _rows_as_they_would_be(
    references: Iterable[str], calendar: BusinessCalendar, *, now: dt.datetime
) -> dict[Key, Foretold]:
    """Each deadline of these requests. One at fault is left out: it keeps nobody from changing the calendar."""
    rows: dict[Key, Foretold] = {}

    def some(ids: Sequence[UUID]) -> None:
        requests = PrivacyRequest.objects.filter(pk__in=ids).select_related("submission")
        for file in case_file.gather(list(requests)):
            foretold = _computed(file, calendar, now=now)
            rows.update({(file.request.reference, *key): found for key, found in foretold.items()})

    def alone(request_id: UUID, error: Exception) -> None:
        logger.error("the dates of request %s could not be foretold", request_id, exc_info=error)

    wanted = PrivacyRequest.objects.filter(reference__in=references).order_by("pk").values_list("pk", flat=True)
    work_through(list(wanted), some, alone)
    return rows


def _shifts(groups: Sequence[dict[str, Any]], rows: Mapping[Key, Foretold]) -> Iterator[Shift]:
    for group in groups:
        if _key(group) not in rows:
            continue
        row, rules_say = rows[_key(group)]
        if (row.due_on, row.act_by) == (group["due_on"], group["act_by"]) and rules_say == row.due_on:
            continue
        if row.due_on is not None and row.act_by is not None:
            yield Shift(
                count=group["number"],
                reference=group["first"],
                act=group["act"],
                kind=group["kind"],
                was=group["due_on"],
                becomes=row.due_on,
                rules_say=rules_say or row.due_on,
                act_by_was=group["act_by"],
                act_by=row.act_by,
            )


def _computed(file: CaseFile, calendar: BusinessCalendar, *, now: dt.datetime) -> dict[tuple[str, str, str], Foretold]:
    """The rows of one case as they would be, in memory, with what the rules alone say."""
    trial = replace(file, calendar=calendar)
    assessment = trial.assess(as_of=now)
    settle(trial, assessment, now=now, moved_by=MovedBy.CALENDAR)
    said = {key: finding.due_on for key, finding in strictest(assessment.all_deadlines).items()}
    return {key: (row, said.get(key)) for row in trial.deadlines for key in [(row.act, row.kind, row.authority)]}


def _kinds(shift: Shift, today: dt.date | None) -> set[str]:
    kinds = {"later"} if shift.becomes > shift.was else {"earlier"} if shift.moves else set()
    if shift.is_kept:
        kinds.add("kept")
    if not shift.moves and shift.act_by != shift.act_by_was:
        kinds.add("act_by")
    if today is not None and shift.becomes < today <= shift.was and shift.kind != AuthorityKind.TARGET:
        kinds.add("late")
    return kinds
