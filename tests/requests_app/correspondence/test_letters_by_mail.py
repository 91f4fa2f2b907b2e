"""A letter that is mailed counts when the mail has left, and only if what it stands for is still allowed then."""

import datetime as dt
import re
from typing import Any

import pytest

from organizations.models import Organization, User
from policies.domain.terms import Right
from records.models import Event
from requests_app import clock_source
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked, Incomplete, Refused
from requests_app.models import Letter, LetterKind, LetterState, Message, MessageState, PrivacyRequest, StatusLink
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.correspondence import compose, sending
from requests_app.services.delivery import deliver
from requests_app.services.transition import transition_one
from tests.mail import MailSink
from tests.requests_app import world
from tests.requests_app.arrivals import one_request
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import travel

from .letters import NOW, REASON, answer_due, draft, said

pytestmark = pytest.mark.django_db


def sent(request: PrivacyRequest, kind: LetterKind, by: User, **given: Any) -> Letter:
    return sending.send(draft(request, kind, by=by, **given), by=by, now=clock_source.now())


def test_the_date_moves_when_the_notice_has_left_and_not_before(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    assert (answer_due(deletion), letter.state) == (dt.date(2026, 6, 15), LetterState.QUEUED)
    assert said(deletion.pk, "extension_notice") == []

    deliver()

    letter.refresh_from_db()
    assert (answer_due(deletion), letter.state) == (dt.date(2026, 7, 30), LetterState.SENT)
    [notice] = said(deletion.pk, "extension_notice")
    assert (notice["written"], notice["channel"], notice["letter"]) == (True, "email", str(letter.pk))
    [mail] = mail_sink.messages
    assert (mail["To"], mail["Subject"]) == (
        "rosa@reyes.example",
        f"We need more time for your request: {deletion.reference}",
    )
    for text in texts(mail):
        assert REASON in text
        assert "Thu 30 July 2026" in text


def test_a_mail_that_could_not_leave_moves_nothing(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    sent(deletion, LetterKind.EXTENSION, handler)
    mail_sink.refusals.append("451 later")
    deliver()
    assert answer_due(deletion) == dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("leaves", "due"), [("2026-06-15T23:30", dt.date(2026, 7, 30)), ("2026-06-16T00:30", dt.date(2026, 6, 15))]
)
def test_a_notice_counts_by_the_day_on_which_it_leaves(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink, settings: Any, leaves: str, due: dt.date
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    travel(settings, leaves)
    deliver()
    letter.refresh_from_db()
    assert answer_due(deletion) == due
    assert letter.state == (LetterState.SENT if due.month == 7 else LetterState.IDLE)
    assert len(mail_sink.messages) == (1 if due.month == 7 else 0)


def test_sending_twice_makes_one_mail(deletion: PrivacyRequest, handler: User, mail_sink: MailSink) -> None:
    letter = draft(deletion, LetterKind.EXTENSION, by=handler)
    first = sending.send(letter, by=handler, now=NOW)
    second = sending.send(letter, by=handler, now=NOW)
    assert first.message_id == second.message_id
    deliver()
    assert (len(mail_sink.messages), len(said(deletion.pk, "extension_notice"))) == (1, 1)


def test_said_twice_to_have_left_it_counts_once(deletion: PrivacyRequest, handler: User, mail_sink: MailSink) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    deliver()
    message = Message.objects.get(letter=letter)
    sending.left(message, now=NOW)
    assert len(said(deletion.pk, "extension_notice")) == 1


def test_a_letter_overtaken_by_a_withdrawal_is_not_sent(
    deletion: PrivacyRequest, handler: User, hana: Any, mail_sink: MailSink
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    transition_one(deletion.pk, Action.WITHDRAW, by=hana)
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because, mail_sink.messages) == (LetterState.IDLE, "overtaken", [])
    assert Message.objects.get(letter=letter).state == MessageState.WITHDRAWN


def test_one_that_left_in_the_moment_of_a_withdrawal_is_noted_and_moves_nothing(
    deletion: PrivacyRequest, handler: User, hana: Any
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    transition_one(deletion.pk, Action.WITHDRAW, by=hana)
    sending.left(Message.objects.get(letter=letter), now=NOW)
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.SENT, "left_after_change")
    assert len(said(deletion.pk, "noted")) == 1
    assert said(deletion.pk, "extension_notice") == []


def test_who_lost_their_role_since_sends_nothing_any_more(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    handler.memberships.all().delete()
    deliver()
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because, mail_sink.messages) == (LetterState.IDLE, "overtaken", [])


def test_one_whose_sender_lost_their_role_as_it_left_is_not_on_its_way_for_ever(
    deletion: PrivacyRequest, handler: User
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    handler.memberships.all().delete()
    sending.left(Message.objects.get(letter=letter), now=clock_source.now())
    letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.SENT, "left_after_change")


def test_an_answer_is_only_told_to_be_there(opt_out: PrivacyRequest, handler: User, mail_sink: MailSink) -> None:
    sent(opt_out, LetterKind.FULFILLED, handler)
    deliver()
    opt_out.refresh_from_db()
    assert (opt_out.state, opt_out.outcome) == (State.CLOSED, "fulfilled")
    [mail] = mail_sink.messages
    for text in (mail["Subject"], *texts(mail)):
        assert not re.search(
            r"switch|s[ae]l[el]|data|done|rosa|policy|california", text.lower().split("this is an ex")[0]
        )


def test_no_mail_of_an_answer_tells_how_it_ended(prospect: Organization, handler: User, mail_sink: MailSink) -> None:
    asked = [one_request(prospect, Right.OPT_OUT_EMAIL, send_acknowledgement=False) for _ in range(2)]
    sent(asked[0], LetterKind.FULFILLED, handler)
    sent(asked[1], LetterKind.DENIED, handler)
    deliver()
    first, second = mail_sink.messages
    for one, other in zip(texts(first), texts(second), strict=True):
        assert _alike(one) == _alike(other)
        assert REASON not in one + other


def _alike(text: str) -> str:
    """Without reference and link."""
    return re.sub(r"PM-[\w-]+|/status/[\w-]+", "", text)


def test_each_mail_brings_a_new_link_and_ends_the_one_before(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    for _ in range(2):
        sent(deletion, LetterKind.CLARIFICATION, handler)
        deliver()
        PrivacyRequest.objects.filter(pk=deletion.pk).update(state=State.RECEIVED)
    links = [re.findall(r"/status/(\S+)", texts(mail)[0])[0] for mail in mail_sink.messages]
    assert len(set(links)) == 2
    assert StatusLink.objects.filter(submission=deletion.submission, revoked_at=None).count() == 1


def test_a_notice_of_a_fee_is_reason_and_estimate_in_one(
    deletion: PrivacyRequest, handler: User, hana: Any, mail_sink: MailSink
) -> None:
    transition_one(deletion.pk, Action.FIND_FEE, by=hana, details={"ground": "excessive", "evidence": "Forty letters."})
    sent(deletion, LetterKind.FEE_NOTICE, handler)
    deliver()
    assert len(said(deletion.pk, "fee_reason_sent")) == 1
    assert [body["amount"] for body in said(deletion.pk, "fee_estimate_sent")] == ["24.50"]


def test_what_a_rule_forbids_is_not_sent(deletion: PrivacyRequest, handler: User) -> None:
    letter = draft(deletion, LetterKind.FULFILLED, by=handler)
    with pytest.raises(Blocked, match="identity has not been established"):
        sending.send(letter, by=handler, now=NOW)
    letter.refresh_from_db()
    assert (letter.state, Message.objects.count()) == (LetterState.DRAFT, 0)


def test_more_time_that_no_rule_gives_cannot_even_be_written(kaiser: Organization) -> None:
    request = one_request(kaiser, Right.DELETE, send_acknowledgement=False)
    with pytest.raises(Blocked, match="would move nothing"):
        draft(request, LetterKind.EXTENSION)
    assert not Letter.objects.exists()


def test_a_second_extension_cannot_be_written(deletion: PrivacyRequest, handler: User, mail_sink: MailSink) -> None:
    sent(deletion, LetterKind.EXTENSION, handler)
    deliver()
    with pytest.raises(Blocked, match="would move nothing"):
        draft(deletion, LetterKind.EXTENSION)


def test_a_shorter_time_promised_is_the_date_that_binds(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    sent(deletion, LetterKind.EXTENSION, handler, details={"days": 10})
    deliver()
    assert answer_due(deletion) == dt.date(2026, 6, 25)
    assert "Thu 25 June 2026" in texts(mail_sink.messages[0])[0]


def test_the_law_that_wants_the_date_in_the_notice_gets_it(
    records: PrivacyRequest, kaisers_handler: User, mail_sink: MailSink
) -> None:
    assert answer_due(records) == dt.date(2026, 5, 31)
    sent(records, LetterKind.EXTENSION, kaisers_handler)
    deliver()
    assert answer_due(records) == dt.date(2026, 6, 30)


def test_a_notice_that_bounced_lets_the_date_fall_back(
    deletion: PrivacyRequest, handler: User, hana: Any, mail_sink: MailSink
) -> None:
    sent(deletion, LetterKind.EXTENSION, handler)
    deliver()
    notice = Event.objects.get(subject_id=deletion.pk, type="extension_notice")
    transition_one(deletion.pk, Action.RECORD_BOUNCE, by=hana, details={"of": str(notice.pk)})
    assert answer_due(deletion) == dt.date(2026, 6, 15)


def test_a_mail_that_the_server_never_takes_is_to_be_posted(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    letter = sent(deletion, LetterKind.EXTENSION, handler)
    mail_sink.refusals.append("550 no such mailbox")
    deliver()
    letter.refresh_from_db()
    Message.objects.filter(letter=letter).update(attempts_made=24)
    if letter.state == LetterState.QUEUED:  # refused after the address was taken: tried again, then given up
        mail_sink.refusals.append("550 no such mailbox")
        Message.objects.filter(letter=letter).update(next_attempt_at=NOW)
        deliver()
        letter.refresh_from_db()
    assert (letter.state, letter.idle_because) == (LetterState.TO_POST, "undeliverable")
    assert answer_due(deletion) == dt.date(2026, 6, 15)


@pytest.mark.parametrize(
    ("contact", "refused"),
    [
        (SafeContact(preferred=ContactBy.EMAIL, may_write=False), True),
        (SafeContact(preferred=ContactBy.MAIL), False),
        (SafeContact(preferred=ContactBy.PHONE), False),
    ],
)
def test_safe_contact_binds_the_letter(
    prospect: Organization, handler: User, contact: SafeContact, *, refused: bool
) -> None:
    request = one_request(prospect, Right.DELETE, safe_contact=contact)
    letter = draft(request, LetterKind.EXTENSION, by=handler)
    if refused:
        with pytest.raises(Blocked, match="asked not to be written to"):
            sending.send(letter, by=handler, now=NOW)
    else:
        assert sending.send(letter, by=handler, now=NOW).state == LetterState.TO_POST
    assert Message.objects.count() == 0


def test_only_staff_who_may_change_the_request_send(deletion: PrivacyRequest, kaiser: Organization) -> None:
    stranger = world.hire(kaiser, "Otto")
    letter = draft(deletion, LetterKind.EXTENSION)
    with pytest.raises(Refused, match="role of handler"):
        sending.send(letter, by=stranger, now=NOW)


def test_words_that_the_law_wants_cannot_be_edited_away(opt_out: PrivacyRequest, handler: User) -> None:
    letter = draft(opt_out, LetterKind.DENIED, by=handler)
    with pytest.raises(Incomplete) as refused:
        compose.edit(letter, subject="Our answer", body="No.")
    assert "where to complain" in refused.value.problems["body"]
    assert "the reason" in refused.value.problems["body"]


@pytest.mark.parametrize("number", ["123-45-6789", "123 45 6789", "4111 1111 1111 1111", "123456789"])
def test_numbers_that_prove_who_somebody_is_are_never_sent_back(
    opt_out: PrivacyRequest, handler: User, number: str
) -> None:
    letter = draft(opt_out, LetterKind.FULFILLED, by=handler, details={"note": f"We found your number {number}."})
    with pytest.raises(Incomplete, match="never sent back"):
        sending.send(letter, by=handler, now=NOW)


def test_a_spanish_speaker_gets_letter_and_mail_in_spanish(
    prospect: Organization, handler: User, mail_sink: MailSink
) -> None:
    rosa = RequesterDetails(name="Rosa Reyes", email="rosa@reyes.example", language="es-MX")
    request = one_request(prospect, Right.DELETE, requester=rosa)
    deliver()
    sent(request, LetterKind.EXTENSION, handler)
    deliver()
    confirmation, notice = mail_sink.messages
    assert confirmation["Subject"] == f"Recibimos su solicitud: {request.submission.reference}"
    assert "lunes 15 de junio de 2026" in texts(confirmation)[0]
    for text in texts(notice):
        assert "a más tardar el jueves 30 de julio de 2026" in text
    for mail in mail_sink.messages:
        assert '<html lang="es">' in texts(mail)[1]
        assert "This link" not in texts(mail)[0]


def test_a_letter_to_an_address_of_before_goes_there_without_a_link(
    deletion: PrivacyRequest, handler: User, mail_sink: MailSink
) -> None:
    sent(deletion, LetterKind.CONTACT_CHANGED, handler, to="before@example.org")
    deliver()
    [mail] = mail_sink.messages
    assert mail["To"] == "before@example.org"
    assert "/status/" not in "".join(texts(mail))
