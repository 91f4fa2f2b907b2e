"""Handing over somebody's work: looked at first, then done at once, by a supervisor of the organization."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import create_staff
from policies.domain.terms import Right
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from requests_app.services.transition import transition_one
from tests.requests_app import world
from tests.requests_app.arrivals import NOW, one_request

from .conftest import signed_in
from .pages import default_step, text

pytestmark = pytest.mark.django_db

PAGE = "/staff/hand-over/prospect-medical/"


@pytest.fixture
def ned(prospect: Organization) -> User:
    return world.hire(prospect, "Ned", MembershipRole.HANDLER)


@pytest.fixture
def owned(prospect: Organization, handler: User, supervisor: User) -> list[PrivacyRequest]:
    """Two of Hana's."""
    return [given(prospect, handler, supervisor) for _ in range(2)]


def given(organization: Organization, to: User, by: User) -> PrivacyRequest:
    request = one_request(organization, Right.OPT_OUT_SALE)
    transition_one(request.pk, Action.ASSIGN, by=world.acting(by), now=NOW, details={"assignee": str(to.pk)})
    return request


def look(client: Client, leaving: User, to: str) -> Any:
    return client.post(PAGE, {"leaving": str(leaving.pk), "to": to, "step": "preview"})


def hand_over(client: Client, leaving: User, to: str) -> Any:
    wanted = look(client, leaving, to).context["wanted"]
    data = {"leaving": str(leaving.pk), "to": to, "step": "save", "previewed": wanted.fingerprint}
    return client.post(PAGE, data, follow=True)


def owners() -> set[User | None]:
    return {request.assignee for request in PrivacyRequest.objects.select_related("assignee")}


def test_it_is_shown_before_it_is_done(
    supervisors_desk: Client, owned: list[PrivacyRequest], handler: User, ned: User
) -> None:
    assert "Hana: 2 open requests" in text(supervisors_desk.get(PAGE))
    shown = look(supervisors_desk, handler, str(ned.pk))
    page = text(shown)
    assert "2 open requests of Hana go to Ned." in page
    assert default_step(shown) == "preview"
    assert all(request.reference in page for request in owned)
    assert owners() == {handler}


def test_everything_goes_at_once_and_a_second_click_finds_nothing_left(
    supervisors_desk: Client, owned: list[PrivacyRequest], handler: User, ned: User
) -> None:
    page = hand_over(supervisors_desk, handler, str(ned.pk)).content.decode()
    assert "2 requests are handed over from Hana to Ned." in page
    assert owners() == {ned}
    again = supervisors_desk.post(PAGE, {"leaving": str(handler.pk), "to": str(ned.pk), "step": "save"})
    assert "This person has no open request here any more." in text(again)


def test_it_can_go_to_nobody_for_now(supervisors_desk: Client, owned: list[PrivacyRequest], handler: User) -> None:
    page = hand_over(supervisors_desk, handler, "nobody").content.decode()
    assert "handed over from Hana to nobody for now" in page
    assert owners() == {None}


def test_what_came_since_is_looked_at_first(
    supervisors_desk: Client,
    owned: list[PrivacyRequest],
    handler: User,
    ned: User,
    supervisor: User,
    prospect: Organization,
) -> None:
    shown = look(supervisors_desk, handler, str(ned.pk)).context["wanted"].fingerprint
    given(prospect, handler, supervisor)
    data = {"leaving": str(handler.pk), "to": str(ned.pk), "step": "save", "previewed": shown}
    page = text(supervisors_desk.post(PAGE, data))
    assert "The list has changed since you looked." in page
    assert "3 open requests of Hana go to Ned." in page
    assert owners() == {handler}


def test_the_first_twenty_are_listed(
    supervisors_desk: Client, prospect: Organization, handler: User, supervisor: User
) -> None:
    for _ in range(21):
        given(prospect, handler, supervisor)
    response = look(supervisors_desk, handler, "nobody")
    assert len(response.context["wanted"].rows) == 20
    assert "The first 20 of 21, by due date." in text(response)


@pytest.mark.parametrize(
    ("to", "message"), [("", "Choose who gets it, or “Nobody for now”."), ("self", "They have it already.")]
)
def test_what_is_missing_or_wrong_is_told_at_the_field(
    supervisors_desk: Client, owned: list[PrivacyRequest], handler: User, to: str, message: str
) -> None:
    page = text(look(supervisors_desk, handler, str(handler.pk) if to == "self" else to))
    assert page.count(message) == 2


def test_nobody_of_another_organization_gets_it(
    supervisors_desk: Client, owned: list[PrivacyRequest], handler: User, stranger: User, auditor: User
) -> None:
    for user in (stranger, auditor):
        assert look(supervisors_desk, handler, str(user.pk)).context["wanted"] is None


def test_handlers_auditors_and_strangers_meet_404(
    desk: Client, auditor: User, stranger: User, owned: list[PrivacyRequest]
) -> None:
    for client in (desk, signed_in(auditor), signed_in(stranger)):
        assert client.get(PAGE).status_code == client.post(PAGE, {}).status_code == 404
    assert "Handing over is for supervisors" in text(desk.get("/staff/hand-over/"))


def test_requests_of_another_organization_stay(
    supervisors_desk: Client, owned: list[PrivacyRequest], handler: User, ned: User, kaiser: Organization
) -> None:
    world.grant_role(handler, kaiser, MembershipRole.HANDLER, by=world.SYSTEM)
    theirs = given(kaiser, handler, world.hire(kaiser, "Kai", MembershipRole.SUPERVISOR))
    hand_over(supervisors_desk, handler, str(ned.pk))
    theirs.refresh_from_db()
    assert theirs.assignee == handler


def test_who_cannot_be_switched_off_is_a_link_away_from_being_relieved(
    owned: list[PrivacyRequest], handler: User, ned: User, supervisor: User
) -> None:
    operator = create_staff(email="ops@host.example", name="Ops", operator=True)
    address = f"/staff/hand-over/?from={handler.pk}"
    switch = reverse("staff:organizations_user_switch", args=[handler.pk])
    refused = signed_in(operator).post(switch, {"confirmed": "True"}).content.decode()
    assert f'href="{address}"' in refused
    take = reverse("staff:organizations_user_take_role", args=[handler.pk])
    held = handler.memberships.get()
    assert f'href="{address}"' in signed_in(operator).post(take, {"membership": held.pk}).content.decode()
    assert "Ask one of the organization to do it" in text(signed_in(operator).get(address))

    response = signed_in(supervisor).get(address, follow=True)
    assert response.context["form"].initial["leaving"] == str(handler.pk)
    hand_over(signed_in(supervisor), handler, str(ned.pk))
    assert signed_in(operator).post(switch, {"confirmed": "True"}).status_code == 302
    handler.refresh_from_db()
    assert not handler.is_active
