"""Changing the calendar on the desk: what moves is shown before anything is changed."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from organizations.models import HolidayKind, MembershipRole, Organization, User
from organizations.selectors import calendar_rows
from organizations.services.calendars import remove_holiday
from organizations.services.people import create_staff
from records import chain
from records.models import Event
from requests_app.models import PrivacyRequest
from requests_app.staff.calendar.forms import TakeOutDayForm
from requests_app.staff.calendar.views import tell
from tests.requests_app import world

from .conftest import signed_in
from .pages import text

pytestmark = pytest.mark.django_db

DAY = {"date": "2026-05-11", "name": "Founders' Day", "kind": "public", "source": "Proclamation 7"}


@pytest.fixture
def officer(prospect: Organization) -> User:
    return world.hire(prospect, "Olga", MembershipRole.PRIVACY_OFFICER)


def page(name: str, organization: Organization) -> str:
    return reverse(f"staff:{name}", args=[organization.slug])


def confirmed(client: Client, url: str, fields: dict[str, Any]) -> Any:
    shown = client.post(url, {**fields, "step": "preview"})
    return client.post(url, {**fields, "step": "save", "previewed": shown.context["fingerprint"]}, follow=True)


def test_it_is_shown_first_and_nothing_has_changed(
    officer: User, prospect: Organization, deletion: PrivacyRequest
) -> None:
    shown = text(signed_in(officer).post(page("add-day", prospect), {**DAY, "step": "preview"}))
    assert "1 would be due later" in shown
    assert f"{deletion.reference}, Confirm" in shown or deletion.reference in shown
    assert calendar_rows(prospect).version.number == 1


def test_once_confirmed_the_day_counts_and_the_chain_says_who(
    officer: User, prospect: Organization, deletion: PrivacyRequest
) -> None:
    after = confirmed(signed_in(officer), page("add-day", prospect), DAY)
    assert "Version 2 of the calendar counts from now on" in after.content.decode()
    assert calendar_rows(prospect).public[dt.date(2026, 5, 11)] == "Founders' Day"
    event = Event.objects.filter(type="holiday_added").latest("seq")
    assert chain.read(event).actor.id == str(officer.pk)


def test_without_looking_first_nothing_is_changed(
    officer: User, prospect: Organization, deletion: PrivacyRequest
) -> None:
    client, url = signed_in(officer), page("add-day", prospect)
    for previewed in ("", "0" * 32):
        told = text(client.post(url, {**DAY, "step": "save", "previewed": previewed}))
        assert "What moves has changed since you looked" in told
    assert calendar_rows(prospect).version.number == 1


def test_a_day_changed_after_looking_is_shown_again(
    officer: User, prospect: Organization, deletion: PrivacyRequest
) -> None:
    client, url = signed_in(officer), page("add-day", prospect)
    shown = client.post(url, {**DAY, "step": "preview"})
    other = {**DAY, "date": "2026-05-12", "step": "save", "previewed": shown.context["fingerprint"]}
    assert "What moves has changed" in text(client.post(url, other))
    assert calendar_rows(prospect).version.number == 1


def test_a_refused_day_says_why_at_the_field_and_keeps_what_was_typed(officer: User, prospect: Organization) -> None:
    response = signed_in(officer).post(page("add-day", prospect), {**DAY, "source": "", "step": "preview"})
    assert "which law or proclamation" in response.context["form"].errors["source"][0]
    assert "Founders&#x27; Day" in response.content.decode()
    assert "fingerprint" not in response.context


def test_a_day_is_taken_out_with_a_reason(officer: User, prospect: Organization) -> None:
    client, url = signed_in(officer), page("take-out-day", prospect)
    confirmed(client, page("add-day", prospect), {**DAY, "kind": "closed", "source": ""})
    assert "reason" in client.post(url, {"day": "2026-05-11 closed"}).context["form"].errors
    confirmed(client, url, {"day": "2026-05-11 closed", "reason": "Wrong year"})
    assert calendar_rows(prospect).closed == {}


def test_a_day_that_another_tab_took_out_meanwhile_is_told_above_the_form(
    officer: User, prospect: Organization
) -> None:
    form = TakeOutDayForm(QueryDict("day=2026-05-11 closed&reason=Wrong year"), days=[])
    with pytest.raises(ValidationError) as gone:
        remove_holiday(
            prospect.calendar, date=dt.date(2026, 5, 11), kind=HolidayKind.CLOSED, reason="Wrong", by=world.SYSTEM
        )
    tell(form, gone.value)
    assert form.non_field_errors() == ["2026-05-11 is no closed day of this calendar."]


def test_a_request_at_fault_keeps_nobody_from_changing_the_calendar(
    officer: User, prospect: Organization, deletion: PrivacyRequest
) -> None:
    PrivacyRequest.objects.update(zone="No/Where")
    client, url = signed_in(officer), page("add-day", prospect)
    assert "could not be computed" in text(client.post(url, {**DAY, "step": "preview"}))
    confirmed(client, url, DAY)
    assert calendar_rows(prospect).version.number == 2


def test_an_operator_who_works_nowhere_sees_numbers_and_no_request(
    prospect: Organization, deletion: PrivacyRequest
) -> None:
    operator = create_staff(email="ops@host.example", name="Ops", operator=True)
    shown = text(signed_in(operator).post(page("add-day", prospect), {**DAY, "step": "preview"}))
    assert "1 would be due later" in shown
    assert deletion.reference not in shown


def test_for_others_it_does_not_exist(
    handler: User, supervisor: User, auditor: User, stranger: User, prospect: Organization
) -> None:
    for user in (handler, supervisor, auditor, stranger):
        for name in ("add-day", "take-out-day"):
            assert signed_in(user).post(page(name, prospect), DAY).status_code == 404
