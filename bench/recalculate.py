"""`recalculate`: a holiday that touches many open requests: their dates and alerts are computed anew while staff work.

Floor: one UPDATE that writes the same number of deadline rows.
"""

import datetime as dt
import multiprocessing
import time
from collections.abc import Sequence
from multiprocessing.synchronize import Event
from uuid import UUID

from django.db import connections, transaction
from django.db.models import F
from django.utils import timezone

from organizations.models import BusinessCalendar, CalendarVersion, HolidayKind, Organization
from organizations.services.calendars import add_holiday
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import Action
from requests_app.models import Deadline, Priority, PrivacyRequest, Submission
from requests_app.services.daily_work import Per, Scope, move_deadlines
from requests_app.services.transition import transition

from . import resealing, seed, templates
from .figures import Ratio, Report
from .ground import Ground
from .timing import seconds_of

LONGEST_WAIT_MS = 300.0
BETWEEN_ACTS = 0.05


def measure(ground: Ground, size: int) -> Report:
    """`size`: open requests of one organization, all computed under its calendar."""
    organization = Organization.objects.get(slug=templates.SLUGS[0])
    quiet = Submission.objects.filter(pk__in=ground.templates.quiet, organization=organization)
    mine = list(quiet.values_list("pk", flat=True))
    each = max(size // len(mine), 1)
    resealing.grow(mine, 0, each)
    seed.settle()
    live = Deadline.objects.filter(organization=organization, state=DeadlineState.LIVE)
    report = Report("recalculate", sizes={"requests": each * len(mine), "live deadlines": live.count()})
    floor, _ = seconds_of(lambda: _touch(organization))
    _close_a_day(organization)
    requests = PrivacyRequest.objects.filter(submission__in=mine).values_list("pk", flat=True)
    taken, waits = _move_while_staff_work(organization, [seed.clone_of(key, 0) for key in requests])
    if left := live.exclude(calendar_version=_current(organization)).count():
        raise AssertionError(f"{left} deadlines are still under the older calendar")
    report.figures |= {
        "seconds for all": taken,
        "requests/s": each * len(mine) / taken,
        "seconds, one UPDATE of the rows": floor,
        "times the UPDATE": taken / floor,
        "ms the longest act of staff waited": 1000 * max(waits),
        "acts of staff meanwhile": float(len(waits)),
    }
    if not ground.embedded:
        report.ratios.append(Ratio("longest act of staff to 300 ms", 1000 * max(waits) / LONGEST_WAIT_MS, most=1))
    return report


def _touch(organization: Organization) -> None:
    with transaction.atomic():
        rows = Deadline.objects.filter(organization=organization, state=DeadlineState.LIVE)
        rows.update(act_by=F("act_by"), arithmetic=F("arithmetic"), next_alert_at=F("next_alert_at"))


def _close_a_day(organization: Organization) -> None:
    """A new public holiday on the last business day before a date that many share."""
    day = Deadline.objects.filter(organization=organization, act_by__gt=timezone.now().date()).order_by("act_by")
    found = day.values_list("act_by", flat=True)[:1].get()
    if found is None:
        raise LookupError("no deadline lies ahead")
    calendar = BusinessCalendar.objects.get(organization=organization)
    add_holiday(
        calendar,
        date=found,
        name="Day of the benchmark",
        kind=HolidayKind.PUBLIC,
        source="Invented for the benchmark.",
        by=templates.SYSTEM,
    )


def _current(organization: Organization) -> CalendarVersion:
    return BusinessCalendar.objects.get(organization=organization).versions.latest("number")


def _move_while_staff_work(organization: Organization, ids: Sequence[UUID]) -> tuple[float, list[float]]:
    """Seconds that the job took, and what each act of staff took meanwhile."""
    connections.close_all()
    context = multiprocessing.get_context("fork")
    over, waits = context.Event(), context.SimpleQueue()
    staff = context.Process(target=lambda: waits.put(_work(ids, over)))
    staff.start()
    scope = Scope(Per.CALENDAR, "benchmark", dt.date.today(), organization.pk)  # noqa: DTZ011 - a name
    cursor: str | None = ""
    began = time.perf_counter()
    while cursor is not None:
        cursor = move_deadlines(scope, cursor)
    taken = time.perf_counter() - began
    over.set()
    found: list[float] = waits.get()
    staff.join()
    return taken, found


def _work(ids: Sequence[UUID], over: Event) -> list[float]:
    """Make one request urgent, the next one normal: a short act, again and again, on requests that are being moved."""
    connections.close_all()
    taken: list[float] = []
    number = 0
    while not (over.is_set() and taken):
        request, priority = ids[number % len(ids)], (Priority.URGENT, Priority.NORMAL)[number // len(ids) % 2]
        seconds, _ = seconds_of(lambda: _act(request, priority))  # noqa: B023 - called at once
        taken.append(seconds)
        number += 1
        over.wait(BETWEEN_ACTS)
    connections.close_all()
    return taken


def _act(request: UUID, priority: Priority) -> None:
    details = {"priority": priority.name.lower()}
    transition([request], Action.SET_PRIORITY, by=templates.SYSTEM, at=timezone.now(), details=details)
