"""Letters and files on the page: who may read and fetch them, when, and what is said otherwise."""

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.http import StreamingHttpResponse
from django.utils import timezone

from organizations.models import User
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action
from requests_app.models import Attachment, Direction, Letter, LetterKind, LetterState, PrivacyRequest
from requests_app.services import attachments, contact_change, filing
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.contact_change import NewContact
from requests_app.services.correspondence import sending
from tests.requests_app.correspondence.letters import draft
from tests.requests_app.files.samples import upload
from tests.requests_app.public.visitor import Visitor

from .desk import asks, bodies, opens, page_of, staff, verify

BY_POST = {
    "requester": RequesterDetails(name="Rosa Reyes", postal_address="1 Main St, Culver City"),
    "safe_contact": SafeContact(preferred=ContactBy.MAIL),
}


@pytest.fixture
def deletion(pat: Visitor) -> PrivacyRequest:
    """One whose letters go by post."""
    request = asks(pat.organization, **BY_POST)
    opens(pat, request.submission)
    return request


def posted(request: PrivacyRequest, kind: LetterKind, by: User, **given: Any) -> Letter:
    letter = draft(request, kind, by=by, now=timezone.now(), **given)
    sending.send(letter, by=by, now=timezone.now())
    return sending.posted(letter, timezone.now(), by=by, now=timezone.now())


def read(visitor: Visitor, letter: Letter, part: str = "") -> Visitor:
    return visitor.get(f"/prospect-medical/status/{letter.request_id}/letters/{letter.pk}/{part}")


def file_for(request: PrivacyRequest, by: Actor, **given: Any) -> Attachment:
    now = timezone.now()
    return filing.attach(
        request,
        upload("report.pdf"),
        direction=Direction.TO_PERSON,
        by=by,
        now=now,
        **{"available_from": now, **given},
    )


def fetch(visitor: Visitor, request: PrivacyRequest, file: Attachment) -> Any:
    return visitor.client.post(f"/prospect-medical/status/{request.pk}/files/{file.pk}/")


def test_what_we_asked_can_be_read_by_who_was_asked(pat: Visitor, deletion: PrivacyRequest, handler: User) -> None:
    letter = posted(deletion, LetterKind.CLARIFICATION, handler)
    assert f"/letters/{letter.pk}/" in page_of(pat, deletion).page
    assert "Three archives have to be searched by hand." in read(pat, letter).text


def test_an_answer_is_read_once_we_know_who_asks(
    pat: Visitor, deletion: PrivacyRequest, handler: User, hana: Actor
) -> None:
    verify(deletion, hana)
    letter = posted(deletion, LetterKind.FULFILLED, handler)
    assert read(pat, letter).status == 200
    assert "We turned the switch off." in pat.text
    response = pat.client.get(f"/prospect-medical/status/{deletion.pk}/letters/{letter.pk}/pdf/")
    assert response.content.startswith(b"%PDF")
    assert "no-store" in response["Cache-Control"]


def test_a_change_of_contact_closes_the_answer_again(
    pat: Visitor, deletion: PrivacyRequest, handler: User, hana: Actor
) -> None:
    verify(deletion, hana)
    letter = posted(deletion, LetterKind.FULFILLED, handler)
    new = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email="mallory@mail.example")
    contact_change.change(deletion.submission, new, by=hana, now=timezone.now())
    opens(pat, deletion.submission)
    assert "We can show it here only to somebody we know." in page_of(pat, deletion).text
    assert "Everything you have about me." not in pat.text
    assert (read(pat, letter).status, read(pat, letter, "pdf/").status) == (404, 404)


def test_a_denial_is_read_by_whoever_asked(pat: Visitor, deletion: PrivacyRequest, handler: User) -> None:
    letter = posted(deletion, LetterKind.DENIED, handler, details={"ground": "transaction", "reason": "You still buy."})
    assert "You still buy." in read(pat, letter).text


