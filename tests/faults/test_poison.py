"""One row among a thousand that cannot be rung, and one mail that cannot be written."""

from typing import Any

import pytest

from requests_app.models import Alert, AlertState, Deadline, Message, MessageState
from requests_app.services.composer import compose
from requests_app.services.delivery import deliver
from requests_app.services.sweep import sweep
from tests.mail import MailSink
from tests.requests_app.office import Office, travel

from .checker import Circumstances, objections
from .stand.work import things

pytestmark = pytest.mark.postgres


def test_of_a_thousand_the_other_999_ring_in_the_same_sweep(office: Office, settings: Any) -> None:
    for _ in range(100):
        office.submission("2026-03-02", asks=things(10), send_acknowledgement=False)
    poisoned = Deadline.objects.filter(act="respond").earliest("pk")
    Deadline.objects.filter(pk=poisoned.pk).update(pauses=[["no day", None]])
    travel(settings, "2026-03-25T08:00:01")
    done = sweep()
    rang = Alert.objects.filter(state=AlertState.PENDING, deadline__act="respond")
    assert rang.values("deadline").distinct().count() == 999
    assert (done.faults, done.finished) == (1, True)
    assert objections(circumstances=Circumstances(settled=False, at_fault={poisoned.pk})) == []


def test_a_mail_that_cannot_be_written_stops_no_other(office: Office, settings: Any, mail_sink: MailSink) -> None:
    office.request("2026-03-02")
    travel(settings, "2026-03-06T08:00:01")
    sweep()
    compose()
    poisoned = Message.objects.get()
    for _ in range(20):
        office.submission("2026-03-05", asks=things(1), send_acknowledgement=True)
    Deadline.objects.filter(alerts__message=poisoned).update(because=[])
    deliver()
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.fault_at is not None) == (MessageState.QUEUED, True)
    assert not Message.objects.exclude(pk=poisoned.pk).filter(state=MessageState.QUEUED).exists()
