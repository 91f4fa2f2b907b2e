"""What is waited for: reminders leave by themselves, and an answer lies ready in time. A person sends it, or not."""

from typing import Any

import pytest

from organizations.models import Organization, User
from policies.domain.terms import Right
from records.chain import Actor, ActorKind
from requests_app.domain.lifecycle import Action
from requests_app.models import Letter, LetterKind, LetterState, PrivacyRequest
from requests_app.services.arrival import ContactBy, SafeContact
from requests_app.services.correspondence import compose, sealed_text, sending
from requests_app.services.delivery import deliver
from requests_app.services.jobs import run_due
from requests_app.services.transition import transition_one
from tests.mail import MailSink
from tests.requests_app.arrivals import one_request
from tests.requests_app.correspondence.letters import said
from tests.requests_app.office import travel

PERSON = Actor(kind=ActorKind.REQUESTER)
WRITTEN = {"written": True, "channel": "email"}


@pytest.fixture
def asked(prospect: Organization, hana: Actor, settings: Any) -> PrivacyRequest:
    """Rosa asked for a copy on Friday 1 May and was asked to show who she is on Monday 4 May."""
    request = one_request(prospect, Right.KNOW_SPECIFIC, send_acknowledgement=False)
    moment = travel(settings, "2026-05-04T10:00:00")
    transition_one(request.pk, Action.REQUEST_IDENTITY, by=hana, at=moment, details=WRITTEN)
    return request


def morning_of(settings: Any, day: str, clock: str = "08:00:01") -> None:
    travel(settings, f"{day}T{clock}")
    run_due()
    deliver()


def reminders(request: PrivacyRequest) -> int:
    return len(said(request.pk, "reminder_sent"))


def drafts(request: PrivacyRequest) -> list[Letter]:
    return list(Letter.objects.filter(request=request, kind=LetterKind.UNVERIFIED))


def test_two_reminders_leave_four_business_days_apart_and_no_third(
    asked: PrivacyRequest, settings: Any, mail_sink: MailSink
) -> None:
    counts = {}
    for day in ("2026-05-07", "2026-05-08", "2026-05-09", "2026-05-13", "2026-05-14", "2026-05-20", "2026-06-01"):
        morning_of(settings, day)
        counts[day] = reminders(asked)
    assert counts == {
        "2026-05-07": 0,
        "2026-05-08": 1,
        "2026-05-09": 1,
        "2026-05-13": 1,
        "2026-05-14": 2,
        "2026-05-20": 2,
        "2026-06-01": 2,
    }
    assert [mail["Subject"].partition(":")[0] for mail in mail_sink.messages] == [
        "We are still waiting to hear from you"
    ] * 2


def test_nobody_is_reminded_where_mail_came_back_from(
    asked: PrivacyRequest, hana: Actor, settings: Any, mail_sink: MailSink
) -> None:
    moment = travel(settings, "2026-05-05T10:00:00")
    came_back = {"of": "identity_requested"}
    transition_one(asked.pk, Action.RECORD_BOUNCE, by=hana, at=moment, details=came_back)
    morning_of(settings, "2026-05-08")
    morning_of(settings, "2026-05-14")
    assert reminders(asked) == 0
    moment = travel(settings, "2026-05-14T12:00:00")
    transition_one(asked.pk, Action.SEND_MESSAGE, by=hana, at=moment, details={"note": "We wrote by post."})
    morning_of(settings, "2026-05-15")
    assert reminders(asked) == 1


def test_nobody_is_written_to_before_the_alert_hour(asked: PrivacyRequest, settings: Any, mail_sink: MailSink) -> None:
    morning_of(settings, "2026-05-08", "07:59:58")
    assert reminders(asked) == 0
    morning_of(settings, "2026-05-08", "08:00:01")
    assert reminders(asked) == 1


def test_whoever_has_written_is_not_reminded(asked: PrivacyRequest, settings: Any, mail_sink: MailSink) -> None:
    travel(settings, "2026-05-06T10:00:00")
    transition_one(asked.pk, Action.RECEIVE_MESSAGE, by=PERSON, details={"note": "Which papers do you mean?"})
    morning_of(settings, "2026-05-08")
    assert (reminders(asked), mail_sink.messages) == (0, [])


