"""Periodic jobs: one run for each scope and day, a row.

Whichever tick finds a run missing starts it, holds it by a lease, and leaves a cursor where the next one goes on if
it dies. A day on which nothing ran is not made up for: every job does all that there is to do.
"""

import datetime as dt
import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import uuid4

from django.db import transaction
from django.db.models import F

from .. import clock_source
from ..models import JobRun, JobState
from .daily_work import DAILY, Job, Scope, scopes
from .faults import backoff
from .halving import DATABASE_AWAY

logger = logging.getLogger(__name__)

LEASE: Final = dt.timedelta(minutes=2)


@dataclass(slots=True)
class Ran:
    """Which runs a tick finished, and which failed."""

    finished: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def run_due(*, seconds: float = 60, jobs: tuple[Job, ...] = DAILY) -> Ran:
    """Start or go on with every run of today that is neither done nor held by somebody else."""
    ran = Ran()
    until = time.monotonic() + seconds
    now = clock_source.now()
    for job, scope in _missing(jobs, now):
        run = _take(job, scope, now)
        if run is None:
            continue
        if _work(run, job, scope, until):
            ran.finished.append(str(run))
        else:
            ran.failed.append(str(run))
        if time.monotonic() > until:
            break
    return ran


def _missing(jobs: tuple[Job, ...], now: dt.datetime) -> Iterator[tuple[Job, Scope]]:
    """The jobs and scopes whose run of their local day is not done, or not yet there."""
    found = list(scopes(now))
    days = {scope.local_date for scope in found}
    done = set(
        JobRun.objects.filter(local_date__in=days, state=JobState.DONE).values_list("job", "scope", "local_date")
    )
    for job in jobs:
        for scope in found:
            if job.in_the_morning and scope.morning is not None and now < scope.morning:
                continue
            if scope.per is job.per and (job.name, scope.name, scope.local_date) not in done:
                yield job, scope


@transaction.atomic
def _take(job: Job, scope: Scope, now: dt.datetime) -> JobRun | None:
    """The run, held until its lease ends; None when it is held by another, done, or to be tried later."""
    key = {"job": job.name, "scope": scope.name, "local_date": scope.local_date}
    fresh = JobRun(**key, token=uuid4(), leased_until=now, started_at=now, attempts_made=0)
    JobRun.objects.bulk_create([fresh], ignore_conflicts=True)
    free = JobRun.objects.filter(**key, state=JobState.RUNNING, leased_until__lte=now)
    token = uuid4()
    if not free.update(token=token, leased_until=now + LEASE, attempts_made=F("attempts_made") + 1):
        return None
    earlier = JobRun.objects.filter(job=job.name, scope=scope.name, state=JobState.RUNNING)
    earlier.filter(local_date__lt=scope.local_date).update(state=JobState.OVERTAKEN, fault_at=None)
    return JobRun.objects.get(token=token)


def _work(run: JobRun, job: Job, scope: Scope, until: float) -> bool:
    """Do the job step by step. Whether it came to its end; if not, it goes on with a later tick."""
    try:
        while True:
            cursor = job.step(scope, run.cursor)
            if cursor is None:
                return _finish(run)
            if not _keep(run, cursor) or time.monotonic() > until:
                return False
    except DATABASE_AWAY:
        raise  # the lease runs out
    except Exception as error:  # one job must not stop the others
        logger.error("job %s failed", run, exc_info=error)
        _put_off(run, error)
        return False


def _keep(run: JobRun, cursor: str) -> bool:
    """Note how far it got and go on holding it. False when somebody else has it by now."""
    run.cursor = cursor
    return _held(run, cursor=cursor, leased_until=clock_source.now() + LEASE)


def _finish(run: JobRun) -> bool:
    return _held(run, state=JobState.DONE, finished_at=clock_source.now(), fault_at=None, fault="")


def _put_off(run: JobRun, error: Exception) -> None:
    now = clock_source.now()
    again = now + backoff(run.attempts_made)
    _held(run, leased_until=again, fault_at=now, fault=type(error).__name__)


def _held(run: JobRun, **values: object) -> bool:
    mine = JobRun.objects.filter(pk=run.pk, token=run.token, state=JobState.RUNNING)
    return bool(mine.update(**values))
