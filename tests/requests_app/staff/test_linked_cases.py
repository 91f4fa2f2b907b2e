"""One letter, several requests; one request, several letters: split, merged, taken apart again, seen from both ends."""

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Outcome, Right, Scope
from requests_app.domain.lifecycle import State
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import at, one_request

from .conftest import signed_in
from .pages import act_url, case_text, case_url, do, text

pytestmark = pytest.mark.django_db


def parts(client: Client, request: PrivacyRequest) -> list[str]:
    return [value for value, _ in client.get(act_url(request, "split")).context["form"].fields["part"].choices]


def test_only_what_the_version_grants_can_be_split_off(desk: Client, deletion: PrivacyRequest) -> None:
    offered = parts(desk, deletion)

    assert "access/health_records" in offered
    assert "delete/site_data" not in offered, "it asks for that already"
    assert "delete/health_records" not in offered, "no law gives a right to delete health records"


def test_a_part_becomes_a_request_with_the_same_receipt(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "split", part="access/health_records"))

    part = PrivacyRequest.objects.get(linked_to=deletion)
    assert (part.right, part.scope, part.received_at) == (Right.ACCESS, Scope.HEALTH_RECORDS, deletion.received_at)
    assert f"The other request: {part.reference}. It asks for: See my data (health records)." in page
    assert f"Linked requests See my data Split off from this one: {part.reference}" in page
    assert f"Linked requests Delete my data Split off from: {deletion.reference}" in case_text(desk, part)
    assert case_url(deletion) in desk.get(case_url(part)).content.decode()


def test_a_second_click_splits_once(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "split")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | {"part": "access/health_records"}
    for _ in range(2):
        assert desk.post(act_url(deletion, "split"), data).status_code == 302

    assert PrivacyRequest.objects.filter(linked_to=deletion).count() == 1


@pytest.mark.parametrize("part", ["", "fly/site_data", "delete/health_records", "access"])
def test_what_cannot_be_split_off_is_refused(desk: Client, deletion: PrivacyRequest, part: str) -> None:
    page = text(do(desk, deletion, "split", part=part))

    assert "There is a problem" in page or "This was not done" in page
    assert not PrivacyRequest.objects.filter(linked_to=deletion).exists()


@pytest.fixture
def merged(desk: Client, prospect: Organization, deletion: PrivacyRequest) -> PrivacyRequest:
    """The deletion, merged into one of the day before."""
    first = one_request(prospect, Right.DELETE, on=at("2026-04-30"))
    do(desk, deletion, "merge", into=first.reference)
    deletion.refresh_from_db()
    return deletion


def test_a_merge_is_seen_from_both_ends(desk: Client, merged: PrivacyRequest) -> None:
    into = merged.merged_into
    assert into is not None

    assert f"This one repeats it, and is answered with it: {into.reference}" in case_text(desk, merged)
    assert f"Repeats this one, and is answered with it: {merged.reference}" in case_text(desk, into)


def test_a_merge_is_undone_with_a_reason(desk: Client, merged: PrivacyRequest) -> None:
    assert "Write why it is a request of its own." in text(do(desk, merged, "undo-merge"))

    page = text(do(desk, merged, "undo-merge", reason="It was about her other account."))
    merged.refresh_from_db()
    assert (merged.state, merged.outcome, merged.merged_into) == (State.IN_PROGRESS, "", None)
    assert "The merge was undone: the request goes on by itself." in page
    assert "Mon 15 June 2026" in page, "its own dates run again"


def test_only_what_was_merged_is_taken_apart(desk: Client, deletion: PrivacyRequest) -> None:
    assert "Only what was merged can be taken out again." in case_text(desk, deletion)
    do(desk, deletion, "withdraw", happened_on="2026-05-04")

    do(desk, deletion, "undo-merge", reason="Oh, no.")
    deletion.refresh_from_db()
    assert deletion.outcome == Outcome.WITHDRAWN


def test_the_policy_governs_until_a_notice_is_named(desk: Client, deletion: PrivacyRequest) -> None:
    assert "Governing notice This policy" in case_text(desk, deletion)

    page = text(do(desk, deletion, "name-notice", notice="Patient Portal Notice", reason="She signed it in 2025."))
    assert "Governing notice Patient Portal Notice" in page
    assert "A more specific notice was found to govern, or found not to." in page
    assert "The notice: Patient Portal Notice" in page
    assert "Reason: She signed it in 2025." in page

    page = text(do(desk, deletion, "name-notice", notice="", reason="It is about another account."))
    assert "Governing notice This policy" in page


def test_a_version_that_speaks_of_no_notice_offers_none(stranger: User, kaiser: Organization) -> None:
    page = text(signed_in(stranger).get(act_url(one_request(kaiser, Right.DELETE), "name-notice")))

    assert "This version does not say that another notice may govern." in page
