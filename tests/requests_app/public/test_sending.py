"""Checking and sending: one submission however often the button is pressed, and nobody is ever turned away."""

import datetime as dt

import pytest
import time_machine

from policies.domain.terms import Act, Right, Scope
from requests_app.day_words import day
from requests_app.domain.arriving import Source
from requests_app.domain.lifecycle import State
from requests_app.models import FormDraft, PrivacyRequest, Representative, Submission
from requests_app.services import envelope
from tests.requests_app.arrivals import one_request

from .conftest import NOW
from .visitor import Visitor

A_MINUTE = dt.timedelta(minutes=1)
NO_ANSWER = {"preferred": "none"}


def send(visitor: Visitor, clock: time_machine.Traveller, **data: str) -> Visitor:
    clock.shift(A_MINUTE)
    return visitor.post(data)


def answer_due(request: PrivacyRequest) -> dt.date:
    """The date of the binding clock for the answer."""
    due_on = request.deadlines.get(act=Act.RESPOND, binding=True).due_on
    assert due_on is not None
    return due_on


def test_the_check_page_shows_the_answers_with_links_to_change_them(pat: Visitor) -> None:
    pat.begin("delete").walk()
    assert "Pat Example" in pat.text
    assert "Yes, I live in California" in pat.text
    for step in ("want", "records", "role", "safe", "contact", "fact-residency", "tell-delete", "find"):
        assert f'href="{pat.url.replace("check", step)}">Change' in pat.page


def test_the_check_page_shows_the_date_and_why(pat: Visitor) -> None:
    pat.begin("delete").walk()
    assert "Answer by Mon 15 June 2026" in pat.text
    assert "45 calendar days after that day" in pat.text


def test_sending_takes_in_one_submission_with_its_clock(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(), clock)
    submission = Submission.objects.get()
    request = PrivacyRequest.objects.get()
    assert pat.step == "sent"
    assert submission.reference in pat.text
    assert submission.received_at == NOW + A_MINUTE
    assert not submission.is_quarantined
    assert (request.right, request.scope) == (Right.DELETE, Scope.SITE_DATA)
    assert answer_due(request) == dt.date(2026, 6, 15)
    assert "Answer by Mon 15 June 2026" in pat.text
    assert "Received Fri 1 May 2026, 11:01 am (Los Angeles time)" in pat.text


