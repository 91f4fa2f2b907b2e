"""A letter on paper counts from the day on which it was put in the post."""

import datetime as dt
from typing import Any

import pytest

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked, Incomplete, Refused
from requests_app.models import Letter, LetterKind, LetterState, Message, PrivacyRequest
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.correspondence import compose, sending
from requests_app.services.correspondence.pdf import address_lines
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified

from .letters import NOW, answer_due, draft, said

pytestmark = pytest.mark.django_db

LATER = at("2026-06-20")
ROSA = RequesterDetails(name="Rosa Reyes", email="rosa@reyes.example", postal_address="12 Elm St\nFresno, CA 93650")


@pytest.fixture
def by_post(prospect: Organization) -> PrivacyRequest:
    contact = SafeContact(preferred=ContactBy.MAIL, plain_envelope=True, envelope_name="R. R.")
    return one_request(prospect, Right.DELETE, requester=ROSA, safe_contact=contact)


@pytest.fixture
def letter(by_post: PrivacyRequest, handler: User) -> Letter:
    """A notice of more time that waits to be posted."""
    return sending.send(draft(by_post, LetterKind.EXTENSION, by=handler), by=handler, now=NOW)


def test_until_it_is_posted_nothing_moves(letter: Letter, by_post: PrivacyRequest) -> None:
    assert (letter.state, Message.objects.count()) == (LetterState.TO_POST, 0)
    assert answer_due(by_post) == dt.date(2026, 6, 15)


@pytest.mark.parametrize(("on", "due"), [("2026-06-15", dt.date(2026, 7, 30)), ("2026-06-16", dt.date(2026, 6, 15))])
def test_it_counts_from_the_day_of_posting_not_of_recording(
    letter: Letter, by_post: PrivacyRequest, handler: User, on: str, due: dt.date
) -> None:
    sending.posted(letter, at(on), by=handler, now=LATER)
    assert answer_due(by_post) == due
    [notice] = said(by_post.pk, "extension_notice")
    assert (notice["channel"], notice["letter"]) == ("mail", str(letter.pk))
    assert bool(notice["moved_nothing"]) is (due.month == 6)


def test_posted_twice_it_counts_once(letter: Letter, by_post: PrivacyRequest, handler: User) -> None:
    for _ in range(2):
        sending.posted(letter, at("2026-05-05"), by=handler, now=LATER)
    assert len(said(by_post.pk, "extension_notice")) == 1


@pytest.mark.parametrize(("on", "fits"), [("2026-05-03", False), ("2026-05-04", True), ("2026-06-21", False)])
def test_it_was_posted_on_the_day_it_was_written_or_later_and_not_in_the_future(
    letter: Letter, handler: User, on: str, *, fits: bool
) -> None:
    if fits:
        assert sending.posted(letter, at(on), by=handler, now=LATER).state == LetterState.SENT
    else:
        with pytest.raises(Incomplete) as refused:
            sending.posted(letter, at(on), by=handler, now=LATER)
        assert "posted_on" in refused.value.problems


def test_a_withdrawal_before_the_posting_is_not_overridden(
    letter: Letter, by_post: PrivacyRequest, handler: User, hana: Any
) -> None:
    transition_one(by_post.pk, Action.WITHDRAW, by=hana)
    with pytest.raises(Refused):
        sending.posted(letter, at("2026-05-05"), by=handler, now=LATER)
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.IDLE, "overtaken")


def test_one_that_is_not_to_be_posted_after_all_is_discarded(letter: Letter) -> None:
    compose.discard(letter)
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.IDLE, "discarded")


@pytest.mark.parametrize(("on", "fits"), [("2026-05-05", False), ("2026-05-06", True)])
def test_it_was_posted_on_the_day_it_was_let_go_or_later(
    by_post: PrivacyRequest, handler: User, on: str, *, fits: bool
) -> None:
    written = draft(by_post, LetterKind.EXTENSION, by=handler)
    sending.send(written, by=handler, now=at("2026-05-06", "17:00"))
    if fits:
        assert sending.posted(written, at(on, "09:00"), by=handler, now=LATER).state == LetterState.SENT
    else:
        with pytest.raises(Incomplete) as refused:
            sending.posted(written, at(on, "23:59"), by=handler, now=LATER)
        assert "posted_on" in refused.value.problems


def test_a_letter_that_has_left_is_not_taken_back(letter: Letter, handler: User) -> None:
    sending.posted(letter, at("2026-05-05"), by=handler, now=LATER)
    with pytest.raises(Refused, match="has left"):
        compose.discard(letter)


def test_a_discarded_draft_cannot_be_sent_or_edited(deletion: PrivacyRequest, handler: User) -> None:
    letter = draft(deletion, LetterKind.EXTENSION, by=handler)
    compose.discard(letter)
    compose.discard(letter)
    with pytest.raises(Refused, match="discarded"):
        sending.send(letter, by=handler, now=NOW)
    with pytest.raises(Refused, match="no draft any more"):
        compose.edit(letter, subject="x", body="y")


def test_the_envelope_says_what_the_person_said_is_safe(letter: Letter) -> None:
    assert address_lines(letter) == ["R. R.", "12 Elm St", "Fresno, CA 93650"]


def test_no_address_on_file_stands_in_for_one_that_was_not_given(deletion: PrivacyRequest) -> None:
    assert address_lines(draft(deletion, LetterKind.EXTENSION)) == []


@pytest.mark.parametrize(
    ("ways", "goes"),
    [(("mail",), LetterState.TO_POST), (("mail", "phone"), LetterState.QUEUED), ((), LetterState.QUEUED)],
)
def test_a_denial_that_cannot_be_read_on_the_page_is_posted(
    prospect: Organization, handler: User, hana: Any, ways: tuple[str, ...], goes: LetterState
) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC, requester=ROSA)
    shown = verified(copy.pk, channel_proof="on_file" if ways else "", proven_ways=ways)
    do(copy, Action.VERIFY_IDENTITY, hana, on=NOW, **shown)
    letter = draft(copy, LetterKind.DENIED, by=handler, now=NOW, details={"reason": "We hold nothing of yours."})
    assert sending.send(letter, by=handler, now=NOW).state == goes


@pytest.mark.parametrize(
    ("ways", "goes", "then"),
    [
        (("email",), LetterState.QUEUED, ""),
        (("phone",), LetterState.QUEUED, ""),  # the mail only tells that there is an answer
        (("mail",), LetterState.TO_POST, "mail"),
        (("other",), LetterState.TO_POST, "in_person"),
        ((), LetterState.TO_POST, "in_person"),
    ],
)
def test_an_answer_with_specific_pieces_takes_the_way_on_file(
    prospect: Organization, handler: User, hana: Any, ways: tuple[str, ...], goes: LetterState, then: str
) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC, requester=ROSA)
    shown = verified(copy.pk, channel_proof="on_file" if ways else "", proven_ways=ways)
    do(copy, Action.VERIFY_IDENTITY, hana, on=NOW, **shown)
    letter = sending.send(draft(copy, LetterKind.FULFILLED, by=handler, now=NOW), by=handler, now=NOW)
    assert letter.state == goes
    if not then:
        return
    if then == "in_person":
        with pytest.raises(Blocked):
            sending.posted(letter, NOW, by=handler, now=LATER)
    sending.posted(letter, NOW, by=handler, now=LATER, channel=then)
    assert [event["channel"] for event in said(copy.pk, "response_sent")] == [then]
