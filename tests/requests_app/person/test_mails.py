"""The short mails around the page, and the step that typing a code is."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from policies.domain.rules import VerificationRule
from policies.domain.terms import Right, StepMethod
from requests_app.domain.events import EventName
from requests_app.models import Message, MessageKind, MessageState
from requests_app.services import access_codes, person_acts
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.policies.examples import policy
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import CHANNELS, LADDER, Office, open_office, travel

from .desk import bodies


def test_staff_are_told_without_a_word_of_what_was_written(office: Office, mail_sink: MailSink) -> None:
    request = office.request()
    person_acts.write(request, "My ulcer is back.", form="", now=timezone.now())
    deliver()
    [mail] = mail_sink.messages
    assert mail["Subject"] == f"The person wrote: {request.reference}"
    assert mail["To"] == "alerts@northwind.example"
    for text in texts(mail):
        assert f"/requests_app/privacyrequest/{request.pk}/change/" in text
        assert not any(word in text.lower() for word in ("ulcer", "robin", "delet"))


def test_who_takes_a_request_back_hears_that_something_happened(office: Office, mail_sink: MailSink) -> None:
    asker = RequesterDetails(name="Rosa", email="rosa@example.org")
    request = office.submission("2026-03-02", requester=asker, send_acknowledgement=False).requests.get()
    for _ in range(2):  # the second click of two
        person_acts.withdraw(request, form="one", now=timezone.now())
    deliver()
    mails = {mail["To"]: mail for mail in mail_sink.messages}
    assert len(mail_sink.messages) == 2
    assert mails["alerts@northwind.example"]["Subject"] == f"Taken back: {request.reference}"
    to_person = mails["rosa@example.org"]
    assert to_person["Subject"] == f"Something happened with your request: {request.submission.reference}"
    for text in texts(to_person):
        assert "/northwind/status/" in text
        assert not any(word in text.lower() for word in ("delet", "taken back", "withdr", "has written"))


def test_the_word_of_it_is_in_the_language_of_the_person(office: Office, mail_sink: MailSink) -> None:
    asker = RequesterDetails(name="Rosa", email="rosa@example.org", language="es")
    request = office.submission("2026-03-02", requester=asker, send_acknowledgement=False).requests.get()
    person_acts.withdraw(request, form="one", now=timezone.now())
    deliver()
    [mail] = [mail for mail in mail_sink.messages if mail["To"] == "rosa@example.org"]
    assert mail["Subject"] == f"Hay una novedad en su solicitud: {request.submission.reference}"
    assert "Vea cómo va su solicitud" in texts(mail)[0]


def test_who_may_not_be_written_to_gets_no_word_of_it(office: Office, mail_sink: MailSink) -> None:
    quiet = SafeContact(preferred=ContactBy.EMAIL, may_write=False)
    request = office.submission("2026-03-02", safe_contact=quiet, send_acknowledgement=False).requests.get()
    person_acts.withdraw(request, form="one", now=timezone.now())
    assert not Message.objects.filter(kind=MessageKind.WORD).exists()


def test_staff_are_not_told_of_what_is_held_for_review(office: Office, mail_sink: MailSink) -> None:
    held = office.submission("2026-03-02", suspicions=("filled in two seconds",)).requests.get()
    person_acts.write(held, "Buy now.", form="", now=timezone.now())
    assert not Message.objects.filter(kind=MessageKind.PERSON_WROTE).exists()


def test_the_code_is_written_in_the_language_of_the_person(office: Office, mail_sink: MailSink) -> None:
    asker = RequesterDetails(name="Rosa", email="rosa@example.org", language="es-MX")
    submission = office.submission("2026-03-02", requester=asker, send_acknowledgement=False)
    access_codes.send(submission, now=timezone.now())
    deliver()
    [mail] = mail_sink.messages
    assert mail["Subject"] == f"Su código para {submission.reference}"
    plain, html = texts(mail)
    assert "Sirve una sola vez" in plain
    assert '<html lang="es">' in html


def test_a_code_that_could_not_be_sent_is_made_anew(office: Office, settings: Any, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    now = travel(settings, "2026-03-02T10:05:00")
    mail_sink.refusals.append("451 later")
    access_codes.send(submission, now=now)
    deliver()
    assert Message.objects.get(kind=MessageKind.ACCESS_CODE).state == MessageState.QUEUED
    travel(settings, "2026-03-02T10:10:00")
    deliver()
    assert len(mail_sink.messages) == 1
    assert submission.access_codes.filter(revoked_at=None).count() == 1


CONFIRM = VerificationRule(
    key="confirm", section="5", says="We send a code.", rights=(Right.DELETE,), method=StepMethod.CONTACT_CONFIRMATION
)
MATCH = replace(CONFIRM, key="match", says="We compare two details.", method=StepMethod.MATCH_TWO, position=2)


@pytest.mark.parametrize(("right", "passed"), [(Right.DELETE, [("confirm", True)]), (Right.COMPLAINT, [])])
def test_typing_the_code_is_the_step_of_confirming_the_contact(
    db: None, right: Right, passed: list[tuple[str, bool]]
) -> None:
    rules = policy(pack="northwind/privacy-requests", ladder=LADDER, channels=CHANNELS, verification=(CONFIRM, MATCH))
    submission = open_office(rules=rules).submission("2026-03-02", rights=(right,))
    for _ in range(2):
        code = access_codes.make(submission, now=timezone.now())
        assert access_codes.try_code(submission, code, now=timezone.now())
    request = submission.requests.get()
    taken = [(body["step"], body["passed"]) for body in bodies(request, EventName.STEP_CHECKED)]
    assert taken == passed
