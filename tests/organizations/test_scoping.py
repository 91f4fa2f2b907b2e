"""What the staff site shows to whom, on screens made for these tests over tables of this app."""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.test import RequestFactory

from organizations.models import CalendarVersion, Holiday, Membership, MembershipRole, Organization, User
from organizations.scoping import OperatorAdmin, ScopedAdmin, leads_to_organization
from organizations.services.people import grant_role
from organizations.staff_site import StaffSite, may_enter, staff_site
from policies.models import Policy
from tests.organizations.conftest import SETUP, organization


class CalendarVersionAdmin(ScopedAdmin):
    organization_path = "organization"
    list_filter = ("calendar", "organization", "number")


class HolidayAdmin(ScopedAdmin):
    organization_path = "calendar_version__organization"
    list_filter = ("calendar_version",)


class MembershipAdmin(ScopedAdmin):
    organization_path = "organization"
    list_filter = (("user", admin.RelatedFieldListFilter),)


class OpenToOperatorsAdmin(ScopedAdmin):
    organization_path = "organization"
    operators_see_all = True


class LawsTooAdmin(ScopedAdmin):
    organization_path = "organization"
    shows_rows_of_nobody = True


class ForgottenAdmin(ScopedAdmin):
    pass


class WrongPathAdmin(ScopedAdmin):
    organization_path = "calendar"


def screen(admin_class: type[Any], model: type[models.Model]) -> Any:
    return admin_class(model, StaffSite(name="staff"))


