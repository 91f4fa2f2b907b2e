"""The confirmation of receipt that Robin gets, or does not."""

import re
from typing import Any

import pytest
from django.test import Client

from policies.domain.terms import Right
from requests_app.models import Deadline, Message, MessageState, StatusLink
from requests_app.services.acknowledgement_letter import answers
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import Office, travel


def test_it_says_reference_date_reason_and_whom_to_call(office: Office, settings: Any, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02")
    travel(settings, "2026-03-02T10:05:00")
    deliver()
    [mail] = mail_sink.messages
    assert mail["To"] == "robin@example.org"
    assert mail["Subject"] == f"We have received your request: {submission.reference}"
    assert mail["Reply-To"] == "privacy@northwind.example"
    for text in texts(mail):
        assert submission.reference in text
        assert "Thu 16 April 2026" in text
        assert "Answered within 45 days." in text
        assert "Phone: 1-800-555-0100" in text
        assert "TTY: 711" in text


def test_it_does_not_say_what_was_asked_for(office: Office, mail_sink: MailSink) -> None:
    office.submission("2026-03-02")
    deliver()
    [mail] = mail_sink.messages
    assert not any(word in text.lower() for text in (mail["Subject"], *texts(mail)) for word in ("delet", "robin"))


def test_its_link_opens_the_status_page(office: Office, mail_sink: MailSink, client: Client) -> None:
    submission = office.submission("2026-03-02")
    deliver()
    [link] = re.findall(r"https?://[^/]+(/\S+/status/\S+)", texts(mail_sink.messages[0])[0])
    assert client.get(link).status_code == 200  # opening it changes nothing: mail scanners do that
    page = client.post(link, follow=True)
    assert submission.reference in page.content.decode()


def test_receipt_counts_as_confirmed_when_the_mail_has_left(office: Office, settings: Any, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02")
    acknowledge = Deadline.objects.get(request__submission=submission, act="acknowledge")
    assert acknowledge.state == "live"
    travel(settings, "2026-03-02T10:05:00")
    deliver()
    acknowledge.refresh_from_db()
    assert (acknowledge.state, acknowledge.next_alert_at) == ("met", None)


@pytest.mark.parametrize(
    "contact",
    [
        SafeContact(preferred=ContactBy.PHONE),
        SafeContact(preferred=ContactBy.MAIL),
        SafeContact(preferred=ContactBy.EMAIL, may_write=False),
    ],
)
def test_safe_contact_forbids_the_mail(office: Office, mail_sink: MailSink, contact: SafeContact) -> None:
    submission = office.submission("2026-03-02", contact=contact)
    deliver()
    assert (mail_sink.messages, Message.objects.count()) == ([], 0)
    assert Deadline.objects.get(request__submission=submission, act="acknowledge").state == "live"


def test_a_submission_held_for_review_is_not_confirmed(office: Office, mail_sink: MailSink) -> None:
    office.submission("2026-03-02", suspicions=("filled in two seconds",))
    deliver()
    assert mail_sink.messages == []


def test_several_requests_of_one_submission_make_one_mail(office: Office, settings: Any, mail_sink: MailSink) -> None:
    office.submission("2026-03-02", rights=(Right.DELETE, Right.COMPLAINT))
    travel(settings, "2026-03-02T10:05:00")
    deliver()
    assert len(mail_sink.messages) == 1


@pytest.mark.parametrize(
    ("complaint_due", "expected"),
    [
        ("2026-03-20", [("part 3", "Fri 20 March 2026"), ("part 1", "Thu 16 April 2026")]),
        ("2026-04-16", [("parts 1 and 3", "Thu 16 April 2026")]),
    ],
)
def test_each_date_names_the_requests_it_is_for_as_their_references_end(
    office: Office, settings: Any, mail_sink: MailSink, complaint_due: str, expected: list[tuple[str, str]]
) -> None:
    submission = office.submission("2026-03-02", rights=(Right.DELETE, Right.CORRECT, Right.COMPLAINT))
    complaint = submission.requests.get(reference__endswith="/3")
    Deadline.objects.filter(request=complaint, act="respond").update(kind="policy", binding=True, due_on=complaint_due)
    assert [(line["to"], line["by"]) for line in answers(submission)] == expected
    travel(settings, "2026-03-02T10:05:00")
    deliver()
    for text in texts(mail_sink.messages[0]):
        assert all(f"Answer to {parts} by" in text for parts, _ in expected)


def test_one_date_for_all_requests_names_none_of_them(office: Office) -> None:
    [line] = answers(office.submission("2026-03-02"))
    assert (line["to"], line["by"]) == ("", "Thu 16 April 2026")


def test_a_second_attempt_makes_a_new_link_and_ends_the_first(
    office: Office, settings: Any, mail_sink: MailSink
) -> None:
    office.submission("2026-03-02")
    travel(settings, "2026-03-02T10:05:00")
    mail_sink.refusals.append("451 later")
    deliver()
    travel(settings, "2026-03-02T10:10:00")
    deliver()
    assert len(mail_sink.messages) == 1
    assert StatusLink.objects.filter(revoked_at=None).count() == 1


def test_an_attested_organization_writes_in_its_own_name(office: Office, settings: Any, mail_sink: MailSink) -> None:
    settings.DULY_ACTS_FOR = ["northwind"]
    office.submission("2026-03-02")
    deliver()
    [mail] = mail_sink.messages
    assert mail["From"].startswith("Northwind <")
    assert not any("example built from" in text for text in texts(mail))


def test_one_address_gets_ten_confirmations_a_day_and_then_no_more(
    office: Office, settings: Any, mail_sink: MailSink
) -> None:
    travel(settings, "2026-03-02T11:00:00")
    for _ in range(12):
        office.submission("2026-03-02")
    office.submission("2026-03-02", requester=RequesterDetails(name="Sam Other", email="sam@example.org"))
    deliver()
    to = [mail["To"] for mail in mail_sink.messages]
    assert (to.count("robin@example.org"), to.count("sam@example.org")) == (10, 1)
    withdrawn = Message.objects.filter(state=MessageState.WITHDRAWN)
    assert {message.detail for message in withdrawn} == {"too_many_a_day"}
    travel(settings, "2026-03-03T11:05:00")
    office.submission("2026-03-03")
    deliver()
    assert mail_sink.messages[-1]["To"] == "robin@example.org"
