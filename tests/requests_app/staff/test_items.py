"""Deciding item by item, and the second look that some classes of records take."""

from typing import Any

import pytest
from django.test import Client

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Outcome, Right, Scope
from records.models import AccessLogEntry, Event
from requests_app.models import PrivacyRequest, RequestItem
from tests.requests_app import world
from tests.requests_app.arrivals import one_request

from .conftest import signed_in
from .pages import act_url, case_text, case_url, do, text, verify

pytestmark = pytest.mark.django_db

TOLD = {"how": "in_person", "happened_on": "2026-05-04"}
REVIEWED = {"evidence": "All 14 pages; nothing else in them."}


@pytest.fixture
def listed(desk: Client, deletion: PrivacyRequest) -> PrivacyRequest:
    """A deletion of which two things are decided by themselves."""
    for label in ("Newsletter account", "Invoice of 3 March"):
        do(desk, deletion, "add-item", note=label, records_class="ordinary")
    return deletion


def item(request: PrivacyRequest, position: int) -> str:
    return str(RequestItem.objects.get(request=request, position=position).pk)


def decide(client: Client, request: PrivacyRequest, position: int, decision: str, **said: Any) -> Any:
    return do(client, request, "decide-item", item=item(request, position), decision=decision, **said)


def test_items_are_listed_with_what_was_decided_of_each(desk: Client, listed: PrivacyRequest) -> None:
    decide(desk, listed, 1, "fulfilled")
    decide(desk, listed, 2, "denied", ground="legal_obligation", reason="Invoices are kept by law.")

    page = case_text(desk, listed)
    assert "1. Newsletter account Given Ordinary Mon 4 May 2026, 10:00 am, Hana" in page
    assert "2. Invoice of 3 March Denied Ordinary Ground: legal obligation" in page
    assert "Reason: Invoices are kept by law." in page
    assert "One item was decided." in page
    assert "Item 2. Denied, and the person is told so. Ground: legal obligation." in page


def test_that_items_were_looked_at_is_on_record(desk: Client, listed: PrivacyRequest, handler: User) -> None:
    desk.get(case_url(listed))

    assert AccessLogEntry.objects.filter(user=handler, subject_id=listed.pk, what="items").exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({}, "Choose a ground of this version for this right."),
        ({"ground": "legal_obligation"}, "Write the reason."),
        ({"ground": "another_law", "reason": "The law forbids it."}, "Name the law it rests on."),
    ],
)
def test_what_a_denied_item_lacks_is_told_at_the_field(
    desk: Client, listed: PrivacyRequest, said: dict[str, str], message: str
) -> None:
    assert text(decide(desk, listed, 2, "denied", **said)).count(message) == 2
    assert RequestItem.objects.get(pk=item(listed, 2)).decision == "open"


def test_an_item_that_is_not_told_of_has_its_ground_and_reason_for_the_record(
    desk: Client, listed: PrivacyRequest
) -> None:
    assert "Write the reason." in text(decide(desk, listed, 2, "undisclosed", ground="security"))

    page = text(decide(desk, listed, 2, "undisclosed", ground="security", reason="It would warn somebody."))
    assert "Withheld, not told of" in page
    assert Event.objects.get(subject_id=listed.pk, type="item_decided").voice == "internal"


def test_a_given_item_keeps_no_ground_that_was_ticked_before(desk: Client, listed: PrivacyRequest) -> None:
    decide(desk, listed, 1, "fulfilled", ground="security", reason="Oh, no.")

    assert RequestItem.objects.get(pk=item(listed, 1)).ground == ""
    assert "Oh, no." not in case_text(desk, listed)


def test_the_item_of_another_request_cannot_be_chosen(desk: Client, listed: PrivacyRequest, prospect: Any) -> None:
    other = one_request(prospect, Right.DELETE)
    do(desk, other, "add-item", note="Theirs", records_class="ordinary")

    page = text(do(desk, listed, "decide-item", item=item(other, 1), decision="fulfilled"))
    assert "There is a problem" in page
    assert RequestItem.objects.get(pk=item(other, 1)).decision == "open"


def test_without_items_there_is_none_to_decide(desk: Client, deletion: PrivacyRequest) -> None:
    assert "No item is listed." in text(desk.get(act_url(deletion, "decide-item")))


def test_the_answer_waits_until_every_item_is_decided(desk: Client, listed: PrivacyRequest) -> None:
    verify(desk, listed)
    decide(desk, listed, 1, "fulfilled")
    assert "1 of 2 items are not decided." in text(do(desk, listed, "fulfill", **TOLD))

    decide(desk, listed, 2, "fulfilled")
    do(desk, listed, "fulfill", **TOLD)
    listed.refresh_from_db()
    assert listed.outcome == Outcome.FULFILLED


def test_a_second_click_lists_an_item_once(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "add-item")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | {"note": "Once", "records_class": "hiv"}
    for _ in range(2):
        assert desk.post(act_url(deletion, "add-item"), data).status_code == 302

    assert RequestItem.objects.filter(request=deletion).count() == 1


@pytest.fixture
def therapy(kaiser: Organization, stranger: User) -> PrivacyRequest:
    """A request for health records with notes of a protected class among them; everything else is in order."""
    request = one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS, facts={"california_provider": False})
    client = signed_in(stranger)
    verify(client, request)
    do(client, request, "add-item", note="Notes of 2024", records_class="psychotherapy_notes")
    decide(client, request, 1, "fulfilled")
    return request


def test_a_protected_class_waits_for_a_second_look(therapy: PrivacyRequest, stranger: User) -> None:
    page = case_text(signed_in(stranger), therapy)

    assert "This touches records of a protected class: psychotherapy notes." in page
    assert "Before anything is released a second person reviews it." in page
    blocked = text(signed_in(stranger).get(act_url(therapy, "fulfill")))
    assert "A second person reviews what is released. Ask somebody else to review it." in blocked


def test_one_reviews_and_another_releases(therapy: PrivacyRequest, stranger: User, kaiser: Organization) -> None:
    first, second = signed_in(stranger), signed_in(world.hire(kaiser, "Rita", MembershipRole.HANDLER))
    page = text(second.get(act_url(therapy, "review-release")))
    assert "Why a second person looks This touches records of a protected class" in page
    assert "1. Notes of 2024 Given Psychotherapy notes" in page

    do(second, therapy, "review-release", **REVIEWED)
    assert "Reviewed by Rita; somebody else records the answer." in case_text(first, therapy)
    assert "This was not done" in text(do(second, therapy, "fulfill", **TOLD))
    do(first, therapy, "fulfill", **TOLD)
    therapy.refresh_from_db()
    assert therapy.outcome == Outcome.FULFILLED


def test_a_review_says_what_was_looked_at(therapy: PrivacyRequest, stranger: User) -> None:
    page = text(do(signed_in(stranger), therapy, "review-release"))

    assert "Write down what you looked at and what you found." in page


def test_where_nothing_asks_for_a_second_look_none_is_offered(desk: Client, deletion: PrivacyRequest) -> None:
    assert "Nothing in this case asks for a second look before release." in case_text(desk, deletion)
