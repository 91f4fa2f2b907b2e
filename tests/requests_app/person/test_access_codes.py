"""Codes to open the status page: made in the mail, tried at most five times, used once."""

import datetime as dt
import re
from typing import Any

import pytest
from django.utils import timezone

from records.models import Event
from requests_app.domain.events import EventName
from requests_app.domain.refusals import Blocked
from requests_app.models import AccessCode, Message, MessageKind, Submission
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


def test_five_codes_a_day_and_no_more_until_midnight(submission: Submission, mail_sink: MailSink) -> None:
    late = dt.datetime(2026, 3, 4, 7, 59, tzinfo=dt.UTC)  # 23:59 in Los Angeles
    for _ in range(6):
        access_codes.send(submission, now=late)
        deliver()
    assert len(mail_sink.messages) == 5
    assert access_codes.send(submission, now=late + dt.timedelta(minutes=1))


def test_two_clicks_queue_one_mail(submission: Submission) -> None:
    assert [access_codes.send(submission, now=NOW) for _ in range(2)] == [True, False]
    assert Message.objects.filter(kind=MessageKind.ACCESS_CODE).count() == 1


def test_a_code_that_was_read_out_counts_for_the_day(submission: Submission) -> None:
    codes = [access_codes.speak(submission, by=SYSTEM, now=NOW) for _ in range(5)]
    with pytest.raises(Blocked):
        access_codes.speak(submission, by=SYSTEM, now=NOW)
    assert not access_codes.send(submission, now=NOW)
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
