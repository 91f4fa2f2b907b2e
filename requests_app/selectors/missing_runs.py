"""Which runs of the daily jobs are missing: of today, some hours after they should have begun, and of yesterday."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.db.models import Min

from ..models import JobRun, JobState
from ..services.daily_work import DAILY, Job, Per, Scope, scopes

GRACE: Final = dt.timedelta(hours=2)
DAY: Final = dt.timedelta(days=1)
LOOK_BACK: Final = dt.timedelta(days=8)


@dataclass(frozen=True, slots=True)
class MissingRun:
    """`caught_up`: today's run is done, and did what yesterday's left."""

    job: str
    scope: str
    local_date: dt.date
    since: dt.datetime
    caught_up: bool = False


def missing_runs(now: dt.datetime, jobs: tuple[Job, ...] = DAILY) -> list[MissingRun]:
    """Runs that are not done: of jobs that ran in their scope in the week before, and whatever was begun long ago."""
    rows = JobRun.objects.filter(local_date__gte=now.date() - LOOK_BACK)
    first = {(job, scope): day for job, scope, day in rows.values_list("job", "scope").annotate(day=Min("local_date"))}
    done = set(rows.filter(state=JobState.DONE).values_list("job", "scope", "local_date"))
    begun = rows.filter(state=JobState.RUNNING, started_at__lte=now - GRACE)
    found = {(row.job, row.scope, row.local_date): row.started_at for row in begun}
    for job, scope, begins in _expected(now, jobs):
        known_before = first.get((job.name, scope.name), scope.local_date) < scope.local_date
        if known_before and now - begins >= GRACE and (job.name, scope.name, scope.local_date) not in done:
            found[job.name, scope.name, scope.local_date] = begins
    return [
        MissingRun(job, scope, day, since, caught_up=(job, scope, day + DAY) in done)
        for (job, scope, day), since in found.items()
    ]


def _expected(now: dt.datetime, jobs: tuple[Job, ...]) -> Iterator[tuple[Job, Scope, dt.datetime]]:
    """Each job and scope of yesterday and today, and when it should have begun."""
    for moment in (now - DAY, now):
        for scope in scopes(moment):
            for job in jobs:
                if scope.per is job.per and scope.per is not Per.CALENDAR:
                    yield job, scope, _begins(job, scope)


def _begins(job: Job, scope: Scope) -> dt.datetime:
    if job.in_the_morning and scope.morning is not None:
        return scope.morning
    zone = scope.morning.tzinfo if scope.morning is not None else dt.UTC
    return dt.datetime.combine(scope.local_date, dt.time.min, tzinfo=zone)
