"""Days away: everybody sets their own, a supervisor a colleague's, and nobody those of another organization."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Absence, MembershipRole, Organization, User
from organizations.services.absences import set_absence
from records.models import Event
from tests.requests_app import world

from .conftest import signed_in
from .pages import text

pytestmark = pytest.mark.django_db

AWAY = "/staff/away/"
SET = "/staff/away/prospect-medical/"
MONDAY, FRIDAY = dt.date(2026, 5, 4), dt.date(2026, 5, 8)


@pytest.fixture
def dora(prospect: Organization) -> User:
    return world.hire(prospect, "Dora", MembershipRole.HANDLER)


def days(deputy: User, first: str = "2026-05-04", last: str = "2026-05-08", **more: Any) -> dict[str, Any]:
    return {"first_on": first, "last_on": last, "deputy": str(deputy.pk), **more}


def away(user: User, deputy: User, organization: Organization) -> Absence:
    return set_absence(user, organization, first_on=MONDAY, last_on=FRIDAY, deputy=deputy, by=world.acting(user))


def test_a_handler_sets_their_own_days(desk: Client, handler: User, dora: User) -> None:
    page = text(desk.post(SET, days(dora), follow=True))

    row = Absence.objects.get()
    assert (row.user, row.deputy, row.first_on, row.last_on) == (handler, dora, MONDAY, FRIDAY)
    assert "You Mon 4 May 2026 to Fri 8 May 2026 now Dora End it" in page
    assert Event.objects.filter(type="absence_set").exists()


def test_a_handler_cannot_set_a_colleagues_days(desk: Client, handler: User, dora: User, supervisor: User) -> None:
    assert "who" not in desk.get(SET).context["form"].fields
    desk.post(SET, days(dora, who=str(supervisor.pk)))
    assert Absence.objects.get().user == handler


def test_a_supervisor_sets_the_days_of_a_colleague(supervisors_desk: Client, handler: User, dora: User) -> None:
    page = supervisors_desk.post(SET, days(dora, who=str(handler.pk)), follow=True)
    assert Absence.objects.get().user == handler
    assert "Hana: away from Mon 4 May 2026 to Fri 8 May 2026. Dora stands in." in page.content.decode()


def test_nobody_of_another_organization_is_offered_or_taken(
    supervisors_desk: Client, handler: User, stranger: User
) -> None:
    form = supervisors_desk.get(SET).context["form"]
    for name in ("who", "deputy"):
        assert str(stranger.pk) not in dict(form.fields[name].choices)
    supervisors_desk.post(SET, days(stranger, who=str(handler.pk)))
    supervisors_desk.post(SET, days(handler, who=str(stranger.pk)))
    assert not Absence.objects.exists()


def test_an_auditor_is_neither_away_nor_a_deputy(auditor: User, supervisors_desk: Client, handler: User) -> None:
    theirs = signed_in(auditor)
    assert theirs.get(SET).status_code == theirs.post(SET, days(handler)).status_code == 404
    assert "You work on no requests here" in text(theirs.get(AWAY))
    assert str(auditor.pk) not in dict(supervisors_desk.get(SET).context["form"].fields["deputy"].choices)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"last_on": "2026-05-03"}, "This day is over. Today is Mon 4 May 2026."),
        ({"first_on": "2026-05-09"}, "The last day lies before the first."),
        ({"first_on": ""}, "Enter the day."),
        ({"deputy": ""}, "Choose who stands in."),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_lost(
    desk: Client, dora: User, said: dict[str, str], message: str
) -> None:
    response = desk.post(SET, {**days(dora), **said})
    assert text(response).count(message) == 2
    assert "2026-05-0" in response.content.decode()
    assert not Absence.objects.exists()


def test_today_as_the_last_day_is_taken(desk: Client, dora: User) -> None:
    desk.post(SET, days(dora, last="2026-05-04"))
    assert Absence.objects.exists()


def test_nobody_stands_in_for_themselves(supervisors_desk: Client, handler: User, dora: User) -> None:
    page = text(supervisors_desk.post(SET, days(handler, who=str(handler.pk))))
    assert page.count("Somebody else stands in.") == 2


def test_days_that_overlap_are_refused_and_a_second_click_is_not(desk: Client, dora: User, supervisor: User) -> None:
    desk.post(SET, days(dora))
    assert desk.post(SET, days(dora)).status_code == 302
    page = text(desk.post(SET, days(supervisor, first="2026-05-08", last="2026-05-11")))
    assert page.count("Another absence covers some of these days already.") == 2
    assert Absence.objects.count() == 1


def test_a_deputy_who_is_away_too_is_pointed_out(
    desk: Client, handler: User, dora: User, supervisor: User, prospect: Organization
) -> None:
    away(dora, supervisor, prospect)
    page = desk.post(SET, days(dora), follow=True).content.decode()
    assert "Dora is away on some of these days too." in page


def test_who_was_to_stand_in_is_pointed_out(
    desk: Client, handler: User, dora: User, supervisor: User, prospect: Organization
) -> None:
    away(dora, handler, prospect)
    page = desk.post(SET, days(supervisor), follow=True).content.decode()
    assert "Hana was to stand in for Dora on some of these days." in page


def test_the_deputy_and_who_is_away_read_it_on_the_first_page(
    desk: Client, handler: User, dora: User, prospect: Organization, settings: Any
) -> None:
    away(handler, dora, prospect)
    line = "You stand in for Hana until Fri 8 May 2026. Their alerts come to you."
    assert line in text(signed_in(dora).get("/staff/"))
    assert "You are away until Fri 8 May 2026. Dora stands in and gets your alerts." in text(desk.get("/staff/"))


@pytest.mark.parametrize(("first", "is_told"), [(0, True), (1, False)])
def test_the_first_page_speaks_of_today_alone(
    handler: User, dora: User, prospect: Organization, first: int, is_told: bool
) -> None:
    day = MONDAY + dt.timedelta(days=first)
    set_absence(handler, prospect, first_on=day, last_on=FRIDAY, deputy=dora, by=world.acting(handler))
    assert ("You stand in for Hana" in text(signed_in(dora).get("/staff/"))) is is_told
    assert ("tomorrow" in text(signed_in(dora).get(AWAY))) is not is_told


def test_who_is_back_early_ends_it(desk: Client, handler: User, dora: User, prospect: Organization) -> None:
    address = reverse("staff:end-away", args=[away(handler, dora, prospect).pk])
    assert "Hana, from Mon 4 May 2026 to Fri 8 May 2026; Dora stands in." in text(desk.get(address))
    assert Absence.objects.exists()
    assert "Nobody is away." in text(desk.post(address, follow=True))
    assert Event.objects.filter(type="absence_ended").exists()


def test_a_supervisor_ends_it_and_a_colleague_or_stranger_does_not(
    handler: User, dora: User, auditor: User, stranger: User, supervisors_desk: Client, prospect: Organization
) -> None:
    address = reverse("staff:end-away", args=[away(handler, dora, prospect).pk])
    for user in (dora, auditor, stranger):
        assert signed_in(user).get(address).status_code == 404
        assert signed_in(user).post(address).status_code == 404
    assert Absence.objects.exists()
    supervisors_desk.post(address)
    assert not Absence.objects.exists()


def test_a_stranger_sees_nobodys_days(handler: User, dora: User, stranger: User, prospect: Organization) -> None:
    away(handler, dora, prospect)
    page = text(signed_in(stranger).get(AWAY))
    assert "Hana" not in page
    assert "Prospect Medical" not in page
