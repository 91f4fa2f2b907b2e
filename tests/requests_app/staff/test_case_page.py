"""The page of a case: what was asked, what happened, what is owed and why, and who may see it."""

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Right
from records.models import AccessLogEntry
from records.sealing import erase
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import ask, at, one_request, received

from .conftest import signed_in
from .pages import case_text, case_url, do, verify

pytestmark = pytest.mark.django_db


def test_the_case_shows_who_asked_for_what(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "Delete my data" in page
    assert "Rosa Reyes" in page
    assert "rosa@reyes.example" in page
    assert "Everything you have about me." in page
    assert "Best way: e-mail." in page


def test_each_clock_says_its_date_its_distance_and_its_authority(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "Fri 15 May 2026" in page  # ten business days to confirm receipt
    assert "in 11 days" in page
    assert "Mon 15 June 2026" in page
    assert "in 42 days" in page
    assert "Promised by the policy: Privacy Policy" in page
    assert "Required by law: California Consumer Privacy Act" in page


def test_a_due_date_on_a_sunday_says_by_which_business_day_to_act(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, on=at("2026-04-30"))

    page = case_text(desk, request)

    assert "Sun 14 June 2026" in page
    assert "Act by Fri 12 June 2026" in page


def test_why_this_date_cites_the_rule_its_reading_and_each_step(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "Why this date?" in page
    assert "version 2020-01-01" in page
    assert "How we read it:" in page
    assert "Received. This day is day zero." in page
    assert "45 calendar days after that day." in page


def test_a_skipped_holiday_stands_in_the_arithmetic_with_its_name(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, on=at("2026-05-18"), now=at("2026-05-18"))

    assert "Memorial Day: not a business day." in case_text(desk, request)


def test_a_rule_no_lawyer_has_read_says_so(desk: Client, prospect: Organization) -> None:
    assert "Not reviewed by a lawyer" in case_text(desk, one_request(prospect, Right.OPT_OUT_EMAIL))


def test_the_strictest_date_names_the_facts_it_hangs_on(stranger: User, records_request: PrivacyRequest) -> None:
    page = case_text(signed_in(stranger), records_request)

    assert "Fri 8 May 2026" in page
    assert "It may be later once we know: whether a California health care provider holds the records" in page


def test_looking_at_a_case_is_put_on_record(desk: Client, deletion: PrivacyRequest, handler: User) -> None:
    desk.get(case_url(deletion))

    seen = AccessLogEntry.objects.filter(user=handler, organization=deletion.organization)
    assert {(entry.subject_id, entry.what) for entry in seen} == {
        (deletion.submission_id, "contact"),
        (deletion.pk, "details"),
    }


def test_the_timeline_marks_what_the_person_may_see(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "The request was received. Fri 1 May 2026, 11:00 am, the person. Public" in page
    assert "Internal" in page


def test_requests_of_one_letter_point_at_each_other(desk: Client, prospect: Organization) -> None:
    first, second = received(prospect, ask(Right.DELETE), ask(Right.KNOW_SPECIFIC)).requests.order_by("position")

    assert "Asked at the same time Copy of my data" in case_text(desk, first)
    assert case_url(first) in desk.get(case_url(second)).content.decode()


def test_a_person_not_covered_is_shown_with_the_rule_and_can_still_be_answered(
    desk: Client, prospect: Organization
) -> None:
    page = case_text(desk, one_request(prospect, Right.DELETE, residency="US-NV"))

    assert "The policy does not give this person this right. A person decides and answers." in page
    assert "Answer that the policy does not cover it" in page


def test_what_a_rule_forbids_is_greyed_and_names_the_rule(desk: Client, deletion: PrivacyRequest) -> None:
    response = desk.get(case_url(deletion))
    page = case_text(desk, deletion)

    assert "Not now. The person's identity has not been established." in page
    assert "/fulfill/" not in response.content.decode()
    assert "/deny/" in response.content.decode()


def test_what_the_state_rules_out_says_when_it_is_possible(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "Not possible while it is “Received, not started”" in page
    assert "Open it again Possible when it is: Closed." in page


def test_only_a_supervisor_is_offered_to_correct_the_receipt(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    assert "This takes the role of supervisor." in case_text(desk, deletion)
    assert "/correct-receipt/" in supervisors_desk.get(case_url(deletion)).content.decode()


def test_an_auditor_reads_and_is_offered_nothing(auditor: User, deletion: PrivacyRequest) -> None:
    response = signed_in(auditor).get(case_url(deletion))

    assert "You may read this case. Changing it takes another role." in response.content.decode()
    assert f"/staff/requests/{deletion.pk}/" not in response.content.decode()


def test_the_case_of_another_organization_does_not_exist(stranger: User, deletion: PrivacyRequest) -> None:
    assert signed_in(stranger).get(case_url(deletion)).status_code == 404
    assert not AccessLogEntry.objects.exists()


def test_a_case_whose_contact_was_erased_still_opens(desk: Client, deletion: PrivacyRequest) -> None:
    erase(deletion.submission.data_key)

    page = case_text(desk, deletion)
    assert "name and address were erased" in page
    assert "Rosa" not in page


def first_labels(client: Client, request: PrivacyRequest) -> list[str]:
    return [action.label for action in client.get(case_url(request)).context["page"].first_actions]


def test_what_comes_next_follows_the_case(desk: Client, deletion: PrivacyRequest) -> None:
    told = {"how": "email", "happened_on": "2026-05-04"}
    assert first_labels(desk, deletion)[0] == "Record that receipt was confirmed"

    do(desk, deletion, "acknowledge", **told)
    do(desk, deletion, "start-work")
    assert first_labels(desk, deletion)[0] == "Give it to somebody"

    verify(desk, deletion)
    assert "Record that proof of identity was asked for" not in first_labels(desk, deletion)

    do(desk, deletion, "find-fee", ground="excessive", evidence="Forty letters this month.")
    assert "Record that the reason was sent" in first_labels(desk, deletion)

    do(desk, deletion, "withdraw", happened_on="2026-05-04")
    assert first_labels(desk, deletion) == ["Write a note", "Open it again"]
    assert "Nothing is owed any more." in case_text(desk, deletion)