def request(user: User, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/staff/{query}")
    request.user = user
    return request


def shown(admin_class: type[Any], model: type[models.Model], user: User) -> list[Any]:
    return list(screen(admin_class, model).get_queryset(request(user)))


def test_a_member_sees_the_rows_of_their_organization_and_no_others(
    handler: User, outsider: User, northwind: Organization, southwind: Organization
) -> None:
    assert {row.organization for row in shown(CalendarVersionAdmin, CalendarVersion, handler)} == {northwind}
    assert {row.organization for row in shown(CalendarVersionAdmin, CalendarVersion, outsider)} == {southwind}


def test_a_path_through_a_parent_scopes_as_well(handler: User, northwind: Organization, outsider: User) -> None:
    assert {row.organization for row in shown(HolidayAdmin, Holiday, handler)} == {northwind}


def test_an_operator_without_a_role_sees_no_rows_unless_the_screen_says_so(
    operator: User, northwind: Organization
) -> None:
    assert shown(CalendarVersionAdmin, CalendarVersion, operator) == []
    assert len(shown(OpenToOperatorsAdmin, CalendarVersion, operator)) == 1


def test_a_law_is_shown_to_all_members_only_where_the_screen_says_so(handler: User) -> None:
    law = Policy.objects.create(slug="law/us-zz/example", title="An invented law")
    assert shown(LawsTooAdmin, Policy, handler) == [law]
    assert shown(OpenToOperatorsAdmin, Policy, handler) == []


@pytest.mark.parametrize("forgetful", [ForgottenAdmin, WrongPathAdmin])
def test_without_a_path_that_leads_to_an_organization_nothing_is_shown(
    handler: User, operator: User, forgetful: type[ScopedAdmin]
) -> None:
    assert shown(forgetful, CalendarVersion, handler) == []
    assert shown(forgetful, CalendarVersion, operator) == []


@pytest.mark.parametrize("forgetful", [ForgottenAdmin, WrongPathAdmin])
def test_organizations_e001_refuses_a_screen_without_such_a_path(forgetful: type[ScopedAdmin]) -> None:
    (message,) = screen(forgetful, CalendarVersion).check()
    assert message.id == "organizations.E001"
    assert "does not lead from organizations.CalendarVersion to its organization" in message.msg
    assert "Set organization_path" in str(message.hint)


def test_organizations_e002_refuses_a_screen_that_is_not_scoped_at_all() -> None:
    site = StaffSite(name="staff")
    site.register(Holiday, admin.ModelAdmin)
    found = {message.id: message for message in site.check(None)}
    assert "Holiday of every organization" in found["organizations.E002"].msg
    assert "ScopedAdmin" in str(found["organizations.E002"].hint)


def test_every_screen_of_the_staff_site_passes() -> None:
    assert [message for message in staff_site.check(None) if "organizations.E" in str(message.id)] == []
    assert staff_site._registry


@pytest.mark.parametrize(
    ("model", "path", "leads"),
    [
        (CalendarVersion, "organization", True),
        (Holiday, "calendar_version__calendar__organization", True),
        (Organization, "pk", True),
        (CalendarVersion, "pk", False),
        (CalendarVersion, "", False),
        (CalendarVersion, "nowhere", False),
        (CalendarVersion, "number__organization", False),
        # Through many rows: a person may work for several organizations.
        (User, "memberships__organization", False),
    ],
)
def test_a_path_is_a_chain_of_single_rows_that_ends_at_an_organization(
    model: type[models.Model], path: str, leads: bool
) -> None:
    assert leads_to_organization(model, path) is leads


def test_a_row_of_another_organization_may_not_be_viewed_wherever_it_came_from(
    handler: User, outsider: User, northwind: Organization, southwind: Organization
) -> None:
    own, others = (CalendarVersion.objects.get(organization=one) for one in (northwind, southwind))
    view = screen(CalendarVersionAdmin, CalendarVersion)
    assert view.has_view_permission(request(handler), own)
    assert not view.has_view_permission(request(handler), others)


def test_rows_are_never_added_changed_or_deleted_through_a_screen(handler: User, operator: User) -> None:
    for user in (handler, operator):
        for view in (screen(CalendarVersionAdmin, CalendarVersion), screen(OperatorAdmin, User)):
            assert not view.has_add_permission(request(user))
            assert not view.has_change_permission(request(user))
            assert not view.has_delete_permission(request(user))


def choices(admin_class: type[Any], model: type[models.Model], user: User, title: str) -> set[str]:
    changelist = screen(admin_class, model).get_changelist_instance(request(user))
    spec = next(spec for spec in changelist.get_filters(request(user))[0] if spec.title == title)
    return {str(label) for _, label in spec.lookup_choices}


@pytest.mark.parametrize(
    ("title", "offered"),
    [("calendar", {"Calendar of Northwind", "Calendar of Southwind"}), ("organization", {"Northwind", "Southwind"})],
)
def test_a_filter_offers_related_rows_of_the_viewers_organizations_only(
    handler: User, southwind: Organization, title: str, offered: set[str]
) -> None:
    organization("westwind")
    grant_role(handler, southwind, MembershipRole.AUDITOR, by=SETUP)
    assert choices(CalendarVersionAdmin, CalendarVersion, handler, title) == offered


def test_a_filter_by_person_offers_colleagues_only(handler: User, officer: User, outsider: User) -> None:
    assert choices(MembershipAdmin, Membership, handler, "user") == {"Hana", "Olga"}


class SearchedOrganizationAdmin(ScopedAdmin):
    organization_path = "pk"
    search_fields = ("name",)


class SearchingMembershipAdmin(ScopedAdmin):
    organization_path = "organization"
    autocomplete_fields = ("organization",)


def test_autocomplete_finds_rows_of_the_viewers_organizations_only(
    handler: User, southwind: Organization, northwind: Organization
) -> None:
    site = StaffSite(name="staff")
    site.register(Organization, SearchedOrganizationAdmin)
    site.register(Membership, SearchingMembershipAdmin)
    asked = "?app_label=organizations&model_name=membership&field_name=organization&term=wind"
    found = json.loads(site.autocomplete_view(request(handler, asked)).content)
    assert [row["text"] for row in found["results"]] == ["Northwind"]


@pytest.mark.parametrize(("who", "enters"), [("handler", True), ("operator", True), ("nobody", False)])
def test_members_and_operators_enter_the_site(who: str, enters: bool, handler: User, operator: User) -> None:
    nobody = User(email="n@example.com", is_staff=True)
    assert may_enter({"handler": handler, "operator": operator, "nobody": nobody}[who]) is enters


def test_somebody_switched_off_does_not_enter(handler: User) -> None:
    handler.is_active = False
    assert not may_enter(handler)
