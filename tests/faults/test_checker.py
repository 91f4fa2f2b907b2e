"""The checker sees what it is there to see: it is content with an ordinary life, and with nothing that was tampered."""

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from uuid import uuid4

import pytest
from django.db import transaction

from organizations.models import HolidayKind
from organizations.services.calendars import add_holiday
from records.chain import Actor, ActorKind
from requests_app import clock_source
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert, AlertState, Deadline, DeliveryAttempt, Message, MessageState, PrivacyRequest
from requests_app.services import ticking
from requests_app.services.transition import transition_one
from tests.mail import MailSink
from tests.requests_app.office import SYSTEM, Office, travel

from .checker import Circumstances, objections

FAULT_FREE = Circumstances(fault_free=True)
pytestmark = pytest.mark.postgres
MORNINGS = ("2026-03-06", "2026-04-06", "2026-04-16", "2026-04-17")
AT_ONCE = ticking.STAGES[:3]
LAST = "2026-04-23T08:30:00"


@pytest.fixture
def lived(office: Office, settings: Any, mail_sink: MailSink) -> Office:
    """Three requests, one of which was withdrawn on the way, from receipt until a week after their due date."""
    requests = [office.request("2026-03-02") for _ in range(2)]
    office.submission("2026-03-02")
    for moment in ("2026-03-02T10:05:00", *(f"{morning}T08:00:01" for morning in MORNINGS)):
        travel(settings, moment)
        ticking.tick(AT_ONCE)
        if moment.startswith("2026-04-06"):
            transition_one(requests[0].pk, Action.WITHDRAW, by=Actor(kind=ActorKind.REQUESTER))
    travel(settings, LAST)  # a few mornings are missed
    ticking.tick(AT_ONCE)
    return office


def test_it_is_content_with_a_calendar_that_changed(office: Office, settings: Any, mail_sink: MailSink) -> None:
    office.request("2026-03-02")
    calendar = office.organization.calendar
    day = dt.date(2026, 3, 12)
    travel(settings, "2026-03-05T08:00:01")
    add_holiday(calendar, date=day, name="A day", kind=HolidayKind.PUBLIC, source="Proclamation", by=SYSTEM)
    for morning in ("2026-03-06", "2026-03-07", "2026-03-17", "2026-03-18"):
        travel(settings, f"{morning}T08:00:01")
        ticking.tick(AT_ONCE)
    assert Deadline.objects.get(act="acknowledge").due_on == dt.date(2026, 3, 17)
    assert objections([mail["Message-ID"] for mail in mail_sink.messages], FAULT_FREE) == []


def test_it_is_content_with_mail_that_came_back(office: Office, settings: Any, mail_sink: MailSink) -> None:
    request = office.request("2026-03-06")
    travel(settings, "2026-03-06T10:00:00")
    transition_one(request.pk, Action.RECORD_BOUNCE, by=SYSTEM, details={"of": "acknowledgement_sent"})
    for morning in ("2026-03-09", "2026-03-10", "2026-03-11"):
        travel(settings, f"{morning}T08:00:01")
        ticking.tick(AT_ONCE)
    assert Alert.objects.filter(deadline__act="follow_up_mail", rung="overdue").exists()
    assert objections([mail["Message-ID"] for mail in mail_sink.messages], FAULT_FREE) == []


def ringing() -> Alert:
    return Alert.objects.filter(state=AlertState.COMPOSED, rung="overdue").earliest("occurs_on")


def lose_an_alert() -> None:
    ringing().delete()


def double_an_alert() -> None:
    alert = ringing()
    alert.pk, alert.recipient = uuid4(), "address"
    alert.save(force_insert=True)


def ring_another_day() -> None:
    alert = ringing()
    alert.pk, alert.occurs_on = uuid4(), alert.occurs_on + dt.timedelta(days=1, weeks=9)
    alert.save(force_insert=True)


def bind_another_day() -> None:
    PrivacyRequest.objects.filter(binding_due_on__isnull=False).update(binding_due_on="2027-01-01")


def move_a_due_date() -> None:
    """The row and what repeats it agree with each other, but not with the events."""
    moved = {"due_on": "2026-04-17", "act_by": "2026-04-17"}
    Deadline.objects.filter(act="respond", state="live").update(**moved)
    PrivacyRequest.objects.filter(binding_due_on="2026-04-16").update(binding_due_on="2026-04-17", act_by="2026-04-17")


def sleep_through_a_morning() -> None:
    Deadline.objects.filter(act="respond", state="live").update(next_alert_at="2027-01-01T00:00:00Z")


def leave_an_alert_waiting() -> None:
    Alert.objects.filter(pk=ringing().pk).update(state=AlertState.PENDING, message=None)


def keep_a_message() -> None:
    Message.objects.filter(state=MessageState.SENT).update(state=MessageState.QUEUED, sent_at=None)


def give_a_message_up() -> None:
    Message.objects.filter(state=MessageState.SENT).update(state=MessageState.DEAD, sent_at=None)


def forget_an_attempt() -> None:
    DeliveryAttempt.objects.filter(pk=DeliveryAttempt.objects.first().pk).update(number=7)


def cut_a_chain() -> None:
    row = PrivacyRequest.objects.first()
    PrivacyRequest.objects.filter(pk=row.pk).update(event_seq=row.event_seq + 1)


TAMPERED: Final[dict[Callable[[], None], str]] = {
    lose_an_alert: "rang 0 times",
    double_an_alert: "of which no event tells",
    ring_another_day: "was not to ring on",
    bind_another_day: "its events say 2026-04-16",
    move_a_due_date: "its events say 2026-04-16",
    sleep_through_a_morning: "rang 0 times",
    leave_an_alert_waiting: "still waits",
    keep_a_message: "still waits to be sent",
    give_a_message_up: "was given up, and arrived",
    forget_an_attempt: "does not follow",
    cut_a_chain: "names event",
}


def test_it_is_content_with_a_life_without_faults_and_with_nothing_that_was_tampered_with(
    lived: Office, settings: Any, mail_sink: MailSink
) -> None:
    arrived = [mail["Message-ID"] for mail in mail_sink.messages]
    assert Alert.objects.filter(state=AlertState.SKIPPED, times__gt=1).exists()
    assert objections(arrived, FAULT_FREE) == []
    for tamper, says in TAMPERED.items():
        with transaction.atomic():
            tamper()
            if tamper is sleep_through_a_morning:
                travel(settings, "2026-04-24T08:00:01")
            found = objections(arrived, FAULT_FREE)
            transaction.set_rollback(True)
        travel(settings, LAST)
        assert any(says in one for one in found), (tamper.__name__, found)
    assert any("copies, 1 attempts" in one for one in objections([*arrived, arrived[0]]))
    assert any("never arrived" in one for one in objections(arrived[1:]))
    assert any("nobody knows of it" in one for one in objections([*arrived, f"<{uuid4()}@here>"]))


def test_it_wants_what_was_due_by_an_instant(office: Office, settings: Any) -> None:
    """A running system may owe what has just come due, and nothing older."""
    office.request("2026-03-02")
    travel(settings, "2026-03-25T08:02:00")
    now = clock_source.now()

    def missed(minutes: int) -> list[str]:
        running = Circumstances(by=now - dt.timedelta(minutes=minutes), settled=False)
        return [one for one in objections(circumstances=running) if "rang 0 times on 2026-03-25" in one]

    assert missed(3) == []
    assert len(missed(1)) == 2  # of the answer, and of the confirmation that is overdue
