"""What an operator must look at: each kind of trouble, at the moment it begins to be one and just before."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from organizations.models import Organization, User
from requests_app import clock_source
from requests_app.models import (
    Alert,
    AlertState,
    Deadline,
    JobRun,
    JobState,
    Message,
    MessageState,
    OutgoingPause,
    PrivacyRequest,
    SweepMark,
)
from requests_app.selectors.auditor import Alarm, Finding, finding_of, findings
from requests_app.services.composer import compose
from requests_app.services.sweep import sweep
from tests.requests_app.office import Office, travel

NOON = "2026-03-06T12:00:00"
SECOND = dt.timedelta(seconds=1)


@pytest.fixture
def noon(office: Office, settings: Any) -> dt.datetime:
    """Friday noon, the sixth of March; one request came on Monday, and all that was due has rung and been written."""
    travel(settings, "2026-03-02T10:00:00")
    office.request("2026-03-02")
    now = travel(settings, NOON)
    sweep()
    compose()
    Message.objects.update(state=MessageState.SENT, sent_at=now)
    return now.astimezone(dt.UTC)


def found(alarm: Alarm, now: dt.datetime) -> tuple[int, dt.datetime | None] | None:
    one = finding_of(alarm, now)
    assert one in findings(now) or one is None
    return (one.count, one.since) if one else None


def test_all_is_well(noon: dt.datetime) -> None:
    assert findings(clock_source.now()) == []


def test_nothing_is_wrong_with_an_empty_installation(db: None) -> None:
    assert findings(clock_source.now()) == []


def test_a_sweep_is_missed_after_five_minutes(noon: dt.datetime) -> None:
    SweepMark.objects.update(swept_at=noon)
    five = dt.timedelta(minutes=5)
    assert found(Alarm.NO_SWEEP, noon + five) is None
    assert found(Alarm.NO_SWEEP, noon + five + SECOND) == (1, noon)
    SweepMark.objects.all().delete()  # never, though something came four days ago
    assert found(Alarm.NO_SWEEP, noon) is not None


def test_an_alert_is_late_after_three_minutes(noon: dt.datetime) -> None:
    deadline = Deadline.objects.filter(state="live").first()
    Deadline.objects.filter(pk=deadline.pk).update(next_alert_at=noon)
    Deadline.objects.exclude(pk=deadline.pk).update(next_alert_at=None)
    three = dt.timedelta(minutes=3)
    assert found(Alarm.LATE_ALERTS, noon + three - SECOND) is None
    assert found(Alarm.LATE_ALERTS, noon + three) == (1, noon)
    Deadline.objects.update(retry_at=noon + dt.timedelta(hours=1), fault_at=noon, fault_count=1)
    assert found(Alarm.LATE_ALERTS, noon + three) is None
    assert found(Alarm.FAULTS, noon + three) is not None


def test_an_alert_waits_too_long_unless_it_is_kept_quiet(noon: dt.datetime, office: Office) -> None:
    Alert.objects.update(state=AlertState.PENDING, message=None, created_at=noon)
    quarter = dt.timedelta(minutes=15)
    assert found(Alarm.ALERTS_WAIT, noon + quarter - SECOND) is None
    assert found(Alarm.ALERTS_WAIT, noon + quarter) == (1, noon)
    quiet = {"quiet_from": dt.time(9), "quiet_until": dt.time(13)}
    Organization.objects.filter(pk=office.organization.pk).update(**quiet)
    assert found(Alarm.ALERTS_WAIT, noon + quarter) is None
    one = dt.timedelta(hours=1)
    assert found(Alarm.ALERTS_WAIT, noon + one + quarter - SECOND) is None  # it may be written from one o'clock
    assert found(Alarm.ALERTS_WAIT, noon + one + quarter) == (1, noon)


def test_mail_waits_too_long_or_is_refused_too_often(noon: dt.datetime) -> None:
    queued = {"state": MessageState.QUEUED, "sent_at": None, "created_at": noon, "next_attempt_at": noon}
    Message.objects.update(**queued)
    quarter = dt.timedelta(minutes=15)
    assert found(Alarm.MAIL_WAITS, noon + quarter - SECOND) is None
    assert found(Alarm.MAIL_WAITS, noon + quarter) == (1, noon)
    Message.objects.update(next_attempt_at=noon + dt.timedelta(hours=1), attempts_made=5)
    assert found(Alarm.MAIL_WAITS, noon + quarter) is None
    Message.objects.update(attempts_made=6)
    assert found(Alarm.MAIL_WAITS, noon + quarter) == (1, noon)


def test_mail_held_back_waits_on_purpose_for_four_hours(noon: dt.datetime) -> None:
    Message.objects.update(state=MessageState.QUEUED, sent_at=None, next_attempt_at=noon)
    OutgoingPause.objects.create(begun_at=noon, reason="The mail server moves.", begun_by="ops")
    four = dt.timedelta(hours=4)
    assert found(Alarm.MAIL_WAITS, noon + four) is None
    assert found(Alarm.MAIL_HELD_BACK, noon + four - SECOND) is None
    assert found(Alarm.MAIL_HELD_BACK, noon + four) == (1, noon)


def test_a_dead_letter_counts_until_it_is_sent_again_or_set_aside(noon: dt.datetime) -> None:
    Message.objects.update(state=MessageState.DEAD, sent_at=None)
    assert finding_of(Alarm.DEAD_LETTERS, noon).count == 1
    Message.objects.update(state=MessageState.WITHDRAWN)
    assert found(Alarm.DEAD_LETTERS, noon) is None


def test_faults_are_counted_once_for_each_row(noon: dt.datetime) -> None:
    later = noon + dt.timedelta(minutes=1)
    Deadline.objects.filter(act="respond").update(fault_at=later)
    PrivacyRequest.objects.update(fault_at=later)  # because of its deadline
    assert found(Alarm.FAULTS, later) == (1, later)
    Deadline.objects.update(fault_at=None)
    assert found(Alarm.FAULTS, later) == (1, later)
    Message.objects.update(fault_at=noon)  # left, and what follows was not written
    assert found(Alarm.FAULTS, later) == (2, noon)
    assert found(Alarm.FAULTS, noon + dt.timedelta(days=1)) == (1, later)


def run(job: str, day: str, state: JobState = JobState.DONE, **values: Any) -> JobRun:
    at = dt.datetime.fromisoformat(f"{day}T00:00:20+00:00")
    done = at if state is JobState.DONE else None
    usual = {"token": uuid4(), "leased_until": at, "started_at": at, "finished_at": done}
    return JobRun.objects.create(job=job, local_date=day, state=state, **{"scope": "installation", **usual, **values})


def test_todays_run_is_missing_two_hours_after_it_should_have_begun(noon: dt.datetime) -> None:
    run("drop_links", "2026-03-04")
    run("drop_links", "2026-03-05")
    midnight = dt.datetime(2026, 3, 6, tzinfo=dt.UTC)
    assert found(Alarm.JOBS_MISSING, midnight + dt.timedelta(hours=2) - SECOND) is None
    assert found(Alarm.JOBS_MISSING, midnight + dt.timedelta(hours=2)) == (1, midnight)
    run("drop_links", "2026-03-06")
    assert found(Alarm.JOBS_MISSING, noon) is None


def test_yesterdays_run_is_missing_and_over_once_todays_is_done(noon: dt.datetime) -> None:
    run("drop_links", "2026-03-04")
    yesterday = dt.datetime(2026, 3, 5, tzinfo=dt.UTC)
    assert found(Alarm.JOBS_MISSING, noon) == (2, yesterday)
    run("drop_links", "2026-03-06")
    assert finding_of(Alarm.JOBS_MISSING, noon) == Finding(Alarm.JOBS_MISSING, 1, yesterday, over=True)
    run("drop_links", "2026-03-05", JobState.OVERTAKEN)
    assert found(Alarm.JOBS_MISSING, noon) == (1, yesterday)


def test_a_job_of_the_morning_is_not_missed_before_it(noon: dt.datetime, office: Office) -> None:
    for day in ("2026-03-04", "2026-03-05"):
        run("send_digests", day, scope=str(office.organization.pk))
    ten = noon - dt.timedelta(hours=2)  # two hours after eight in Los Angeles
    assert found(Alarm.JOBS_MISSING, ten - SECOND) is None
    assert finding_of(Alarm.JOBS_MISSING, ten).count == 1


def test_a_job_that_never_ran_there_is_not_missed_but_one_that_never_ends_is(noon: dt.datetime) -> None:
    begun = run("drop_links", "2026-03-06", JobState.RUNNING, started_at=noon)
    two = dt.timedelta(hours=2)
    assert found(Alarm.JOBS_MISSING, noon + two - SECOND) is None
    assert found(Alarm.JOBS_MISSING, noon + two) == (1, begun.started_at)


def test_an_owner_who_cannot_act_is_found(noon: dt.datetime, office: Office) -> None:
    PrivacyRequest.objects.update(assignee=office.handler)
    assert found(Alarm.INACTIVE_OWNERS, noon) is None
    User.objects.filter(pk=office.handler.pk).update(is_active=False)
    assert found(Alarm.INACTIVE_OWNERS, noon) == (1, None)