def test_whoever_is_not_reached_by_mail_is_reminded_by_letter(
    prospect: Organization, hana: Actor, handler: User, settings: Any, mail_sink: MailSink
) -> None:
    by_post = SafeContact(preferred=ContactBy.MAIL)
    request = one_request(prospect, Right.KNOW_SPECIFIC, safe_contact=by_post, send_acknowledgement=False)
    travel(settings, "2026-05-04T10:00:00")
    transition_one(request.pk, Action.REQUEST_IDENTITY, by=hana, details={"written": True, "channel": "mail"})
    morning_of(settings, "2026-05-08")
    letter = Letter.objects.get(request=request)
    assert (letter.state, reminders(request), mail_sink.messages) == (LetterState.TO_POST, 0, [])
    morning_of(settings, "2026-05-12")
    assert Letter.objects.filter(request=request).count() == 1, "it still waits to be posted"
    moment = travel(settings, "2026-05-12T15:00:00")
    sending.posted(letter, moment, by=handler, now=moment)
    assert reminders(request) == 1


def test_of_a_reminder_that_was_discarded_there_is_another_after_the_usual_time(
    prospect: Organization, hana: Actor, settings: Any, mail_sink: MailSink
) -> None:
    by_post = SafeContact(preferred=ContactBy.MAIL)
    request = one_request(prospect, Right.KNOW_SPECIFIC, safe_contact=by_post, send_acknowledgement=False)
    travel(settings, "2026-05-04T10:00:00")
    transition_one(request.pk, Action.REQUEST_IDENTITY, by=hana, details={"written": True, "channel": "mail"})
    morning_of(settings, "2026-05-08")
    compose.discard(Letter.objects.get(request=request))
    counts = []
    for day in ("2026-05-09", "2026-05-13", "2026-05-14", "2026-05-15"):
        morning_of(settings, day)
        counts.append(Letter.objects.filter(request=request).count())
    assert counts == [1, 1, 2, 2]
    assert Letter.objects.filter(request=request, state=LetterState.TO_POST).count() == 1


def test_the_answer_lies_ready_on_the_last_working_day_before_the_due_date(
    asked: PrivacyRequest, settings: Any, mail_sink: MailSink, handler: User
) -> None:
    for day in ("2026-05-08", "2026-05-14", "2026-06-11"):
        morning_of(settings, day)
    assert drafts(asked) == []
    morning_of(settings, "2026-06-12")  # due on Monday 15 June
    [draft] = drafts(asked)
    assert (draft.state, draft.composed_by) == (LetterState.DRAFT, None)
    assert "did not reach us" in sealed_text.read(draft).body
    morning_of(settings, "2026-06-14")
    assert len(drafts(asked)) == 1
    asked.refresh_from_db()
    assert asked.outcome == "", "nothing is answered by itself"
    sending.send(draft, by=handler, now=travel(settings, "2026-06-15T09:00:00"))
    deliver()
    asked.refresh_from_db()
    assert asked.outcome == "unverified"


def test_no_answer_lies_ready_for_somebody_who_was_verified_or_never_reminded(
    prospect: Organization, asked: PrivacyRequest, settings: Any, mail_sink: MailSink, hana: Actor
) -> None:
    travel(settings, "2026-05-05T10:00:00")
    transition_one(asked.pk, Action.RECEIVE_MESSAGE, by=PERSON, details={"note": "Which papers?"})
    morning_of(settings, "2026-06-12")
    assert drafts(asked) == []


@pytest.mark.parametrize("is_reopened", [False, True])
def test_a_discarded_draft_comes_back_only_when_the_request_was_opened_again(
    asked: PrivacyRequest, handler: User, hana: Actor, settings: Any, mail_sink: MailSink, is_reopened: bool
) -> None:
    for day in ("2026-05-08", "2026-05-14", "2026-06-12"):
        morning_of(settings, day)
    [draft] = drafts(asked)
    compose.discard(draft)
    if is_reopened:
        moment = travel(settings, "2026-06-12T11:00:00")
        transition_one(asked.pk, Action.WITHDRAW, by=PERSON, now=moment)
        transition_one(asked.pk, Action.REOPEN, by=hana, details={"reason": "She meant the other one."}, now=moment)
    morning_of(settings, "2026-06-15")
    assert [one.state for one in drafts(asked)] == [LetterState.IDLE, *[LetterState.DRAFT] * is_reopened]
    morning_of(settings, "2026-06-16")
    assert len(drafts(asked)) == 1 + is_reopened


def test_a_draft_of_staff_is_not_doubled(
    asked: PrivacyRequest, handler: User, settings: Any, mail_sink: MailSink
) -> None:
    for day in ("2026-05-08", "2026-05-14"):
        morning_of(settings, day)
    moment = travel(settings, "2026-06-10T10:00:00")
    own = {"reason": "The declaration is missing."}
    compose.compose(asked, LetterKind.UNVERIFIED, by=handler, now=moment, details=own)
    morning_of(settings, "2026-06-12")
    assert len(drafts(asked)) == 1
