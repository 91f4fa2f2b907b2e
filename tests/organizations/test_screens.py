"""The screens on organizations, people and calendars, as a browser gets them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from organizations.models import BusinessCalendar, MembershipRole, Organization, User
from organizations.selectors import has_role
from records import chain
from records.models import Event
from tests.organizations.conftest import PASSWORD, signed_in


def page(name: str, *args: Any) -> str:
    return reverse(f"staff:organizations_{name}", args=args)


def errors(response: Any) -> dict[str, list[str]]:
    return dict(response.context["form"].errors)


@pytest.fixture
def calendar(northwind: Organization) -> BusinessCalendar:
    return northwind.calendar


def test_a_stranger_is_sent_to_the_sign_in(client: Any, northwind: Organization) -> None:
    response = client.get(page("organization_changelist"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("staff:login"))


def test_a_member_reads_the_settings_of_their_organization(handler: User, northwind: Organization) -> None:
    response = signed_in(handler).get(page("organization_change", northwind.pk))
    assert response.status_code == 200
    assert "America/Los_Angeles" in response.content.decode()


def test_another_organization_does_not_exist_for_a_member(
    handler: User, southwind: Organization, northwind: Organization
) -> None:
    client = signed_in(handler)
    assert "Southwind" not in client.get(page("organization_changelist")).content.decode()
    for url in (page("organization_change", southwind.pk), page("businesscalendar_change", southwind.calendar.pk)):
        assert client.get(url, follow=True).redirect_chain != [] or client.get(url).status_code == 404


@pytest.mark.parametrize("name", ["user_changelist", "user_add_person"])
def test_people_are_for_operators_alone(handler: User, officer: User, name: str) -> None:
    for user in (handler, officer):
        assert signed_in(user).get(page(name)).status_code == 403


def test_an_operator_finds_everybody(operator: User, handler: User, outsider: User) -> None:
    text = signed_in(operator).get(page("user_changelist")).content.decode()
    assert "hana@northwind.example" in text
    assert "oscar@southwind.example" in text
    assert signed_in(operator).get(page("user_change", handler.pk)).status_code == 200


def test_the_calendar_shows_its_days_and_history(handler: User, calendar: BusinessCalendar) -> None:
    text = signed_in(handler).get(page("businesscalendar_change", calendar.pk)).content.decode()
    assert "Thanksgiving Day" in text
    assert "python-holidays" in text


@pytest.mark.parametrize(("name", "leads_to"), [("add_day", "add-day"), ("take_out_day", "take-out-day")])
def test_a_privacy_officer_is_led_to_where_the_calendar_changes(
    officer: User, handler: User, outsider: User, calendar: BusinessCalendar, name: str, leads_to: str
) -> None:
    url = page(f"businesscalendar_{name}", calendar.pk)
    assert signed_in(officer).get(url)["Location"] == reverse(f"staff:{leads_to}", args=["northwind"])
    for user in (handler, outsider):
        assert signed_in(user).get(url).status_code == 403


SETTINGS = {
    "name": "Northwind Traders",
    "alert_email": "alerts@northwind.example",
    "alert_hour": "07:30",
    "privacy_officer_title": "Privacy Officer",
    "accent_color": "#004080",
    "answer_days": "90",
}


def test_a_privacy_officer_changes_the_settings(officer: User, northwind: Organization) -> None:
    client = signed_in(officer)
    url = page("organization_change_settings", northwind.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, SETTINGS).status_code == 302
    northwind.refresh_from_db()
    assert northwind.name == "Northwind Traders"


def test_a_color_too_light_to_read_is_refused_at_the_field(officer: User, northwind: Organization) -> None:
    url = page("organization_change_settings", northwind.pk)
    response = signed_in(officer).post(url, {**SETTINGS, "accent_color": "#ffee00"})
    assert "too light to read" in errors(response)["accent_color"][0]


def test_what_takes_a_second_person_is_set_and_the_change_is_on_record(officer: User, northwind: Organization) -> None:
    wanted = {**SETTINGS, "name": northwind.name, "second_person_for_denials": "on", "answer_days": "30"}
    assert signed_in(officer).post(page("organization_change_settings", northwind.pk), wanted).status_code == 302

    northwind.refresh_from_db()
    assert (northwind.second_person_for_denials, northwind.second_person_for_deletions) == (True, False)
    assert northwind.answer_days == 30
    event = Event.objects.filter(subject_id=northwind.pk, type="settings_changed").latest("seq")
    assert {"answer_days", "second_person_for_denials"} <= set(chain.read(event).body["changed"])


@pytest.mark.parametrize(("days", "is_refused"), [("0", True), ("1", False), ("730", False), ("731", True)])
def test_an_answer_can_be_fetched_for_a_day_up_to_two_years(
    officer: User, northwind: Organization, days: str, is_refused: bool
) -> None:
    url = page("organization_change_settings", northwind.pk)
    response = signed_in(officer).post(url, {**SETTINGS, "answer_days": days})

    assert ("answer_days" in errors(response)) if is_refused else response.status_code == 302


def test_quiet_hours_are_set_and_shown(officer: User, northwind: Organization) -> None:
    client, url = signed_in(officer), page("organization_change_settings", northwind.pk)
    shown = client.get(url).content.decode()
    assert 'value="20:00"' in shown
    assert "This moves a mail, never a date" in shown
    wanted = {"quiet_from": "21:30", "quiet_until": "06:00", "quiet_weekends": "on", "overdue_breaks_quiet": "on"}
    assert client.post(url, {**SETTINGS, **wanted}).status_code == 302

    northwind.refresh_from_db()
    assert (northwind.quiet_from, northwind.quiet_until) == (dt.time(21, 30), dt.time(6))
    assert (northwind.quiet_weekends, northwind.overdue_breaks_quiet) == (True, True)


def test_without_both_times_there_are_no_quiet_hours(officer: User, northwind: Organization) -> None:
    signed_in(officer).post(page("organization_change_settings", northwind.pk), SETTINGS)
    northwind.refresh_from_db()
    assert (northwind.quiet_from, northwind.quiet_until) == (None, None)


@pytest.mark.parametrize(
    ("begins", "ends", "field", "message"),
    [
        ("", "07:00", "quiet_from", "Give both times, or neither."),
        ("20:00", "", "quiet_until", "Give both times, or neither."),
        ("20:00", "20:00", "quiet_until", "the time at which the quiet begins"),
        ("25:00", "07:00", "quiet_from", "Enter a valid time."),
    ],
)
def test_half_of_a_quiet_time_is_refused_at_the_field_and_kept(
    officer: User, northwind: Organization, begins: str, ends: str, field: str, message: str
) -> None:
    url = page("organization_change_settings", northwind.pk)
    response = signed_in(officer).post(url, {**SETTINGS, "quiet_from": begins, "quiet_until": ends})
    found = errors(response)
    assert list(found) == [field]
    assert message in found[field][0]
    assert f'value="{begins or ends}"' in response.content.decode()


def test_others_do_not_change_the_settings(handler: User, outsider: User, northwind: Organization) -> None:
    for user in (handler, outsider):
        assert signed_in(user).post(page("organization_change_settings", northwind.pk), SETTINGS).status_code == 403


def password_shown(response: Any) -> str:
    found = re.search(r"<code[^>]*>([^<]+)</code>", response.content.decode())
    assert found
    assert "no-store" in response["Cache-Control"]
    return found.group(1)


def test_an_operator_adds_a_person_whose_password_is_shown_once(operator: User, northwind: Organization) -> None:
    client = signed_in(operator)
    assert client.get(page("user_add_person")).status_code == 200
    new = {"name": "Ana", "email": "Ana@northwind.example", "organization": northwind.pk, "role": "handler"}
    response = client.post(page("user_add_person"), new)
    user = authenticate(username="ana@northwind.example", password=password_shown(response))
    assert isinstance(user, User)
    assert has_role(user, northwind, MembershipRole.HANDLER)


def test_an_address_that_has_an_account_is_refused_at_the_field(operator: User, handler: User) -> None:
    response = signed_in(operator).post(page("user_add_person"), {"name": "Hana", "email": handler.email.upper()})
    assert "already exists" in errors(response)["email"][0]


def test_an_operator_gives_and_takes_roles(operator: User, handler: User, northwind: Organization) -> None:
    client = signed_in(operator)
    give, take = page("user_give_role", handler.pk), page("user_take_role", handler.pk)
    assert client.get(give).status_code == client.get(take).status_code == 200
    client.post(give, {"organization": northwind.pk, "role": "supervisor"})
    assert has_role(handler, northwind, MembershipRole.SUPERVISOR)
    held = handler.memberships.get(role="supervisor")
    client.post(take, {"membership": held.pk})
    assert not has_role(handler, northwind, MembershipRole.SUPERVISOR)


def test_a_new_password_ends_the_sign_ins_made_with_the_old(operator: User, handler: User) -> None:
    theirs = signed_in(handler)
    response = signed_in(operator).post(page("user_new_password", handler.pk), {"confirmed": "True"})
    assert authenticate(username=handler.email, password=PASSWORD) is None
    assert authenticate(username=handler.email, password=password_shown(response)) == handler
    assert theirs.get(page("organization_changelist")).status_code == 302


def test_somebody_switched_off_is_out_at_once(operator: User, handler: User) -> None:
    theirs = signed_in(handler)
    signed_in(operator).post(page("user_switch", handler.pk), {"confirmed": "True"})
    assert theirs.get(page("organization_changelist")).status_code == 302


def test_an_operator_cannot_switch_off_their_own_account(operator: User) -> None:
    response = signed_in(operator).post(page("user_switch", operator.pk), {"confirmed": "True"})
    assert "your own account" in errors(response)["__all__"][0]


@pytest.mark.parametrize("name", ["user_give_role", "user_take_role", "user_new_password", "user_switch"])
def test_only_operators_change_accounts(officer: User, handler: User, name: str) -> None:
    assert signed_in(officer).post(page(name, handler.pk)).status_code == 403


def test_a_member_changes_their_own_password(handler: User) -> None:
    client = signed_in(handler)
    url = reverse("staff:password_change")
    assert client.get(url).status_code == 200
    new = "a longer correct horse"
    client.post(url, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    assert authenticate(username=handler.email, password=new) == handler
    assert client.get(page("organization_changelist")).status_code == 200
