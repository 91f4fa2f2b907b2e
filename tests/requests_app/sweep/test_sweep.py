"""What a sweep makes of what is due."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import UniqueConstraint

from organizations.models import HolidayKind, Membership
from organizations.services.calendars import add_holiday
from records import chain
from records.models import Event
from requests_app.domain.arming import Arming
from requests_app.models import Alert, AlertState, Deadline, PrivacyRequest, SweepMark
from requests_app.services.sweep import last_swept_at, sweep
from tests.requests_app.office import SYSTEM, Office, travel


def alerts(request: PrivacyRequest, act: str = "respond") -> list[tuple[str, str, str]]:
    """(rung, day, state) in the order of their ringing."""
    rows = Alert.objects.filter(request=request, deadline__act=act).order_by("rang_at", "rung")
    return [(row.rung, row.occurs_on.isoformat(), row.state) for row in rows]


def test_a_new_deadline_is_armed_with_its_first_rung(office: Office) -> None:
    deadline = office.respond(office.request("2026-03-02"))
    assert deadline.due_on == dt.date(2026, 4, 16)
    assert deadline.next_rung == "50% elapsed"
    assert deadline.next_alert_at == dt.datetime(2026, 3, 25, 15, tzinfo=dt.UTC)


def test_nothing_rings_before_its_hour(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-03-25T07:59:50")
    sweep()
    assert alerts(request) == []


def test_at_its_hour_a_rung_rings_once_and_the_next_is_armed(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    sweep()
    assert alerts(request) == [("50% elapsed", "2026-03-25", "pending")]
    assert office.respond(request).next_rung == "10 calendar days before"


def test_an_alert_is_in_the_chain_because_of_the_rule(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-04-06T08:00:01")
    sweep()
    [event] = Event.objects.filter(subject_id=request.pk, type="alert_raised", body__contains='"respond"')
    said = chain.read(event)
    assert said.because[0]["key"] == "respond"
    assert said.body["rungs"][0]["recipients"] == [f"user:{office.supervisor.pk}"]
    request.refresh_from_db()
    assert chain.verify(request) == []


def test_after_downtime_the_latest_rung_rings_and_the_others_are_recorded(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-04-21T09:00:00")
    sweep()
    assert alerts(request) == [
        ("50% elapsed", "2026-03-25", "skipped"),
        ("10 calendar days before", "2026-04-06", "skipped"),
        ("due", "2026-04-16", "skipped"),
        ("overdue", "2026-04-17", "skipped"),
        ("overdue", "2026-04-21", "pending"),
    ]
    assert Alert.objects.get(rung="overdue", state="skipped", deadline__act="respond").times == 2


def test_overdue_goes_on_every_business_day_until_it_is_done(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    for morning in ("2026-04-17T00:00:01", "2026-04-17T08:30:00", "2026-04-18T09:00:00", "2026-04-20T08:00:01"):
        travel(settings, morning)
        sweep()
    assert [a for a in alerts(request) if a[2] == "pending"] == [
        ("overdue", "2026-04-17", "pending"),
        ("overdue", "2026-04-20", "pending"),
    ]


def test_without_an_assignee_the_supervisor_hears_it(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    alert = Alert.objects.get(request=request, deadline__act="respond")
    assert (alert.role, alert.user) == ("assignee", office.supervisor)


def test_an_assignee_who_left_is_passed_over(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    PrivacyRequest.objects.filter(pk=request.pk).update(assignee=office.handler)
    office.handler.is_active = False
    office.handler.save()
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    assert Alert.objects.get(request=request, deadline__act="respond").user == office.supervisor


def test_an_assignee_hears_what_is_for_the_assignee(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    PrivacyRequest.objects.filter(pk=request.pk).update(assignee=office.handler)
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    assert Alert.objects.get(request=request, deadline__act="respond").user == office.handler


def test_when_nobody_holds_a_role_the_alert_address_is_the_last_resort(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    Membership.objects.all().delete()
    travel(settings, "2026-04-17T00:00:01")
    sweep()
    alert = Alert.objects.get(request=request, rung="overdue", deadline__act="respond")
    assert (alert.recipient, alert.user) == ("address", None)


def test_a_holiday_proclaimed_meanwhile_moves_the_alert_before_it_rings(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    acknowledge = Deadline.objects.get(request=request, act="acknowledge")
    assert acknowledge.due_on == dt.date(2026, 3, 16)
    calendar = office.organization.calendar
    add_holiday(
        calendar, date=dt.date(2026, 3, 12), name="A day", kind=HolidayKind.PUBLIC, source="Proclamation", by=SYSTEM
    )
    travel(settings, "2026-03-16T08:00:01")
    sweep()
    acknowledge.refresh_from_db()
    assert acknowledge.due_on == dt.date(2026, 3, 17)
    assert "due" not in [rung for rung, _, _ in alerts(request, "acknowledge")]
    travel(settings, "2026-03-17T08:00:01")
    sweep()
    assert ("due", "2026-03-17") in [alert[:2] for alert in alerts(request, "acknowledge")]


def test_what_rang_in_an_earlier_generation_may_ring_again(office: Office, settings: Any) -> None:
    request = office.request("2026-03-02")
    travel(settings, "2026-04-06T08:00:01")
    sweep()
    deadline = office.respond(request)
    assert Arming(deadline.generation).generation == 1
    Deadline.objects.filter(pk=deadline.pk).update(generation=2, rung_days={}, next_alert_at=deadline.next_alert_at)
    travel(settings, "2026-04-16T08:00:01")
    sweep()
    assert set(Alert.objects.filter(deadline=deadline).values_list("generation", flat=True)) == {1, 2}


@pytest.mark.parametrize("batch", [1, 2, 500])
def test_a_sweep_goes_on_until_nothing_is_left(office: Office, settings: Any, batch: int) -> None:
    for _ in range(5):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    done = sweep(batch=batch)
    assert done.finished
    assert Alert.objects.filter(state=AlertState.PENDING, deadline__act="respond").count() == 5
    assert not Deadline.objects.filter(next_alert_at__lte=travel(settings, "2026-03-25T08:00:02")).exists()


def test_a_finished_sweep_leaves_its_mark(office: Office) -> None:
    sweep()
    sweep()
    assert SweepMark.objects.count() == 1
    assert last_swept_at() is not None


def test_the_same_alert_cannot_exist_twice(office: Office, settings: Any) -> None:
    office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    sweep()
    for alert in Alert.objects.all():
        alert.pk = uuid4()
        alert._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            alert.save()


def test_the_key_of_an_alert_has_no_null_in_it() -> None:
    [key] = [c for c in Alert._meta.constraints if c.name == "alert_once"]
    assert isinstance(key, UniqueConstraint)
    assert [name for name in key.fields if Alert._meta.get_field(name).null] == []
