"""Codes to open the status page: made in the mail, tried at most five times, used once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from records.models import Event
from requests_app.domain.events import EventName
from requests_app.domain.refusals import Blocked
from requests_app.models import AccessCode, Message, MessageKind, MessageState, Submission
from requests_app.services import access_codes
from requests_app.services.arrival import ContactBy, SafeContact
from requests_app.services.delivery import deliver
from requests_app.services.history import SYSTEM
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import Office

NOW = dt.datetime(2026, 3, 3, 18, tzinfo=dt.UTC)
WRONG = "0000 0000"


@pytest.fixture
def submission(office: Office) -> Submission:
    return office.submission("2026-03-02", send_acknowledgement=False)


def codes_of(sink: MailSink) -> list[str]:
    return [re.search(r": (\w{4} \w{4})\s", texts(mail)[0])[1] for mail in sink.messages]  # type: ignore[index]


def happened(submission: Submission, name: EventName) -> int:
    return Event.objects.filter(subject_id=submission.pk, type=name).count()


def test_the_code_is_in_the_mail_alone(submission: Submission, mail_sink: MailSink) -> None:
    assert access_codes.send(submission, now=timezone.now())
    assert AccessCode.objects.count() == 0  # made when the mail is made
    deliver()
    [code] = codes_of(mail_sink)
    assert code.replace(" ", "") not in AccessCode.objects.get().keyed_hash
    assert access_codes.try_code(submission, code.lower(), now=timezone.now())
    assert happened(submission, EventName.CODE_TYPED) == 1


def test_the_mail_says_neither_what_was_asked_nor_who(submission: Submission, mail_sink: MailSink) -> None:
    access_codes.send(submission, now=timezone.now())
    deliver()
    [mail] = mail_sink.messages
    assert mail["Subject"] == f"Your code for {submission.reference}"
    assert not any(word in text.lower() for text in (mail["Subject"], *texts(mail)) for word in ("delet", "robin"))


def test_letters_taken_for_digits_are_put_right(submission: Submission) -> None:
    code = access_codes.make(submission, now=NOW)
    typed = code.lower().replace("0", "o").replace("1", "l")
    assert access_codes.try_code(submission, f" {typed[:4]}-{typed[4:]} ", now=NOW)


@pytest.mark.parametrize(("wrong_tries", "opens"), [(4, True), (5, False)])
def test_after_five_tries_only_a_new_code_opens(submission: Submission, wrong_tries: int, opens: bool) -> None:
    code = access_codes.make(submission, now=NOW)
    for _ in range(wrong_tries):
        assert not access_codes.try_code(submission, WRONG, now=NOW)
    assert access_codes.try_code(submission, code, now=NOW) is opens
    assert access_codes.try_code(submission, access_codes.make(submission, now=NOW), now=NOW)


def test_a_code_opens_once(submission: Submission) -> None:
    code = access_codes.make(submission, now=NOW)
    assert [access_codes.try_code(submission, code, now=NOW) for _ in range(2)] == [True, False]


def test_a_newer_code_replaces_the_older_one(submission: Submission) -> None:
    old = access_codes.make(submission, now=NOW)
    new = access_codes.make(submission, now=NOW)
    assert [access_codes.try_code(submission, code, now=NOW) for code in (old, new)] == [False, True]


@pytest.mark.parametrize(("seconds", "opens"), [(-1, True), (0, False)])
def test_a_code_ends_after_a_day(submission: Submission, seconds: int, opens: bool) -> None:
    code = access_codes.make(submission, now=NOW)
    later = NOW + access_codes.LIFE + dt.timedelta(seconds=seconds)
    assert access_codes.try_code(submission, code, now=later) is opens


@pytest.mark.parametrize("typed", ["", " ", "\u0000", "x" * 5000, "ßß"])
def test_what_is_no_code_at_all_opens_nothing(submission: Submission, typed: str) -> None:
    access_codes.make(submission, now=NOW)
    assert not access_codes.try_code(submission, typed, now=NOW)


def test_a_code_opens_its_own_submission_only(submission: Submission, office: Office) -> None:
    other = office.submission("2026-03-02", send_acknowledgement=False)
    code = access_codes.make(submission, now=NOW)
    access_codes.make(other, now=NOW)
    assert access_codes.opened_by(office.organization, other.reference, code, now=NOW) is None
    assert access_codes.opened_by(office.organization, f"{submission.reference}/1", code, now=NOW) == (
        submission,
        "email",
    )


LATE = dt.datetime(2026, 3, 4, 7, 59, tzinfo=dt.UTC)  # 23:59 in Los Angeles
OWN, STRANGER = "192.0.2.7", "203.0.113.9"


def ask(submission: Submission, asker: str, times: int, *, now: dt.datetime = LATE) -> list[bool]:
    """Whether each of so many wishes brought a code, each mailed before the next."""
    brought = []
    for _ in range(times):
        brought.append(access_codes.send(submission, now=now, asker=asker))
        Message.objects.filter(state=MessageState.QUEUED).update(state=MessageState.SENT, sent_at=now)
    return brought


def test_ten_codes_a_day_and_no_more_until_midnight(submission: Submission) -> None:
    brought = [ask(submission, f"198.51.100.{number}", 1)[0] for number in range(11)]
    assert brought == [True] * 10 + [False]
    assert access_codes.send(submission, now=LATE + dt.timedelta(minutes=1), asker=OWN)


@pytest.mark.parametrize("place", [STRANGER, "2001:db8:0:1::9"])
def test_a_stranger_who_knows_the_reference_uses_up_three_and_the_person_gets_theirs(
    submission: Submission, place: str
) -> None:
    assert ask(submission, place, 4) == [True, True, True, False]
    assert ask(submission, "2001:db8:0:1::a", 1) == [":" not in place]  # the next address of the same network
    assert ask(submission, OWN, 1) == [True]
    assert access_codes.speak(submission, by=SYSTEM, now=LATE)


def test_where_it_was_asked_from_is_kept_nowhere(submission: Submission, office: Office) -> None:
    access_codes.ask_for(office.organization, submission.reference, now=LATE, asker=STRANGER)
    Message.objects.update(state=MessageState.SENT, sent_at=LATE)
    access_codes.ask_for(office.organization, submission.reference, now=LATE + dt.timedelta(days=1), asker=STRANGER)
    keys = Message.objects.filter(kind=MessageKind.ACCESS_CODE).values_list("key", flat=True)
    assert not any(STRANGER in key for key in keys)
    assert len({key.partition(" ")[0] for key in keys}) == 2  # nor can two days be told to be of one place


def test_two_clicks_queue_one_mail(submission: Submission) -> None:
    assert [access_codes.send(submission, now=NOW) for _ in range(2)] == [True, False]
    assert Message.objects.filter(kind=MessageKind.ACCESS_CODE).count() == 1


def test_five_codes_a_day_are_read_out_whatever_was_mailed(submission: Submission) -> None:
    for number in range(10):
        ask(submission, f"198.51.100.{number}", 1, now=NOW)
    codes = [access_codes.speak(submission, by=SYSTEM, now=NOW) for _ in range(5)]
    with pytest.raises(Blocked):
        access_codes.speak(submission, by=SYSTEM, now=NOW)
    assert access_codes.try_code(submission, codes[-1], now=NOW)


def test_nobody_is_mailed_who_may_not_be_written_to(office: Office, mail_sink: MailSink) -> None:
    quiet = SafeContact(preferred=ContactBy.EMAIL, may_write=False)
    silent = office.submission("2026-03-02", contact=quiet)
    access_codes.send(silent, now=timezone.now())
    deliver()
    assert (mail_sink.messages, AccessCode.objects.count()) == ([], 0)


def test_an_unknown_reference_leaves_nothing_behind(office: Office, django_assert_num_queries: Any) -> None:
    access_codes.ask_for(office.organization, "NO-0000-0000-0000", now=NOW)
    assert access_codes.opened_by(office.organization, "NO-0000-0000-0000", WRONG, now=NOW) is None
    assert not Message.objects.exists()
