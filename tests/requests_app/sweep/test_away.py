"""Who is away is stood in for: the deputy gets the alert, and nobody else loses one."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from organizations.models import MembershipRole, User
from organizations.services import people
from organizations.services.absences import end_absence, set_absence
from organizations.services.people import create_staff, grant_role
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition_one
from tests.requests_app.office import OPENED, SYSTEM, Office, only_reads, travel

HALF_TIME = dt.date(2026, 3, 25)
"""Half of 45 days, rounded up, after 2 March: the assignee's rung."""


@pytest.fixture
def dora(office: Office) -> User:
    user = create_staff(email="dora@northwind.example", name="Dora Deputy")
    grant_role(user, office.organization, MembershipRole.HANDLER, by=SYSTEM, at=OPENED)
    return user


def away(office: Office, user: User, deputy: User, first: dt.date, last: dt.date) -> Any:
    return set_absence(user, office.organization, first_on=first, last_on=last, deputy=deputy, by=SYSTEM)


def told_at_half_time(office: Office, settings: Any) -> list[User | None]:
    """Who hears of a request of Hana's on the day of her first rung."""
    request = office.request("2026-03-02")
    travel(settings, "2026-03-03T10:00:00")
    said = {"assignee": str(office.handler.pk)}
    transition_one(request.pk, Action.ASSIGN, by=people.staff_actor(office.supervisor), details=said)
    travel(settings, f"{HALF_TIME}T08:00:01")
    sweep()
    alerts = Alert.objects.filter(deadline=office.respond(request), rung="50% elapsed")
    return [alert.user for alert in alerts.select_related("user")]


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [(0, 0, True), (-3, 0, True), (0, 3, True), (-3, -1, False), (1, 3, False)],
)
def test_the_deputy_is_told_from_the_first_day_to_the_last(
    office: Office, dora: User, settings: Any, first: int, last: int, is_away: bool
) -> None:
    days = [HALF_TIME + dt.timedelta(days=n) for n in (first, last)]
    away(office, office.handler, dora, *days)
    assert told_at_half_time(office, settings) == [dora if is_away else office.handler]


def test_a_deputy_who_is_away_too_is_stood_in_for(office: Office, dora: User, settings: Any) -> None:
    away(office, office.handler, dora, HALF_TIME, HALF_TIME)
    away(office, dora, office.officer, HALF_TIME, HALF_TIME)
    assert told_at_half_time(office, settings) == [office.officer]


def test_two_who_stand_in_for_each_other_leave_it_to_the_next_role_up(
    office: Office, dora: User, settings: Any
) -> None:
    away(office, office.handler, dora, HALF_TIME, HALF_TIME)
    away(office, dora, office.handler, HALF_TIME, HALF_TIME)
    assert told_at_half_time(office, settings) == [office.supervisor]


def test_a_deputy_who_has_left_leaves_it_to_the_next_role_up(office: Office, dora: User, settings: Any) -> None:
    away(office, office.handler, dora, HALF_TIME, HALF_TIME)
    people.switch(dora, on=False, by=SYSTEM)
    assert told_at_half_time(office, settings) == [office.supervisor]


def test_a_deputy_who_only_reads_by_now_leaves_it_to_the_next_role_up(
    office: Office, dora: User, settings: Any
) -> None:
    away(office, office.handler, dora, HALF_TIME, HALF_TIME)
    only_reads(dora, office)
    assert told_at_half_time(office, settings) == [office.supervisor]


def test_once_back_they_are_told_themselves(office: Office, dora: User, settings: Any) -> None:
    end_absence(away(office, office.handler, dora, HALF_TIME, HALF_TIME), by=SYSTEM)
    assert told_at_half_time(office, settings) == [office.handler]


def test_the_deputy_is_somebody_else_who_works_there(office: Office, dora: User) -> None:
    stranger = create_staff(email="stranger@elsewhere.example", name="Stranger")
    auditor = create_staff(email="aud@northwind.example", name="Auditor")
    grant_role(auditor, office.organization, MembershipRole.AUDITOR, by=SYSTEM, at=OPENED)
    for deputy in (office.handler, stranger, auditor):
        with pytest.raises(ValidationError, match=r"stands in|works on requests"):
            away(office, office.handler, deputy, HALF_TIME, HALF_TIME)


def test_no_day_is_covered_twice(office: Office, dora: User) -> None:
    away(office, office.handler, dora, HALF_TIME, HALF_TIME)
    with pytest.raises(ValidationError, match="Another absence"):
        away(office, office.handler, office.officer, HALF_TIME - dt.timedelta(days=2), HALF_TIME)
