"""A letter that something else has overtaken does not come to life again, nor does one that nobody may get."""

from typing import Any

import pytest

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right, Role
from records import sealing
from records.chain import Actor, ActorKind
from requests_app import clock_source
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked, Refused
from requests_app.models import Letter, LetterKind, LetterState, Message, PrivacyRequest
from requests_app.services import contact_change, mail_rendering, staff_wrote
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.contact_change import NewContact
from requests_app.services.correspondence import sending
from requests_app.services.delivery import deliver
from requests_app.services.letters import NotToBeSent
from requests_app.services.transition import transition_one
from requests_app.staff.letters import offered
from tests.mail import MailSink
from tests.requests_app import world
from tests.requests_app.arrivals import one_request
from tests.requests_app.steps import verified

from .letters import REASON, draft, said

pytestmark = pytest.mark.django_db

PERSON = Actor(kind=ActorKind.REQUESTER)
ELSEWHERE = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email="new@mail.example")
BY_POST: dict[str, Any] = {
    "requester": RequesterDetails(name="Rosa Reyes", postal_address="12 Elm St\nFresno, CA 93650"),
    "safe_contact": SafeContact(preferred=ContactBy.MAIL),
}


def let_go(request: PrivacyRequest, kind: LetterKind, by: User, **details: Any) -> Letter:
    now = clock_source.now()
    return sending.send(draft(request, kind, by=by, details={"reason": REASON, **details}), by=by, now=now)


def back_again(request: PrivacyRequest, sam: Actor) -> None:
    transition_one(request.pk, Action.WITHDRAW, by=PERSON)
    transition_one(request.pk, Action.REOPEN, by=sam, details={"reason": "They changed their mind."})


def how(letter: Letter) -> tuple[str, str]:
    letter.refresh_from_db()
    return letter.state, letter.idle_because


@pytest.fixture
def about_a_child(kaiser: Organization, kaisers_handler: User) -> PrivacyRequest:
    """Opened by the finding that the site has data of a child whom a neighbour reported."""
    neighbour = RequesterDetails(name="Neighbour", role=Role.REPORTER, email="neighbour@example.org")
    report = one_request(kaiser, Right.CHILD_REPORT, requester=neighbour, send_acknowledgement=False)
    found = {"fact": "child_under_13_online", "value": True, "evidence": "The sign-up form of 3 April."}
    transition_one(report.pk, Action.FIND_FACT, by=world.acting(kaisers_handler), details=found)
    return PrivacyRequest.objects.select_related("submission__data_key", "data_key").get(linked_to=report)


def test_who_reported_a_child_gets_no_letter_about_the_deletion(
    about_a_child: PrivacyRequest, kaisers_handler: User
) -> None:
    for kind in LetterKind:
        with pytest.raises(Blocked, match="told nothing about the child"):
            draft(about_a_child, kind, by=kaisers_handler)
    for kind in offered.OFFERS:
        assert "told nothing about the child" in offered.why_not(about_a_child, kind)


def test_nor_is_a_draft_sent_that_was_there(about_a_child: PrivacyRequest, kaisers_handler: User) -> None:
    PrivacyRequest.objects.filter(pk=about_a_child.pk).update(link="split")
    about_a_child.refresh_from_db(fields=["link"])
    letter = draft(about_a_child, LetterKind.CLARIFICATION, by=kaisers_handler)
    PrivacyRequest.objects.filter(pk=about_a_child.pk).update(link="child_deletion")
    with pytest.raises(Blocked, match="told nothing about the child"):
        sending.send(letter, by=kaisers_handler, now=clock_source.now())
    assert how(letter) == (LetterState.DRAFT, "")
    assert not Message.objects.filter(kind="letter").exists()


def test_nor_is_a_word_put_on_a_page_that_they_do_not_have(
    about_a_child: PrivacyRequest, kaisers_handler: User
) -> None:
    with pytest.raises(Blocked, match="told nothing about the child"):
        staff_wrote.write(about_a_child, "We deleted it.", by=world.acting(kaisers_handler))
    assert said(about_a_child.pk, "message_sent") == []
    assert not Message.objects.filter(kind="word").exists()


