"""What moves a date after receipt, and what does not: pauses, calendars, a promise once made."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction

from organizations.models import BusinessCalendar, HolidayKind, Organization
from organizations.services.calendars import add_holiday
from policies.domain.terms import Act, AuthorityKind, Right
from records.models import Event
from requests_app.domain.clock_states import DeadlineState, MovedBy
from requests_app.domain.lifecycle import Action
from requests_app.models import Deadline, PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services import clock
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.office import Office, open_office
from tests.requests_app.world import SYSTEM, acting


@pytest.fixture
def office(db: None) -> Office:
    """Northwind: 45 days, and the clock stands still while it waits for the person's answer."""
    return open_office()


def do(office: Office, request: PrivacyRequest, action: Action, day: str, **details: Any) -> None:
    transition_one(request.id, action, by=acting(office.handler), at=at(day), now=at(day), details=details)


def rederive(request: PrivacyRequest, day: str) -> None:
    with transaction.atomic():
        locked = PrivacyRequest.objects.select_for_update().select_related("submission").filter(pk=request.pk)
        clock.rederive(list(locked), now=at(day), moved_by=MovedBy.CALENDAR)


def closed_on(organization: Organization, day: str, kind: HolidayKind = HolidayKind.PUBLIC) -> None:
    calendar = BusinessCalendar.objects.get(organization=organization)
    add_holiday(
        calendar, date=dt.date.fromisoformat(day), name="Day of Mourning", kind=kind, source="Proclamation", by=SYSTEM
    )


def acknowledge(request: PrivacyRequest) -> Deadline:
    return Deadline.objects.get(request=request, act=Act.ACKNOWLEDGE)


def test_while_we_wait_for_the_person_there_is_no_date(office: Office) -> None:
    request = office.request("2026-03-02")
    do(office, request, Action.REQUEST_CLARIFICATION, "2026-03-10", reason="Which account?")
    respond = office.respond(request)
    assert (respond.due_on, respond.state) == (None, DeadlineState.LIVE)
    assert respond.next_rung == "waiting"
    request.refresh_from_db()
    assert request.binding_due_on == acknowledge(request).due_on
    assert Event.objects.filter(subject_id=request.id, type="due_date_paused", voice="public").exists()
    assert broken() == []


def test_the_answer_sets_it_going_again_by_the_whole_days_between(office: Office) -> None:
    request = office.request("2026-03-02")
    was = office.respond(request)
    do(office, request, Action.REQUEST_CLARIFICATION, "2026-03-10", reason="Which account?")
    do(office, request, Action.RECEIVE_CLARIFICATION, "2026-03-20")
    respond = office.respond(request)
    assert (was.due_on, respond.due_on) == (dt.date(2026, 4, 16), dt.date(2026, 4, 25))
    assert respond.generation == was.generation, "what was sent before the pause stays sent"
    assert respond.pauses == [["2026-03-11", "2026-03-19"]]


def test_a_question_answered_overnight_moves_nothing(office: Office) -> None:
    request = office.request("2026-03-02")
    do(office, request, Action.REQUEST_CLARIFICATION, "2026-03-10", reason="Which account?")
    do(office, request, Action.RECEIVE_CLARIFICATION, "2026-03-11")
    assert office.respond(request).due_on == dt.date(2026, 4, 16)


def test_late_stays_late_after_a_question(office: Office) -> None:
    request = office.request("2026-03-02")
    do(office, request, Action.REQUEST_CLARIFICATION, "2026-05-01", reason="Which account?")
    assert office.respond(request).due_on == dt.date(2026, 4, 16)
    do(office, request, Action.RECEIVE_CLARIFICATION, "2026-05-20")
    assert office.respond(request).due_on == dt.date(2026, 4, 16)


def test_a_new_holiday_reaches_a_request_that_is_open(office: Office) -> None:
    request = office.request("2026-03-02")
    was = acknowledge(request)
    closed_on(office.organization, "2026-03-09")
    rederive(request, "2026-03-03")
    now = acknowledge(request)
    assert (was.due_on, now.due_on) == (dt.date(2026, 3, 16), dt.date(2026, 3, 17))
    assert (now.generation, now.moved_by) == (was.generation, MovedBy.CALENDAR)
    assert any("Day of Mourning" in step["why"] for step in now.arithmetic)
    assert broken() == []


def test_a_date_the_person_was_told_is_not_moved_later_by_the_calendar(prospect: Organization) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE)
    told = request.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.LAW)
    closed_on(prospect, "2026-05-06")
    for day in ("2026-05-04", "2026-05-05"):
        rederive(request, day)
        kept = request.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.LAW)
        assert (kept.due_on, kept.told_due_on) == (told.due_on, told.due_on)
        assert "was told" in kept.arithmetic[-1]["why"]


def test_a_holiday_on_the_due_day_moves_only_the_day_to_act_by(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE)
    closed_on(prospect, "2026-06-15")
    rederive(request, "2026-05-04")
    respond = request.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.due_on, respond.act_by) == (dt.date(2026, 6, 15), dt.date(2026, 6, 12))


def test_a_closed_day_of_the_house_moves_internal_targets_only(prospect: Organization) -> None:
    complaint, deletion = (one_request(prospect, right) for right in (Right.COMPLAINT, Right.DELETE))
    closed_on(prospect, "2026-05-06", HolidayKind.CLOSED)
    for request in (complaint, deletion):
        rederive(request, "2026-05-04")
    assert complaint.deadlines.get().due_on == dt.date(2026, 5, 18)
    assert deletion.deadlines.get(act=Act.ACKNOWLEDGE).due_on == dt.date(2026, 5, 15)


def test_deriving_again_writes_nothing(office: Office) -> None:
    request = office.request("2026-03-02")
    before = list(Deadline.objects.filter(request=request).values()), Event.objects.count()
    rederive(request, "2026-03-03")
    assert (list(Deadline.objects.filter(request=request).values()), Event.objects.count()) == before