def test_a_denial_is_not_read_by_who_is_reached_in_a_new_way_since(
    pat: Visitor, deletion: PrivacyRequest, handler: User, hana: Actor
) -> None:
    letter = posted(deletion, LetterKind.DENIED, handler, details={"ground": "transaction", "reason": "You still buy."})
    new = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email="mallory@mail.example")
    contact_change.change(deletion.submission, new, by=hana, now=timezone.now())
    opens(pat, deletion.submission)
    assert "You still buy." not in page_of(pat, deletion).text
    assert read(pat, letter).status == 404


def test_the_letter_that_we_could_not_tell_who_asks_can_be_read(
    pat: Visitor, deletion: PrivacyRequest, handler: User, hana: Actor
) -> None:
    staff(deletion, Action.FAIL_VERIFICATION, hana, reason="Another date of birth.")
    letter = posted(deletion, LetterKind.UNVERIFIED, handler, details={"reason": "The details did not match."})
    assert "The details did not match." in read(pat, letter).text


@pytest.mark.parametrize("state", [LetterState.DRAFT, LetterState.TO_POST])
def test_a_letter_that_has_not_left_is_not_there(
    pat: Visitor, deletion: PrivacyRequest, handler: User, state: LetterState
) -> None:
    letter = draft(deletion, LetterKind.CLARIFICATION, by=handler, now=timezone.now())
    if state == LetterState.TO_POST:
        sending.send(letter, by=handler, now=timezone.now())
    assert "Letters and files" not in page_of(pat, deletion).text
    assert read(pat, letter).status == 404


def test_a_file_is_fetched_on_record(pat: Visitor, deletion: PrivacyRequest, hana: Actor) -> None:
    file = file_for(verify(deletion, hana), hana)
    assert "Download report.pdf" in page_of(pat, deletion).text
    response = fetch(pat, deletion, file)
    assert isinstance(response, StreamingHttpResponse)
    assert b"".join(response).startswith(b"%PDF")  # type: ignore[arg-type]
    assert bodies(deletion, EventName.FILE_FETCHED) == [{"file": str(file.pk)}]


def test_that_an_answer_was_opened_is_noted_and_moves_nothing(
    pat: Visitor, deletion: PrivacyRequest, hana: Actor, handler: User
) -> None:
    letter = posted(verify(deletion, hana), LetterKind.FULFILLED, handler)
    page_of(pat, deletion)
    pat.client.head(f"/prospect-medical/status/{deletion.pk}/letters/{letter.pk}/")
    letter.refresh_from_db()
    assert letter.read_at is None
    seq = PrivacyRequest.objects.get(pk=deletion.pk).event_seq
    read(pat, letter)
    letter.refresh_from_db()
    assert letter.read_at == timezone.now()
    assert PrivacyRequest.objects.get(pk=deletion.pk).event_seq == seq


def test_looking_at_the_address_of_a_file_fetches_nothing(pat: Visitor, deletion: PrivacyRequest, hana: Actor) -> None:
    file = file_for(verify(deletion, hana), hana)
    assert pat.client.get(f"/prospect-medical/status/{deletion.pk}/files/{file.pk}/").status_code == 405


def test_no_file_before_we_know_who_asks(pat: Visitor, deletion: PrivacyRequest, hana: Actor) -> None:
    file = file_for(deletion, hana)
    shown = page_of(pat, deletion).text
    assert "There are files for you." in shown
    assert "report.pdf" not in shown
    assert fetch(pat, deletion, file).status_code == 404
    assert bodies(deletion, EventName.FILE_FETCHED) == []


@pytest.mark.parametrize(("proof", "given"), [("", False), ("proven", True), ("on_file", True)])
def test_specific_pieces_need_a_way_that_was_shown_to_be_theirs(
    pat: Visitor, hana: Actor, proof: str, given: bool
) -> None:
    request = asks(pat.organization, Right.KNOW_SPECIFIC)
    opens(pat, request.submission)
    file = file_for(verify(request, hana, channel_proof=proof), hana)
    assert (fetch(pat, request, file).status_code == 200) is given
    assert ("Call us, and we find a safe way" in page_of(pat, request).text) is not given


