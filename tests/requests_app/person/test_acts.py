"""What the person does on their page: once each, in their own words, and staff hear of it."""

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from organizations.models import User
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action, State
from requests_app.models import Attachment, Direction, Message, MessageKind, PrivacyRequest, Submission
from requests_app.selectors.unanswered import unanswered
from requests_app.services import person_acts
from tests.requests_app.public.visitor import Visitor

from .desk import asks, bodies, does, opens, page_of, staff, verify

TEXT = b"This is my statement.\n"


@pytest.fixture
def request_of_rosa(pat: Visitor) -> PrivacyRequest:
    request = asks(pat.organization)
    opens(pat, request.submission)
    return request


def denied(request: PrivacyRequest, by: Actor) -> PrivacyRequest:
    return staff(
        request,
        Action.DENY,
        by,
        ground="transaction",
        reason="We need it.",
        written=True,
        channel="email",
        review_told=True,
        complaint_told=True,
    )


def test_a_message_is_recorded_once_and_shown(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    page_of(pat, request_of_rosa, "write")
    typed = {"shown": pat.value_of("shown"), "text": "My old name was Reyes-Luna."}
    url = pat.url
    pat.post(typed)
    assert "We have your message." in pat.text
    assert "My old name was Reyes-Luna." in pat.text
    pat.post(typed, url)  # the second click of two
    assert len(bodies(request_of_rosa, EventName.MESSAGE_RECEIVED)) == 1


def test_the_same_words_from_a_form_shown_anew_are_another_message(
    pat: Visitor, request_of_rosa: PrivacyRequest
) -> None:
    for _ in range(2):
        does(pat, request_of_rosa, "write", text="Any news?")
    assert len(bodies(request_of_rosa, EventName.MESSAGE_RECEIVED)) == 2


def test_an_empty_message_says_so_at_the_field(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    assert does(pat, request_of_rosa, "write", text=" ").problems() == ["Write your message."]
    assert bodies(request_of_rosa, EventName.MESSAGE_RECEIVED) == []


def test_an_answer_to_our_question_sets_the_request_going(
    pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor
) -> None:
    staff(request_of_rosa, Action.REQUEST_CLARIFICATION, hana, reason="Which hospital was it?")
    page_of(pat, request_of_rosa)
    assert "Which hospital was it?" in pat.text
    does(pat, request_of_rosa, "write", text="The one in Culver City.")
    request_of_rosa.refresh_from_db()
    assert request_of_rosa.state == State.IN_PROGRESS
    assert len(bodies(request_of_rosa, EventName.CLARIFICATION_RECEIVED)) == 1
    assert "The one in Culver City." in pat.text


def test_very_many_messages_in_a_day_are_stopped_kindly(
    pat: Visitor, request_of_rosa: PrivacyRequest, clock: time_machine.Traveller
) -> None:
    for number in range(person_acts.MOST_A_DAY):
        does(pat, request_of_rosa, "write", text=f"Message {number}")
    assert does(pat, request_of_rosa, "write", text="One more").problems() == [person_acts.TOO_MANY]
    assert pat.value_of("text") == "One more"
    clock.shift(dt.timedelta(days=1))
    opens(pat, request_of_rosa.submission)
    assert not does(pat, request_of_rosa, "write", text="One more").problems()


def test_taking_back_asks_first_and_happens_once(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    page_of(pat, request_of_rosa, "withdraw")
    assert "Do you want to take back this request?" in pat.text
    typed, url = {"shown": pat.value_of("shown")}, pat.url
    pat.post(typed)
    assert "Taken back" in pat.text
    pat.post(typed, url)
    assert "There is a problem" not in pat.text
    assert len(bodies(request_of_rosa, EventName.WITHDRAWN)) == 1


def test_what_has_ended_cannot_be_taken_back_from_an_old_tab(
    pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor
) -> None:
    page_of(pat, request_of_rosa, "withdraw")
    typed, url = {"shown": pat.value_of("shown")}, pat.url
    denied(verify(request_of_rosa, hana), hana)
    assert "your request has moved on" in pat.post(typed, url).text
    request_of_rosa.refresh_from_db()
    assert request_of_rosa.outcome == "denied"


def test_an_appeal_says_what_happens_and_by_when(pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor) -> None:
    denied(verify(request_of_rosa, hana), hana)
    page_of(pat, request_of_rosa, "appeal")
    assert "Somebody who did not decide on it before" in pat.text
    assert "we decide by" in pat.text or "The policy gives no date for this" in pat.text
    does(pat, request_of_rosa, "appeal", reason="I closed that account years ago.")
    request_of_rosa.refresh_from_db()
    assert request_of_rosa.state == State.APPEALED
    assert "Being looked at again" in pat.text
    assert "I closed that account years ago." in pat.text


def test_there_is_nothing_to_appeal_before_an_answer(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    page_of(pat, request_of_rosa)
    assert "look at our answer again" not in pat.text
    pat.post({"reason": "Because."}, f"/prospect-medical/status/{request_of_rosa.pk}/appeal/")
    assert "your request has moved on" in pat.text
    request_of_rosa.refresh_from_db()
    assert request_of_rosa.state == State.RECEIVED


def test_a_complaint_is_a_case_of_its_own(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    page_of(pat, request_of_rosa, "complain")
    typed, url = {"shown": pat.value_of("shown"), "text": "Nobody answers the phone."}, pat.url
    pat.post(typed)
    pat.post(typed, url)
    complaint = Submission.objects.exclude(pk=request_of_rosa.submission_id).get()
    assert complaint.requests.get().right == Right.COMPLAINT
    assert complaint.reference in pat.get("/prospect-medical/status/").text
    assert complaint.reference in page_of(pat, request_of_rosa).text


@pytest.mark.parametrize(("answer", "event"), [("accept", EventName.FEE_ACCEPTED), ("decline", EventName.FEE_DECLINED)])
def test_a_fee_is_accepted_or_declined(
    pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor, answer: str, event: EventName
) -> None:
    staff(request_of_rosa, Action.FIND_FEE, hana, ground="excessive", evidence="Forty letters.")
    assert "A fee" not in page_of(pat, request_of_rosa).text  # found, but not told yet
    staff(request_of_rosa, Action.SEND_FEE_REASON, hana, reason="It takes nine days of work.")
    staff(request_of_rosa, Action.SEND_FEE_ESTIMATE, hana, amount="24.50")
    page_of(pat, request_of_rosa)
    assert "It takes nine days of work." in pat.text
    assert "$24.50" in pat.text
    assert "Forty letters." not in pat.text
    assert does(pat, request_of_rosa, "fee").problems() == ["Choose whether you accept the fee."]
    does(pat, request_of_rosa, "fee", answer=answer)
    assert len(bodies(request_of_rosa, event)) == 1
    assert "Accept or decline" not in pat.text


def test_there_is_no_fee_to_answer_before_one_was_told_nor_twice(
    pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor
) -> None:
    path = f"/prospect-medical/status/{request_of_rosa.pk}/fee/"
    assert "your request has moved on" in pat.post({"answer": "accept"}, path).text
    staff(request_of_rosa, Action.FIND_FEE, hana, ground="excessive", evidence="Forty letters.")
    staff(request_of_rosa, Action.SEND_FEE_REASON, hana, reason="It takes nine days of work.")
    page_of(pat, request_of_rosa, "fee")
    typed = {"shown": pat.value_of("shown"), "answer": "decline"}
    for _ in range(2):
        assert "There is a problem" not in pat.post(typed, path).text
    assert "your request has moved on" in pat.post({"answer": "accept"}, path).text
    assert len(bodies(request_of_rosa, EventName.FEE_DECLINED)) == 1
    assert bodies(request_of_rosa, EventName.FEE_ACCEPTED) == []


def test_a_file_is_kept_and_named(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    does(pat, request_of_rosa, "send_file", file=SimpleUploadedFile("statement.txt", TEXT))
    assert "We have your file." in pat.text
    row = Attachment.objects.get()
    assert row.direction == Direction.FROM_PERSON
    assert bodies(request_of_rosa, EventName.FILE_RECEIVED)[0]["file"] == str(row.pk)


def test_a_file_sent_when_identity_was_asked_for_is_a_proof(
    pat: Visitor, request_of_rosa: PrivacyRequest, hana: Actor
) -> None:
    staff(request_of_rosa, Action.REQUEST_IDENTITY, hana)
    does(pat, request_of_rosa, "send_file", file=SimpleUploadedFile("statement.txt", TEXT))
    assert Attachment.objects.get().direction == Direction.PROOF


def test_a_bad_file_gets_a_clear_message(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    does(pat, request_of_rosa, "send_file", file=SimpleUploadedFile("run.exe", b"MZ\x90\x00"))
    assert any("program" in line for line in pat.problems())
    assert does(pat, request_of_rosa, "send_file").problems() == ["Choose the file that you want to send."]
    assert not Attachment.objects.exists()


def test_staff_get_one_mail_until_they_have_done_something(
    pat: Visitor, request_of_rosa: PrivacyRequest, handler: User, hana: Actor
) -> None:
    staff(request_of_rosa, Action.ASSIGN, hana, assignee=str(handler.pk))
    mails = Message.objects.filter(kind=MessageKind.PERSON_WROTE)
    for _ in range(2):
        does(pat, request_of_rosa, "write", text="Hello?")
    assert [mail.user for mail in mails] == [handler]
    assert len(unanswered(request_of_rosa)) == 2
    staff(request_of_rosa, Action.SEND_MESSAGE, hana, note="We are on it.")
    assert unanswered(request_of_rosa) == []
    assert "We are on it." in page_of(pat, request_of_rosa).text
    does(pat, request_of_rosa, "write", text="Thank you.")
    assert mails.all().count() == 2


def test_without_an_assignee_the_alert_address_hears(pat: Visitor, request_of_rosa: PrivacyRequest) -> None:
    does(pat, request_of_rosa, "write", text="Hello?")
    assert Message.objects.get(kind=MessageKind.PERSON_WROTE).recipient == "address"


def test_a_held_request_takes_everything_and_tells_nothing(pat: Visitor) -> None:
    held = asks(pat.organization, suspicions=("honeypot_filled",))
    plain = asks(pat.organization)
    texts = []
    for request in (held, plain):
        visitor = Visitor(pat.organization)
        opens(visitor, request.submission)
        shown = page_of(visitor, request).text
        texts.append(shown.replace(request.reference, "REF"))
        for deed, typed in (("write", {"text": "Hello"}), ("complain", {"text": "Slow"}), ("withdraw", {})):
            does(visitor, request, deed, **typed)
            assert "There is a problem" not in visitor.text, deed
    assert texts[0] == texts[1]
    held.refresh_from_db()
    assert held.state == State.QUARANTINED
    assert len(bodies(held, EventName.MESSAGE_RECEIVED)) == 3


@pytest.mark.parametrize("deed", ["nothing", "release", "fulfill"])
def test_there_are_no_other_pages(pat: Visitor, request_of_rosa: PrivacyRequest, deed: str) -> None:
    assert page_of(pat, request_of_rosa, deed).status == 404


def test_needs_in_plain_words(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization, Right.KNOW_SPECIFIC)
    opens(pat, request.submission)
    assert "What we need from you" not in page_of(pat, request).text
    staff(request, Action.REQUEST_IDENTITY, hana)
    shown = page_of(pat, request).text
    assert "Show us that it is you" in shown
    assert "details that we can compare" in shown
