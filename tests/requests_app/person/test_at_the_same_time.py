"""Codes, buttons and changes at the very same instant, over real parallel connections."""

import threading

import pytest
from django.utils import timezone

from requests_app.domain.events import EventName
from requests_app.models import AccessCode, Message, MessageKind
from requests_app.services import access_codes, person_acts
from tests.requests_app.office import Office
from tests.requests_app.parallel import at_once

from .desk import bodies

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
AT_ONCE = 8


def test_no_more_than_five_tries_are_compared(office: Office) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    code = access_codes.make(submission, now=timezone.now())
    at_once(AT_ONCE, lambda: access_codes.try_code(submission, "0000 0000", now=timezone.now()))
    assert AccessCode.objects.get().tries > access_codes.TRIES
    assert not access_codes.try_code(submission, code, now=timezone.now())


def test_of_many_who_type_the_code_at_once_one_gets_in(office: Office) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    code = access_codes.make(submission, now=timezone.now())
    opened = at_once(4, lambda: access_codes.try_code(submission, code, now=timezone.now()))
    assert sorted(opened) == [False, False, False, True]
    assert len(bodies(submission, EventName.CODE_TYPED)) == 1


def test_one_mail_is_queued_however_often_a_code_is_asked_for(office: Office) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    at_once(AT_ONCE, lambda: access_codes.ask_for(office.organization, submission.reference, now=timezone.now()))
    assert Message.objects.filter(kind=MessageKind.ACCESS_CODE).count() == 1


def test_one_form_pressed_at_once_writes_once(office: Office) -> None:
    request = office.request()
    at_once(AT_ONCE, lambda: person_acts.write(request, "Hello", form="the same", now=timezone.now()))
    assert len(bodies(request, EventName.MESSAGE_RECEIVED)) == 1


def test_writing_and_taking_back_at_once_leaves_both_on_record(office: Office) -> None:
    request, numbers, turn = office.request(), iter(range(AT_ONCE)), threading.Lock()

    def press() -> None:
        with turn:
            number = next(numbers)
        if number % 2:
            person_acts.withdraw(request, form="take back", now=timezone.now())
        else:
            person_acts.write(request, "Hello", form=f"number {number}", now=timezone.now())

    at_once(AT_ONCE, press)
    assert len(bodies(request, EventName.WITHDRAWN)) == 1
    assert len(bodies(request, EventName.MESSAGE_RECEIVED)) == AT_ONCE // 2
