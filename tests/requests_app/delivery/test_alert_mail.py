"""From a rung that rang to a mail in somebody's mailbox."""

from typing import Any

import pytest

from policies.domain.terms import Right
from records.chain import Actor, ActorKind
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert, AlertState, Deadline, Message, MessageState, PrivacyRequest
from requests_app.services.composer import DIGEST_ABOVE, compose
from requests_app.services.delivery import deliver
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition_one
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import SYSTEM, Office, travel

ROBIN = Actor(kind=ActorKind.REQUESTER)
TEN_DAYS_BEFORE = "2026-04-06T08:00:01"


@pytest.fixture
def one_alert(office: Office, settings: Any) -> PrivacyRequest:
    """Ten days are left for one answer; everything else is done."""
    request = office.request("2026-03-02")
    transition_one(request.pk, Action.ACKNOWLEDGE, by=SYSTEM, at=request.received_at)
    travel(settings, TEN_DAYS_BEFORE)
    sweep()
    return request


def test_the_supervisor_gets_a_mail_that_says_what_to_do_by_when_and_why(
    one_alert: PrivacyRequest, office: Office, mail_sink: MailSink
) -> None:
    assert (compose(), deliver().sent) == (1, 1)
    [mail] = mail_sink.messages
    assert mail["To"] == office.supervisor.email
    assert mail["Subject"] == f"Due in 10 days: {one_alert.reference}"
    for text in texts(mail):
        assert one_alert.reference in text
        assert "Thu 16 April 2026" in text
        assert "Answered within 45 days." in text
        assert "northwind/privacy-requests 2026-01-01, 4.1" in text
        assert f"/staff/requests_app/privacyrequest/{one_alert.pk}/change/" in text


def test_the_first_line_says_what_it_is_about_and_what_to_do(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    deliver()
    first = texts(mail_sink.messages[0])[0].splitlines()[0]
    assert first.startswith(f"Due in 10 days: {one_alert.reference}. The answer is still to be sent.")


def test_neither_person_nor_right_is_in_the_subject(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    deliver()
    subject = mail_sink.messages[0]["Subject"].lower()
    assert not any(word in subject for word in ("robin", "delet", "example"))


def test_there_is_one_link(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    deliver()
    assert [text.count("http") for text in texts(mail_sink.messages[0])] == [1, 1]


def test_an_example_says_that_it_is_one(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    deliver()
    assert all("example built from a published policy" in text for text in texts(mail_sink.messages[0]))


def test_the_message_id_is_the_messages_own(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    deliver()
    assert mail_sink.messages[0]["Message-ID"].startswith(f"<{Message.objects.get().pk}@")
    assert mail_sink.messages[0]["Auto-Submitted"] == "auto-generated"


def test_all_pending_alerts_of_one_person_make_one_mail(office: Office, settings: Any, mail_sink: MailSink) -> None:
    references = [office.request("2026-03-02").reference for _ in range(3)]
    travel(settings, TEN_DAYS_BEFORE)
    sweep()
    compose()
    deliver()
    [mail] = [mail for mail in mail_sink.messages if mail["To"] == office.supervisor.email]
    assert mail["Subject"] == "3 dates need you"
    assert all(reference in texts(mail)[0] for reference in references)


def test_more_than_a_few_make_a_digest_with_the_latest_first(
    office: Office, settings: Any, mail_sink: MailSink
) -> None:
    for _ in range(DIGEST_ABOVE):
        office.request("2026-03-02")
    late = office.request("2026-02-02")
    travel(settings, TEN_DAYS_BEFORE)
    Deadline.objects.filter(act="acknowledge").update(next_alert_at=None)
    PrivacyRequest.objects.update(assignee=office.supervisor)
    Deadline.objects.filter(request=late).update(rung_days={"overdue": "2026-04-03"})
    sweep()
    Alert.objects.update(user=office.supervisor, recipient=f"user:{office.supervisor.pk}")
    compose()
    deliver()
    [mail] = mail_sink.messages
    assert mail["Subject"] == "6 dates need you: 1 late"
    assert f"1. {late.reference}: 18 days late, due Thu 19 March 2026." in texts(mail)[0]
    assert "still to be sent" not in texts(mail)[0]


def test_composing_again_finds_nothing(one_alert: PrivacyRequest) -> None:
    assert (compose(), compose()) == (1, 0)
    assert Alert.objects.get(state=AlertState.COMPOSED).message == Message.objects.get()


def test_an_answer_before_the_composer_came_cancels_the_alert(one_alert: PrivacyRequest) -> None:
    transition_one(one_alert.pk, Action.WITHDRAW, by=ROBIN)
    assert compose() == 0
    assert set(Alert.objects.filter(role="supervisor").values_list("state", flat=True)) == {AlertState.CANCELLED}


def test_an_answer_before_the_mail_left_withdraws_it(one_alert: PrivacyRequest, mail_sink: MailSink) -> None:
    compose()
    transition_one(one_alert.pk, Action.WITHDRAW, by=ROBIN)
    deliver()
    assert mail_sink.messages == []
    assert (Message.objects.get().state, Message.objects.get().detail) == (MessageState.WITHDRAWN, "done_since")
    assert Alert.objects.get(role="supervisor").state == AlertState.CANCELLED


def test_what_was_meant_for_somebody_who_left_goes_to_the_alert_address(
    one_alert: PrivacyRequest, office: Office, mail_sink: MailSink
) -> None:
    compose()
    office.supervisor.is_active = False
    office.supervisor.save()
    deliver()
    assert mail_sink.messages[0]["To"] == "alerts@northwind.example"


def test_an_internal_target_is_never_called_late(office: Office, settings: Any, mail_sink: MailSink) -> None:
    office.request("2026-03-02", rights=(Right.COMPLAINT,))
    travel(settings, "2026-03-17T08:00:01")
    sweep()
    compose()
    deliver()
    assert mail_sink.messages[0]["Subject"].startswith("Past its internal target: ")
    assert all(" late" not in text for text in texts(mail_sink.messages[0]))