@pytest.mark.parametrize(
    ("ways", "told"),
    [
        (("email",), ""),
        (("phone", "email"), ""),
        (("phone",), "it opens with a code that we read to you on the telephone"),
        (("mail",), "You get it by post."),
        (("other",), "Call us, and we find a safe way"),
    ],
)
def test_a_code_to_the_mailbox_opens_specific_pieces_only_if_that_mailbox_was_on_file(
    pat: Visitor, hana: Actor, ways: tuple[str, ...], told: str
) -> None:
    request = asks(pat.organization, Right.KNOW_SPECIFIC)
    opens(pat, request.submission)
    file = file_for(verify(request, hana, proven_ways=ways), hana)
    assert (fetch(pat, request, file).status_code == 200) is (not told)
    assert told in page_of(pat, request).text
    assert ("report.pdf" in page_of(pat, request).text) is (not told)


@pytest.mark.parametrize(("ways", "opens_it"), [(("phone",), True), (("email",), False)])
def test_a_code_read_out_opens_specific_pieces_only_if_a_number_was_on_file(
    pat: Visitor, hana: Actor, ways: tuple[str, ...], opens_it: bool
) -> None:
    request = asks(pat.organization, Right.KNOW_SPECIFIC)
    opens(pat, request.submission, by_phone=True)
    file = file_for(verify(request, hana, proven_ways=ways), hana)
    assert (fetch(pat, request, file).status_code == 200) is opens_it
    mailed = "the link or the code that we send to your e-mail"
    assert (mailed in page_of(pat, request).text) is not opens_it
    opens(pat, request.submission)
    assert (fetch(pat, request, file).status_code == 200) is True  # reached by both ways now


def test_a_file_whose_time_is_over_says_so(
    pat: Visitor, deletion: PrivacyRequest, hana: Actor, clock: time_machine.Traveller
) -> None:
    file = file_for(verify(deletion, hana), hana, expires_at=timezone.now() + dt.timedelta(hours=5))
    clock.shift(dt.timedelta(hours=6))
    shown = page_of(pat, deletion).text
    assert "A file that was here is gone. It could be downloaded until Fri 1 May 2026." in shown
    assert "report.pdf" not in shown
    assert fetch(pat, deletion, file).status_code == 404


def test_an_erased_file_says_so(pat: Visitor, deletion: PrivacyRequest, hana: Actor) -> None:
    file = file_for(verify(deletion, hana), hana)
    attachments.erase(file, at=timezone.now())
    assert "A file that was here is gone." in page_of(pat, deletion).text
    response = fetch(pat, deletion, file)
    assert response.status_code == 404
    assert "This file is not here" in response.content.decode()


def test_a_file_of_another_request_is_not_given_out(pat: Visitor, deletion: PrivacyRequest, hana: Actor) -> None:
    other = verify(asks(pat.organization, **BY_POST), hana)
    file = file_for(other, hana)
    verify(deletion, hana)
    assert fetch(pat, deletion, file).status_code == 404
    assert fetch(pat, other, file).status_code == 404


def test_what_right_asks_no_proof_gives_its_answer_at_once(pat: Visitor, handler: User) -> None:
    request = asks(pat.organization, Right.OPT_OUT_SALE, **BY_POST)
    opens(pat, request.submission)
    letter = posted(request, LetterKind.FULFILLED, handler)
    assert "We turned the switch off." in read(pat, letter).text


def test_who_sent_the_form_gets_no_answer_until_they_used_what_we_mailed(
    pat: Visitor, deletion: PrivacyRequest, handler: User, hana: Actor
) -> None:
    """Anybody can give another's address in a form; the mailbox is that other's."""
    verify(deletion, hana)
    letter = posted(deletion, LetterKind.FULFILLED, handler)
    file = file_for(deletion, hana)
    session = pat.client.session
    session["opened"] = [[deletion.submission_id.hex, 0, True]]
    session.save()
    assert "with the link or the code that we send you" in page_of(pat, deletion).text
    assert (read(pat, letter).status, fetch(pat, deletion, file).status_code) == (404, 404)
    opens(pat, deletion.submission)
    assert (read(pat, letter).status, fetch(pat, deletion, file).status_code) == (200, 200)
