"""Each act of the menu goes through the one transition function and shows up on the case."""

import datetime as dt

import pytest
from django.test import Client

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Act, AuthorityKind, Outcome, Right, Scope
from records.models import Event
from requests_app.domain.lifecycle import State
from requests_app.models import PrivacyRequest
from tests.requests_app import world
from tests.requests_app.arrivals import at, one_request

from .conftest import signed_in
from .pages import act_url, case_text, case_url, do, fresh, text, verify

pytestmark = pytest.mark.django_db

TOLD = {"how": "email", "happened_on": "2026-05-04"}
WHEN = {"happened_on": "2026-05-04"}


def test_giving_it_to_somebody_shows_their_name(desk: Client, deletion: PrivacyRequest, handler: User) -> None:
    page = text(do(desk, deletion, "assign", assignee=str(handler.pk)))

    assert fresh(deletion).assignee == handler
    assert "Assignee Hana" in page
    assert "It was given to somebody." in page


def test_only_colleagues_can_be_chosen(desk: Client, deletion: PrivacyRequest, stranger: User) -> None:
    response = do(desk, deletion, "assign", assignee=str(stranger.pk))

    assert "There is a problem" in text(response)
    assert fresh(deletion).assignee is None


def test_starting_work_moves_the_state(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "start-work"))

    assert fresh(deletion).state == State.IN_PROGRESS
    assert "Work on the request began." in page


def test_a_spoken_confirmation_meets_the_acknowledgement(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "acknowledge", how="phone", happened_on="2026-05-04", happened_at="09:30"))

    assert "Receipt was confirmed to the person." in page
    assert "Mon 4 May 2026, 9:30 am, Hana" in page
    assert "Spoken." in page
    assert "Met on Mon 4 May 2026" in page


def test_asking_for_identity_waits_for_the_person_and_verifying_goes_on(desk: Client, deletion: PrivacyRequest) -> None:
    asked = text(do(desk, deletion, "request-identity", reason="The member number.", **TOLD))
    assert "Waiting for the person: identity" in asked
    assert "Reason: The member number." in asked

    verified = text(verify(desk, deletion))
    assert "In progress" in verified
    assert "Evidence: Name and date of birth match the member file." in verified


def test_a_failed_check_is_recorded_with_what_did_not_match(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "fail-verification", reason="The date of birth differs.", **WHEN))

    assert "An attempt to establish identity failed." in page
    assert "Internal" in page


def test_asking_for_detail_waits_and_the_answer_goes_on(desk: Client, deletion: PrivacyRequest) -> None:
    asked = text(do(desk, deletion, "request-clarification", reason="Which account?", **TOLD))
    assert "Waiting for the person: more detail" in asked

    answered = text(do(desk, deletion, "receive-clarification", note="The newsletter.", **WHEN))
    assert "Note: The newsletter." in answered
    assert fresh(deletion).state == State.IN_PROGRESS


def test_a_written_notice_with_a_reason_moves_the_date(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "send-extension-notice", reason="Two archives to search.", **TOLD))

    assert "Extended. At first it was Mon 15 June 2026." in page
    assert "Thu 30 July 2026" in page


def test_a_notice_by_telephone_moves_nothing_and_says_so(desk: Client, deletion: PrivacyRequest) -> None:
    spoken = {"how": "phone", "happened_on": "2026-05-04"}
    response = do(desk, deletion, "send-extension-notice", reason="Two archives to search.", **spoken)

    assert "A notice of extension was recorded, but it did not count: the date stands." in text(response)
    assert any("It moved nothing" in str(message) for message in response.context["messages"])


def test_the_extension_page_says_until_when_and_to_which_day(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(desk.get(act_url(deletion, "send-extension-notice")))

    assert "A notice that counts would move it to Thu 30 July 2026." in page
    assert "It counts if sent in writing, with the reason by Mon 15 June 2026." in page


def test_where_no_rule_allows_more_time_the_page_says_so(stranger: User, kaiser: Organization) -> None:
    request = one_request(kaiser, Right.DELETE)

    page = text(signed_in(stranger).get(act_url(request, "send-extension-notice")))
    assert "No rule of this case lets the time be extended." in page


def test_a_returned_notice_is_named(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "send-extension-notice", reason="Two archives to search.", **TOLD)
    notice = Event.objects.get(subject_id=deletion.pk, type="extension_notice")

    page = text(do(desk, deletion, "record-bounce", of=str(notice.pk), **WHEN))
    assert "A notice came back undelivered." in page
    assert deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY).due_on == dt.date(2026, 6, 15)


