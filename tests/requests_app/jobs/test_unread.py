"""An answer that lies on the page and was not opened: the person is reminded once, and staff can find it."""

from typing import Any

import pytest
from django.urls import reverse

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app import clock_source
from requests_app.models import Letter, LetterKind, Message, MessageKind, PrivacyRequest
from requests_app.services import bounces, unread
from requests_app.services.correspondence import sending
from requests_app.services.delivery import deliver
from requests_app.services.jobs import run_due
from tests.mail import MailSink
from tests.requests_app.arrivals import one_request
from tests.requests_app.correspondence.letters import draft
from tests.requests_app.office import travel
from tests.requests_app.soundness import sound
from tests.requests_app.staff.conftest import signed_in
from tests.requests_app.staff.pages import LIST, case_text


@pytest.fixture
def answered(prospect: Organization, handler: User, settings: Any, mail_sink: MailSink) -> PrivacyRequest:
    """The answer was mailed about on Monday 4 May."""
    request = one_request(prospect, Right.OPT_OUT_SALE, send_acknowledgement=False)
    now = travel(settings, "2026-05-04T10:00:00")
    sending.send(draft(request, LetterKind.FULFILLED, by=handler, now=now), by=handler, now=now)
    deliver()
    request.refresh_from_db()
    assert request.outcome == "fulfilled"
    return request


def mails(sink: MailSink, settings: Any, *mornings: str) -> list[int]:
    """How many mails said that there is an answer, after each of these mornings."""
    counts = []
    for day in mornings:
        travel(settings, f"{day}T08:00:01")
        run_due()
        deliver()
        counts.append(sum(mail["Subject"].startswith("There is an answer") for mail in sink.messages))
    return counts


@pytest.mark.usefixtures("answered")
def test_after_five_business_days_the_person_is_reminded_once(mail_sink: MailSink, settings: Any) -> None:
    assert mails(mail_sink, settings, "2026-05-08", "2026-05-11", "2026-05-12", "2026-06-01") == [1, 2, 2, 2]


def test_an_answer_that_came_back_is_followed_up_and_nobody_is_reminded_of_it(
    answered: PrivacyRequest, mail_sink: MailSink, settings: Any
) -> None:
    message = Message.objects.get(kind=MessageKind.LETTER, submission=answered.submission)
    assert bounces.came_back(message.pk, now=travel(settings, "2026-05-05T09:00:00")) is bounces.CameBack.RECORDED
    assert mails(mail_sink, settings, "2026-05-11", "2026-05-12") == [1, 1]
    assert answered.deadlines.get(act="follow_up_mail").state == "live"
    answered.refresh_from_db()
    assert (answered.state, answered.outcome) == ("closed", "fulfilled")
    sound(answered)


def test_who_has_opened_it_hears_no_more_of_it(answered: PrivacyRequest, mail_sink: MailSink, settings: Any) -> None:
    unread.note_read(answered, now=travel(settings, "2026-05-08T12:00:00"))
    first = Letter.objects.get().read_at
    unread.note_read(answered, now=travel(settings, "2026-05-09T12:00:00"))
    assert Letter.objects.get().read_at == first
    assert mails(mail_sink, settings, "2026-05-11") == [1]


def test_who_opens_it_before_the_reminder_has_left_gets_none(
    answered: PrivacyRequest, prospect: Organization, mail_sink: MailSink, settings: Any
) -> None:
    now = travel(settings, "2026-05-11T08:00:01")
    assert unread.remind(prospect, now=now) == 1
    unread.note_read(answered, now=now)
    deliver()
    assert len(mail_sink.messages) == 1


def test_staff_find_what_was_not_opened_for_a_week(
    answered: PrivacyRequest, handler: User, settings: Any, mail_sink: MailSink
) -> None:
    desk = signed_in(handler)

    def found() -> list[str]:
        return [row.reference for row in desk.get(f"{reverse(LIST)}?waiting=unread").context["rows"]]

    travel(settings, "2026-05-11T09:59:00")
    assert found() == []
    travel(settings, "2026-05-11T10:01:00")
    assert found() == [answered.reference]
    assert "not opened yet" in case_text(desk, answered)
    unread.note_read(answered, now=clock_source.now())
    assert found() == []
    assert "opened Mon 11 May 2026" in case_text(desk, answered)
