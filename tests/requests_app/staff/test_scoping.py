"""Another organization's staff see nothing at all: every address of the desk is walked."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from organizations.models import Organization, User
from organizations.staff_site import staff_site
from policies.domain.terms import Right
from requests_app.models import PrivacyRequest
from requests_app.staff.acts import ACTS
from requests_app.staff.urls import desk_urls
from tests.requests_app.arrivals import one_request
from tests.requests_app.correspondence.letters import letter_addresses
from tests.requests_app.files.samples import file_addresses

from .conftest import signed_in
from .pages import act_url, case_url

pytestmark = pytest.mark.django_db


def addresses(request: PrivacyRequest) -> list[str]:
    """Every address that names a request, a submission or an organization."""
    submission = request.submission_id
    return [
        case_url(request),
        reverse("staff:requests_app_privacyrequest_history", args=[request.pk]),
        *(act_url(request, act.slug) for act in ACTS),
        *file_addresses(request),
        *letter_addresses(request),
        reverse("staff:spoken-code", args=[request.pk]),
        *(reverse(f"staff:alert-{name}", args=[request.pk, uuid4()]) for name in ("seen", "unseen")),
        reverse("staff:intake-read-back", args=[submission]),
        reverse("staff:release", args=[submission]),
        reverse("staff:dismiss", args=[submission]),
        reverse("staff:intake-call-for", args=[request.organization.slug]),
        reverse("staff:intake-entry-for", args=[request.organization.slug]),
        *(reverse(f"staff:{name}", args=[request.organization.slug]) for name in ("add-day", "take-out-day")),
        reverse("staff:set-away", args=[request.organization.slug]),
        reverse("staff:hand-over-for", args=[request.organization.slug]),
        reverse("staff:end-away", args=[uuid4()]),
    ]


def pages_without_a_row() -> list[str]:
    """Every address of the desk that names nothing."""
    return [reverse(f"staff:{pattern.name}") for pattern in desk_urls() if "<" not in str(pattern.pattern)]


def test_the_walk_knows_every_address_of_the_desk(deletion: PrivacyRequest) -> None:
    walked = {*addresses(deletion), *pages_without_a_row()}
    resolved = {get_resolver().resolve(address).view_name for address in walked}

    assert {f"staff:{pattern.name}" for pattern in desk_urls()} <= resolved


def test_a_stranger_meets_404_at_every_address(stranger: User, deletion: PrivacyRequest) -> None:
    client = signed_in(stranger)
    posted = ("/release/", "/dismiss/")

    for address in addresses(deletion):
        assert client.post(address, {}).status_code == 404, address
        if not address.endswith(posted):
            assert client.get(address).status_code == 404, address


@pytest.mark.parametrize("name", ["garbage", "7", "00000000-0000-4000-8000-000000000000"])
def test_an_address_that_names_no_request_is_not_found(desk: Client, deletion: PrivacyRequest, name: str) -> None:
    for page in ("change", "history"):
        address = reverse(f"staff:requests_app_privacyrequest_{page}", args=[deletion.pk])
        assert desk.get(address).status_code == 200
        assert desk.get(address.replace(str(deletion.pk), name)).status_code == 404, page


def test_no_page_of_a_stranger_names_what_is_not_theirs(stranger: User, deletion: PrivacyRequest) -> None:
    client = signed_in(stranger)

    for address in [*pages_without_a_row(), reverse("staff:requests_app_privacyrequest_changelist")]:
        page = client.get(address, follow=True).content.decode()
        assert deletion.reference not in page, address
        assert "Prospect Medical" not in page, address


def test_nothing_changes_whatever_a_stranger_sends(stranger: User, deletion: PrivacyRequest) -> None:
    before = deletion.event_seq
    client = signed_in(stranger)
    for act in ACTS:
        client.post(act_url(deletion, act.slug), {"seen": before, "reason": "x", "note": "x", "step": "save"})

    deletion.refresh_from_db()
    assert deletion.event_seq == before


def test_an_auditor_reads_the_case_and_changes_nothing(auditor: User, deletion: PrivacyRequest) -> None:
    before = deletion.event_seq
    client = signed_in(auditor)

    assert client.get(case_url(deletion)).status_code == 200
    for act in ACTS:
        assert client.get(act_url(deletion, act.slug)).status_code == 403, act
        assert client.post(act_url(deletion, act.slug), {"seen": before, "note": "x"}).status_code == 403, act
    deletion.refresh_from_db()
    assert deletion.event_seq == before


def test_who_is_not_signed_in_is_sent_to_the_sign_in(deletion: PrivacyRequest) -> None:
    for address in [*addresses(deletion), *pages_without_a_row()]:
        response = Client().get(address)
        assert response.status_code == 302, address
        assert response["Location"].startswith("/staff/login/"), address


def test_a_role_taken_away_closes_the_door_at_once(handler: User, desk: Client, deletion: PrivacyRequest) -> None:
    assert desk.get(case_url(deletion)).status_code == 200
    handler.memberships.all().delete()

    assert desk.get(case_url(deletion)).status_code == 302


def test_staff_models_cannot_be_changed_through_the_admin(
    supervisor: User, deletion: PrivacyRequest, prospect: Organization
) -> None:
    client = signed_in(supervisor)
    one_request(prospect, Right.DELETE)

    for name in ("add", "delete"):
        args = [] if name == "add" else [deletion.pk]
        assert client.get(reverse(f"staff:requests_app_privacyrequest_{name}", args=args)).status_code == 403
    assert all(not screen.actions for screen in staff_site._registry.values())


def test_an_id_that_is_none_is_not_found(desk: Client) -> None:
    assert desk.get("/staff/requests_app/privacyrequest/nonsense/change/").status_code == 404