def test_what_was_shown_before_sending_is_what_is_owed(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("see", "correct", "opt_out_sale", "opt_out_email").walk(records={"scope": "both"})
    shown = pat.text
    send(pat, clock)
    requests = PrivacyRequest.objects.order_by("position")
    assert len(requests) == 6
    for request in requests:
        said = f"by {day(answer_due(request))}"
        assert said in shown
        assert said in pat.text


def test_what_the_person_said_is_sealed_in_the_submission(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(), clock)
    contact = envelope.open_contact(Submission.objects.get())
    assert contact.requester.email == "pat@mail.example"
    assert contact.subject is not None
    assert contact.subject.residency == "US-CA"
    assert "Member 1234" in envelope.open_details(PrivacyRequest.objects.get())["details"]


def test_the_draft_is_erased_once_it_is_sent(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(), clock)
    assert not FormDraft.objects.exists()


def test_sending_twice_makes_one_submission_and_shows_the_same_page(
    pat: Visitor, clock: time_machine.Traveller
) -> None:
    check = pat.begin("delete").walk().url
    first = send(pat, clock).text
    again = pat.post({}, check)
    assert Submission.objects.count() == 1
    assert again.text == first


def test_going_back_after_sending_leads_to_the_confirmation(pat: Visitor, clock: time_machine.Traveller) -> None:
    check = pat.begin("delete").walk().url
    send(pat, clock)
    assert pat.get(check).step == "sent"
    assert pat.get(check.replace("check", "contact")).step == "sent"
    assert pat.post({"wishes": ["opt_out_sale"]}, check.replace("check", "want")).step == "sent"
    assert Submission.objects.count() == 1


def test_the_confirmation_is_for_the_one_who_sent_it(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(), clock)
    assert Visitor(pat.organization).get(pat.url).status == 404


def test_nothing_can_be_sent_before_every_question_is_answered(pat: Visitor) -> None:
    pat.begin("delete").walk("find")
    pat.post({}, pat.url.replace("find", "check"))
    assert pat.step == "find"
    assert not Submission.objects.exists()


def test_an_opt_out_is_sent_without_a_name(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("opt_out_email").walk(safe=NO_ANSWER), clock)
    contact = envelope.open_contact(Submission.objects.get())
    assert contact.requester.name == ""
    assert not contact.safe_contact.may_write
    assert envelope.open_details(PrivacyRequest.objects.get())["details"] == "Apply to: pat@mail.example"


def test_an_agent_is_taken_in_as_one(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(role={"role": "agent"}), clock)
    submission = Submission.objects.get()
    assert submission.requester_role == "agent"
    assert envelope.open_claim(Representative.objects.get(submission=submission)) == "signed_permission"


def test_who_is_not_eligible_can_send_all_the_same(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk(fact__residency={"value": "other"})
    assert "The policy gives this right to people who live in California." in pat.text
    send(pat, clock)
    assert PrivacyRequest.objects.get().eligible is False
    assert "We have your request" in pat.text


def test_a_right_the_version_does_not_grant_can_be_asked_for(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete").walk(records={"scope": "health"}), clock)
    assert PrivacyRequest.objects.get().scope == Scope.HEALTH_RECORDS
    assert "The policy does not give this right over health records." in pat.text


def test_a_report_about_a_child_needs_no_word_about_the_reporter(kim: Visitor, clock: time_machine.Traveller) -> None:
    kim.begin("child_report").walk(safe=NO_ANSWER)
    assert "Pat" not in kim.text
    send(kim, clock)
    assert Submission.objects.get().requester_role == "reporter"


@pytest.mark.parametrize(
    ("seconds", "data", "reasons"),
    [
        (60, {"homepage": "http://buy.example"}, ["honeypot_filled", "no_proof_of_work"]),
        (2, {}, ["filled_in_too_fast", "no_proof_of_work"]),
        (29, {}, ["no_proof_of_work"]),
    ],
)
def test_a_suspect_is_held_with_its_day_of_receipt_and_sees_the_same_page(
    pat: Visitor, clock: time_machine.Traveller, seconds: int, data: dict[str, str], reasons: list[str]
) -> None:
    pat.begin("delete").walk()
    clock.shift(seconds)
    pat.post(data)
    submission = Submission.objects.get()
    assert submission.quarantine_reasons == reasons
    assert submission.received_on == dt.date(2026, 5, 1)
    assert PrivacyRequest.objects.get().state == State.QUARANTINED
    assert submission.reference in pat.text
    assert "Answer by Mon 15 June 2026" in pat.text


def test_what_was_asked_together_is_numbered_as_in_our_mails(pat: Visitor, clock: time_machine.Traveller) -> None:
    send(pat.begin("delete", "opt_out_sale").walk(), clock)
    last = PrivacyRequest.objects.count()
    assert last > 1
    for page in (pat, pat.get("/prospect-medical/status/")):
        assert "Part 1: " in page.text
        assert f"Part {last}: " in page.text


def test_what_was_asked_alone_has_no_number(pat: Visitor, clock: time_machine.Traveller) -> None:
    assert "Part 1" not in send(pat.begin("delete").walk(), clock).text


def test_a_trap_filled_in_on_any_page_is_remembered(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin().post({"wishes": ["delete"], "homepage": "spam"})
    send(pat.walk(), clock)
    assert Submission.objects.get().quarantine_reasons == ["honeypot_filled", "no_proof_of_work"]


def test_who_takes_half_a_minute_without_javascript_is_not_held(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk()
    clock.shift(30)
    pat.post()
    submission = Submission.objects.get()
    assert not submission.is_quarantined
    assert PrivacyRequest.objects.get().state != State.QUARANTINED
    assert submission.quarantine_reasons == ["no_proof_of_work"]  # kept, to tell a flood from a person


def test_the_time_on_the_first_page_counts(pat: Visitor, clock: time_machine.Traveller) -> None:
    begun = pat.begin().value_of("begun")
    clock.shift(20)
    pat.post({"wishes": ["delete"], "begun": begun}).walk()
    clock.shift(10)
    pat.post()
    assert not Submission.objects.get().is_quarantined


@pytest.mark.parametrize(("minutes", "held"), [(59, True), (60, False)])
def test_a_flood_without_proof_is_held_until_its_hour_is_over(
    pat: Visitor, clock: time_machine.Traveller, minutes: int, held: bool
) -> None:
    for _ in range(20):
        one_request(pat.organization, Right.DELETE, on=NOW, source=Source.PUBLIC_FORM, noticed=("no_proof_of_work",))
    pat.begin("delete").walk()
    clock.shift(dt.timedelta(minutes=minutes))
    pat.post()
    assert Submission.objects.order_by("received_at").last().is_quarantined is held  # type: ignore[union-attr]


def test_what_only_the_organization_may_say_is_not_read_from_the_form(
    pat: Visitor, clock: time_machine.Traveller
) -> None:
    pat.begin("delete").walk()
    send(pat, clock, received_at="2020-01-01", due_on="2030-01-01", source="staff", policy="law/us-ca/ccpa")
    submission = Submission.objects.get()
    assert submission.received_at == NOW + A_MINUTE
    assert submission.source == "public_form"
    assert answer_due(PrivacyRequest.objects.get()) == dt.date(2026, 6, 15)


def test_what_is_typed_is_shown_as_text(pat: Visitor) -> None:
    pat.begin("delete").walk(find={"known_by": "<script>alert(1)</script>"})
    assert "<script>alert" not in pat.page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in pat.page