def test_an_answer_is_blocked_until_identity_is_established(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(desk.get(act_url(deletion, "fulfill")))
    assert "This cannot be done now The person's identity has not been established." in page

    blocked = text(do(desk, deletion, "fulfill", **TOLD))
    assert "This was not done" in blocked
    assert fresh(deletion).state == State.RECEIVED


def test_a_sent_answer_closes_the_case(desk: Client, deletion: PrivacyRequest) -> None:
    verify(desk, deletion)
    page = text(do(desk, deletion, "fulfill", note="Deleted from the portal and the newsletter.", **TOLD))

    assert (fresh(deletion).state, deletion.outcome) == (State.CLOSED, Outcome.FULFILLED)
    assert "Done" in page
    assert "Note: Deleted from the portal and the newsletter." in page


def test_a_partial_answer_needs_its_reason(desk: Client, deletion: PrivacyRequest) -> None:
    verify(desk, deletion)
    wrong = text(do(desk, deletion, "fulfill-partly", **TOLD))
    assert "Write the reason. The person has a right to it." in wrong

    do(desk, deletion, "fulfill-partly", reason="Invoices are kept by law.", **TOLD)
    assert fresh(deletion).outcome == Outcome.PARTLY_FULFILLED


def test_the_denial_page_offers_the_grounds_of_this_version(desk: Client, deletion: PrivacyRequest) -> None:
    response = desk.get(act_url(deletion, "deny"))

    offered = [value for value, _ in response.context["form"].fields["ground"].choices]
    assert offered[:5] == ["transaction", "legal_obligation", "internal_use", "security", "another_law"]


def test_a_denial_names_its_ground_and_reason(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "deny", ground="legal_obligation", reason="Billing records are kept.", **TOLD))

    assert (fresh(deletion).state, deletion.outcome) == (State.CLOSED, Outcome.DENIED)
    assert "Ground: legal obligation." in page
    assert "Reason: Billing records are kept." in page


def test_denying_on_another_law_asks_for_it_at_the_field(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "deny", ground="another_law", reason="The law forbids it.", **TOLD))

    assert "Law it rests on: Name the law it rests on." in page
    assert "The law forbids it." in page, "what was typed is kept"
    assert fresh(deletion).state == State.RECEIVED


def test_what_must_be_granted_cannot_be_denied(stranger: User, kaiser: Organization) -> None:
    request = one_request(kaiser, Right.LIMIT_DISCLOSURE, Scope.HEALTH_RECORDS)
    client = signed_in(stranger)
    found = {
        "recipient": "health_plan",
        "services_specific": "yes",
        "purpose": "payment",
        "required_by_law": "no",
        "paid_in_full": "yes",
    }
    for fact, value in found.items():
        do(client, request, "find-fact", fact=fact, value=value, evidence="The receipt of 3 March.")

    page = case_text(client, request)
    assert "What was found leaves no choice: this must be granted." in page
    assert "/deny/" not in client.get(case_url(request)).content.decode()


def test_withdrawing_closes_and_reopening_keeps_the_date(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "withdraw", **WHEN)
    assert fresh(deletion).outcome == Outcome.WITHDRAWN

    page = text(do(desk, deletion, "reopen", reason="They called: it was a mistake."))
    assert "Mon 15 June 2026" in page
    assert fresh(deletion).outcome == ""


def test_a_person_not_covered_is_answered_with_the_reason(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, residency="US-NV")
    do(desk, request, "close-not-eligible", reason="This policy covers Californians.", **TOLD)

    assert fresh(request).outcome == Outcome.NOT_ELIGIBLE


def test_a_misdirected_request_closes_with_its_reason(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "close-misdirected", reason="Meant for Northwind.", **WHEN)

    assert fresh(deletion).outcome == Outcome.MISDIRECTED


def test_merging_into_the_request_it_repeats(desk: Client, prospect: Organization) -> None:
    first = one_request(prospect, Right.DELETE, on=at("2026-04-30"))
    second = one_request(prospect, Right.DELETE)

    wrong = text(do(desk, second, "merge", into="PM-0000-0000-0000/1"))
    assert "No other request of this organization has this reference." in wrong

    do(desk, second, "merge", into=first.reference.lower())
    assert fresh(second).merged_into == first


def test_an_appeal_is_received_and_decided_by_somebody_else(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    do(desk, deletion, "deny", ground="legal_obligation", reason="Billing records are kept.", **TOLD)
    do(desk, deletion, "receive-appeal", note="They wrote back.", **WHEN)
    assert fresh(deletion).state == State.APPEALED

    verify(desk, deletion)
    do(supervisors_desk, deletion, "decide-appeal", outcome="fulfilled", reason="All but two invoices go.", **TOLD)
    assert (fresh(deletion).state, deletion.outcome) == (State.CLOSED, Outcome.FULFILLED)


def test_a_note_stays_inside(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "add-note", note="Ask Ben about the archive."))

    assert "Note: Ask Ben about the archive." in page
    assert Event.objects.get(subject_id=deletion.pk, type="noted").voice == "internal"


def test_earlier_requests_from_the_same_address_can_be_linked(desk: Client, prospect: Organization) -> None:
    first = one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-04-01"))
    verify(desk, first)
    second = one_request(prospect, Right.KNOW_SPECIFIC)
    person = str(fresh(first).submission.person_id)

    form = desk.get(act_url(second, "verify-identity")).context["form"]
    assert [value for value, _ in form.fields["person"].choices] == ["", person]

    verify(desk, second, person=person)
    assert str(PrivacyRequest.objects.get(pk=second.pk).submission.person_id) == person


def test_an_unknown_act_does_not_exist(desk: Client, deletion: PrivacyRequest) -> None:
    assert desk.get(act_url(deletion, "explode")).status_code == 404


def test_an_auditor_may_not_act(auditor: User, deletion: PrivacyRequest) -> None:
    client = signed_in(auditor)

    assert client.get(act_url(deletion, "add-note")).status_code == 403
    assert client.post(act_url(deletion, "add-note"), {"seen": 0, "note": "x"}).status_code == 403


def test_a_colleague_with_two_roles_uses_the_stronger_one(prospect: Organization, deletion: PrivacyRequest) -> None:
    both = world.hire(prospect, "Bea", MembershipRole.AUDITOR, MembershipRole.HANDLER)

    do(signed_in(both), deletion, "start-work")
    assert fresh(deletion).state == State.IN_PROGRESS
