"""The connection breaks after COMMIT was sent and before it was answered: nobody knows whether it was done."""

from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from requests_app.models import Message, Submission
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.requests_app.office import Office, open_office, travel
from tests.requests_app.public.visitor import Visitor

from .checker import Circumstances, objections
from .proxy import Line, through_a_line

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def northwind(transactional_db: None) -> Office:
    return open_office()


def test_a_form_sent_again_makes_one_submission(northwind: Office) -> None:
    robin = Visitor(northwind.organization, Client(raise_request_exception=False)).begin("delete").walk()
    button = robin.url
    with through_a_line() as line:
        line.cut_after_commit = True
        assert robin.post({}, button).status == 500
        assert line.cuts == 1
    assert Submission.objects.count() == 1, "it was committed all the same"
    robin.post({}, button)
    assert robin.step == "sent"
    assert Submission.objects.get().reference in robin.text
    assert objections(circumstances=Circumstances(settled=False)) == []


def test_a_mail_whose_sending_was_recorded_is_not_sent_again(
    northwind: Office, settings: Any, mail_sink: MailSink
) -> None:
    northwind.submission("2026-03-02")
    travel(settings, "2026-03-02T10:05:00")
    with through_a_line() as line:
        cut_with_the_mail(mail_sink, line)
        with pytest.raises(OperationalError):
            deliver()
        assert line.cuts == 1
    travel(settings, "2026-03-02T11:05:00")
    deliver()
    assert len(mail_sink.messages) == Message.objects.get().attempts_made == 1
    assert objections([mail["Message-ID"] for mail in mail_sink.messages], Circumstances(fault_free=True)) == []


def cut_with_the_mail(sink: Any, line: Line) -> None:
    """The first COMMIT after the mail has arrived, which says that it has left, is not answered."""
    take = sink.handle_DATA

    async def handle_data(*given: Any) -> str:
        line.cut_after_commit = True
        said: str = await take(*given)
        return said

    sink.handle_DATA = handle_data