def test_a_queued_answer_is_not_sent_after_withdrawal_and_reopening(
    opt_out: PrivacyRequest, handler: User, sam: Actor, mail_sink: MailSink
) -> None:
    letter = let_go(opt_out, LetterKind.DENIED, handler)
    back_again(opt_out, sam)
    deliver()
    opt_out.refresh_from_db()
    assert (*how(letter), mail_sink.messages) == (LetterState.IDLE, "overtaken", [])
    assert opt_out.state == State.IN_PROGRESS


def test_one_that_left_just_before_decides_nothing(opt_out: PrivacyRequest, handler: User, sam: Actor) -> None:
    letter = let_go(opt_out, LetterKind.DENIED, handler)
    back_again(opt_out, sam)
    sending.left(Message.objects.get(letter=letter), now=clock_source.now())
    opt_out.refresh_from_db()
    assert (*how(letter), opt_out.state) == (LetterState.SENT, "left_after_change", State.IN_PROGRESS)


def test_one_that_waits_to_be_posted_is_set_aside_after_reopening(
    prospect: Organization, handler: User, sam: Actor
) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE, **BY_POST)
    letter = let_go(request, LetterKind.DENIED, handler)
    back_again(request, sam)
    now = clock_source.now()
    with pytest.raises(Refused, match="set aside"):
        sending.posted(letter, now, by=handler, now=now)
    assert (*how(letter), said(request.pk, "denied")) == (LetterState.IDLE, "overtaken", [])


def test_a_letter_begun_after_the_reopening_is_sent(
    opt_out: PrivacyRequest, handler: User, sam: Actor, mail_sink: MailSink
) -> None:
    back_again(opt_out, sam)
    letter = let_go(opt_out, LetterKind.DENIED, handler)
    deliver()
    assert (*how(letter), len(mail_sink.messages)) == (LetterState.SENT, "", 1)


def test_a_queued_answer_does_not_go_to_a_contact_nobody_has_verified(
    opt_out: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    letter = let_go(opt_out, LetterKind.DENIED, handler)
    contact_change.change(opt_out.submission, ELSEWHERE, by=PERSON, now=clock_source.now())
    assert how(letter) == (LetterState.IDLE, "overtaken")
    deliver()
    assert not [mail for mail in mail_sink.messages if mail["Subject"].startswith("There is an answer")]


def test_nor_is_one_posted_that_waited_when_the_contact_changed(prospect: Organization, handler: User) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE, **BY_POST)
    letter = let_go(request, LetterKind.DENIED, handler)
    there = NewContact(safe_contact=SafeContact(preferred=ContactBy.MAIL), postal_address="9 Oak St, Reno")
    contact_change.change(request.submission, there, by=PERSON, now=clock_source.now())
    now = clock_source.now()
    with pytest.raises(Refused):
        sending.posted(letter, now, by=handler, now=now)
    assert (*how(letter), said(request.pk, "denied")) == (LetterState.IDLE, "overtaken", [])


def test_one_whose_words_are_forgotten_is_laid_aside(opt_out: PrivacyRequest, handler: User) -> None:
    letter = let_go(opt_out, LetterKind.DENIED, handler)
    sealing.erase(opt_out.data_key)
    with pytest.raises(NotToBeSent, match="erased"):
        mail_rendering.render(Message.objects.get(letter=letter))
    assert how(letter) == (LetterState.IDLE, "erased")


def test_who_wrote_the_letter_of_a_denial_does_not_decide_the_appeal(
    prospect: Organization, handler: User, supervisor: User, sam: Actor, mail_sink: MailSink
) -> None:
    request = one_request(prospect, Right.DELETE, send_acknowledgement=False)
    transition_one(request.pk, Action.VERIFY_IDENTITY, by=world.acting(handler), details=verified(request.pk))
    written = draft(request, LetterKind.DENIED, by=supervisor, details={"ground": "security", "reason": REASON})
    sending.send(written, by=handler, now=clock_source.now())
    deliver()
    transition_one(request.pk, Action.RECEIVE_APPEAL, by=PERSON)
    with pytest.raises(Blocked, match="You took part"):
        transition_one(request.pk, Action.DECIDE_APPEAL, by=sam, details={"reason": REASON})
    somebody = world.acting(world.hire(prospect, "Lou", MembershipRole.SUPERVISOR))
    assert transition_one(request.pk, Action.DECIDE_APPEAL, by=somebody, details={"reason": REASON}).done
    [denied] = said(request.pk, "denied")
    assert denied["composed_by"] == str(supervisor.pk)
