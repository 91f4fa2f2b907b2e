"""One run for each job, scope and day, whoever starts it and whatever happens to it."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from organizations.models import CalendarVersion, HolidayKind
from organizations.services.calendars import add_holiday
from requests_app import clock_source
from requests_app.models import Deadline, FormDraft, JobRun, JobState, Message, MessageKind, PrivacyRequest
from requests_app.services import drafts, mail_rendering
from requests_app.services.daily_work import Job, Per, Scope
from requests_app.services.jobs import LEASE, run_due
from tests.requests_app.office import SYSTEM, Office, travel
from tests.requests_app.parallel import at_once


@pytest.fixture
def steps() -> list[str]:
    return []


@pytest.fixture
def three_steps(steps: list[str]) -> Job:
    """A job that takes three steps and remembers where it was."""

    def step(scope: Scope, cursor: str) -> str | None:
        done = int(cursor or 0)
        steps.append(f"{scope.local_date} {done}")
        return str(done + 1) if done < 2 else None

    return Job("three_steps", step, Per.INSTALLATION)


def test_a_job_runs_once_a_day(db: None, settings: Any, three_steps: Job, steps: list[str]) -> None:
    travel(settings, "2026-03-02T10:00:00")
    for _ in range(3):
        run_due(jobs=(three_steps,))
    assert steps == ["2026-03-02 0", "2026-03-02 1", "2026-03-02 2"]
    assert JobRun.objects.get().state == JobState.DONE


def test_the_day_of_an_organization_is_its_own(office: Office, settings: Any) -> None:
    days: list[dt.date] = []
    job = Job("note_day", lambda scope, _: days.append(scope.local_date), Per.ORGANIZATION)
    travel(settings, "2026-03-02T22:00:00")  # in UTC it is the third already
    run_due(jobs=(job,))
    assert days == [dt.date(2026, 3, 2)]


def test_after_missed_days_today_is_run_and_the_past_is_not(
    db: None, settings: Any, three_steps: Job, steps: list[str]
) -> None:
    travel(settings, "2026-03-02T10:00:00")
    run_due(jobs=(three_steps,))
    travel(settings, "2026-03-06T10:00:00")
    run_due(jobs=(three_steps,))
    assert [step for step in steps if step.endswith("0")] == ["2026-03-02 0", "2026-03-06 0"]


def test_a_run_whose_worker_died_goes_on_where_it_was(
    db: None, settings: Any, three_steps: Job, steps: list[str]
) -> None:
    def die(scope: Scope, cursor: str) -> str | None:
        if cursor == "1":
            raise KeyboardInterrupt  # as a kill does: nothing is caught, nothing is written
        return three_steps.step(scope, cursor)

    travel(settings, "2026-03-02T10:00:00")
    with pytest.raises(KeyboardInterrupt):
        run_due(jobs=(Job("three_steps", die, Per.INSTALLATION),))
    run_due(jobs=(three_steps,))
    assert steps == ["2026-03-02 0"]  # the lease still stands
    travel(settings, "2026-03-02T10:02:30")
    run_due(jobs=(three_steps,))
    assert steps == ["2026-03-02 0", "2026-03-02 1", "2026-03-02 2"]
    assert LEASE.total_seconds() < 150


def test_a_run_that_fails_is_tried_again_later_and_stops_no_other(
    db: None, settings: Any, three_steps: Job, steps: list[str]
) -> None:
    def fail(scope: Scope, cursor: str) -> str | None:
        raise ValueError(f"{scope} {cursor}")

    broken = Job("broken", fail, Per.INSTALLATION)
    travel(settings, "2026-03-02T10:00:00")
    ran = run_due(jobs=(broken, three_steps))
    assert (len(ran.failed), len(ran.finished)) == (1, 1)
    run = JobRun.objects.get(job="broken")
    assert (run.state, run.fault) == (JobState.RUNNING, "ValueError")
    assert run_due(jobs=(broken,)).failed == []
    travel(settings, "2026-03-02T10:01:05")
    assert len(run_due(jobs=(broken,)).failed) == 1


def test_the_next_day_overtakes_a_run_that_never_ended(
    db: None, settings: Any, three_steps: Job, steps: list[str]
) -> None:
    def fail(scope: Scope, cursor: str) -> str | None:
        raise ValueError

    travel(settings, "2026-03-02T10:00:00")
    run_due(jobs=(Job("three_steps", fail, Per.INSTALLATION),))
    travel(settings, "2026-03-03T10:00:00")
    run_due(jobs=(three_steps,))
    states = JobRun.objects.order_by("local_date").values_list("state", flat=True)
    assert list(states) == [JobState.OVERTAKEN, JobState.DONE]


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_ticks_at_once_run_a_job_once(settings: Any, three_steps: Job, steps: list[str]) -> None:
    travel(settings, "2026-03-02T10:00:00")
    at_once(4, lambda: run_due(jobs=(three_steps,)))
    assert steps == ["2026-03-02 0", "2026-03-02 1", "2026-03-02 2"]
    assert JobRun.objects.count() == 1


def test_the_calendar_always_goes_five_years_ahead(office: Office, settings: Any) -> None:
    assert CalendarVersion.objects.latest("number").last == dt.date(2031, 12, 31)
    travel(settings, "2027-01-02T10:00:00")
    run_due()
    assert CalendarVersion.objects.latest("number").last == dt.date(2032, 12, 31)


def test_a_new_holiday_reaches_what_is_not_due_yet_with_the_next_tick(office: Office, settings: Any) -> None:
    travel(settings, "2026-03-02T10:05:00")
    run_due()
    request = office.request("2026-03-02")
    acknowledge = Deadline.objects.get(request=request, act="acknowledge")
    new_holiday(office)
    run_due()
    acknowledge.refresh_from_db()
    assert acknowledge.due_on == dt.date(2026, 3, 17)
    assert not Deadline.objects.exclude(calendar_version=CalendarVersion.objects.latest("number")).exists()


def test_a_request_that_cannot_be_moved_does_not_keep_the_others(office: Office, settings: Any) -> None:
    travel(settings, "2026-03-02T10:05:00")
    requests = [office.request("2026-03-02") for _ in range(3)]
    PrivacyRequest.objects.filter(pk=requests[1].pk).update(zone="No/Where")
    new_holiday(office)
    run_due()
    due = Deadline.objects.filter(act="acknowledge", due_on=dt.date(2026, 3, 17))
    assert set(due.values_list("request", flat=True)) == {requests[0].pk, requests[2].pk}
    assert PrivacyRequest.objects.get(pk=requests[1].pk).fault_at is not None


def test_rows_that_contradict_each_other_are_marked_and_told_to_an_operator(office: Office, settings: Any) -> None:
    travel(settings, "2026-03-02T10:05:00")
    wrong, right = (office.request("2026-03-02") for _ in range(2))
    PrivacyRequest.objects.filter(pk=wrong.pk).update(binding_due_on=dt.date(2027, 1, 1))
    run_due()
    marked = PrivacyRequest.objects.filter(fault_at__isnull=False)
    assert [row.pk for row in marked] == [wrong.pk]
    [told] = Message.objects.filter(kind=MessageKind.FAULTS)
    mail = mail_rendering.render(told)
    assert wrong.reference in str(mail.body)
    assert right.reference not in str(mail.body)


def new_holiday(office: Office) -> None:
    add_holiday(
        office.organization.calendar,
        date=dt.date(2026, 3, 12),
        name="A day",
        kind=HolidayKind.PUBLIC,
        source="Proclamation",
        by=SYSTEM,
    )


def test_expired_form_drafts_are_erased(office: Office, settings: Any) -> None:
    now = travel(settings, "2026-03-02T10:00:00")
    draft = drafts.amend(uuid4(), office.organization, lambda data: {**data, "name": "Robin"}, now=now)
    run_due()
    assert FormDraft.objects.filter(pk=draft.id).exists()
    travel(settings, "2026-03-03T17:00:00")
    run_due()
    assert not FormDraft.objects.exists()
    assert clock_source.now() > draft.expires_at
