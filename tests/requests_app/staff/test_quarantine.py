"""Held for review: nothing is dropped, and a person decides."""

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, User
from policies.domain.terms import Outcome, Right
from records.models import Event
from requests_app.domain.lifecycle import State
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import at, one_request

from .conftest import signed_in
from .pages import case_url, text

pytestmark = pytest.mark.django_db

REVIEW = "/staff/review/"


@pytest.fixture
def held(prospect: Organization) -> PrivacyRequest:
    return one_request(prospect, Right.DELETE, suspicions=("A hidden field was filled in.",))


def fresh(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.get(pk=request.pk)


def test_the_page_shows_why_it_is_held_since_when_and_what_is_due(desk: Client, held: PrivacyRequest) -> None:
    page = text(desk.get(REVIEW))

    assert held.submission.reference in page
    assert "Received Fri 1 May 2026, 3 days ago" in page
    assert "A hidden field was filled in." in page
    assert "Fri 15 May 2026, in 11 days" in page


def test_the_oldest_stands_first(desk: Client, held: PrivacyRequest, prospect: Organization) -> None:
    older = one_request(prospect, Right.DELETE, on=at("2026-04-20"), suspicions=("Sent within a second.",))

    page = text(desk.get(REVIEW))
    assert page.index(older.submission.reference) < page.index(held.submission.reference)


def test_a_released_one_goes_on_with_its_day_of_receipt(desk: Client, held: PrivacyRequest) -> None:
    desk.post(reverse("staff:release", args=[held.submission_id]), follow=True)

    assert fresh(held).state == State.RECEIVED
    assert fresh(held).received_on == held.received_on
    assert Event.objects.filter(subject_id=held.pk, type="released").exists()
    assert "Nothing is held." in text(desk.get(REVIEW))


def test_a_second_click_on_release_changes_nothing(desk: Client, held: PrivacyRequest) -> None:
    for _ in range(2):
        assert desk.post(reverse("staff:release", args=[held.submission_id])).status_code == 302

    assert Event.objects.filter(subject_id=held.pk, type="released").count() == 1


def test_spam_is_closed_with_its_reason_and_kept(desk: Client, held: PrivacyRequest) -> None:
    data = {f"{held.submission_id}-reason": "A list of links."}
    desk.post(reverse("staff:dismiss", args=[held.submission_id]), data)

    assert (fresh(held).state, fresh(held).outcome) == (State.CLOSED, Outcome.MISDIRECTED)


def test_calling_it_spam_without_a_reason_is_told_at_the_field(desk: Client, held: PrivacyRequest) -> None:
    page = text(desk.post(reverse("staff:dismiss", args=[held.submission_id]), {}))

    assert page.count("Write down what shows it.") == 2
    assert fresh(held).state == State.QUARANTINED


def test_held_ones_are_in_no_number_and_in_no_list_but_are_announced(desk: Client, held: PrivacyRequest) -> None:
    page = text(desk.get("/staff/"))

    assert "1 submission is held for review" in page
    assert "Nothing is open." in page


def test_an_auditor_sees_them_and_may_not_decide(auditor: User, held: PrivacyRequest) -> None:
    client = signed_in(auditor)

    assert held.submission.reference in text(client.get(REVIEW))
    assert "release" not in text(client.get(REVIEW))
    assert client.post(reverse("staff:release", args=[held.submission_id])).status_code == 403


def test_another_organizations_are_not_there(stranger: User, held: PrivacyRequest) -> None:
    client = signed_in(stranger)

    assert held.submission.reference not in text(client.get(REVIEW))
    assert client.post(reverse("staff:release", args=[held.submission_id])).status_code == 404
    assert fresh(held).state == State.QUARANTINED


def test_the_case_of_a_held_one_leads_to_the_review(desk: Client, held: PrivacyRequest) -> None:
    page = desk.get(case_url(held))

    assert "Look at it: genuine or spam?" in text(page)
    assert "/fulfill/" not in page.content.decode()


def test_why_it_is_held_is_said_in_words(desk: Client, prospect: Organization) -> None:
    one_request(prospect, Right.DELETE, suspicions=("honeypot_filled", "no_proof_of_work"))

    page = text(desk.get(reverse("staff:quarantine")))
    assert "a field was filled in that people do not see; the browser did not do the work" in page
    assert "honeypot" not in page
