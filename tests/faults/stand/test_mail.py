"""A mail server that refuses, is slow, or hangs up after it took a message."""

import datetime as dt

import pytest

from requests_app.models import DeliveryAttempt, Message

from .stand import Stand
from .work import Work

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("stand")]

ROUGH: int = 4


def test_refusing_slow_and_hanging_up_it_gets_each_mail_and_at_most_one_copy_for_each_attempt(
    stand: Stand, work: Work
) -> None:
    already = Message.objects.count()
    stand.sink.refusals += ["451 try again later", "452 no room", "554 no"] * ROUGH
    stand.sink.hang_up = ROUGH
    stand.sink.seconds = 0.2
    work.requests(12)
    stand.travel(dt.timedelta(hours=20))
    try:
        stand.until(lambda: not stand.sink.hang_up and not stand.sink.refusals, "the mail server was rude enough")
    finally:
        stand.sink.seconds = 0
    stand.settle()
    arrived = stand.sink.copies()
    assert len(set(arrived)) >= Message.objects.count() - already
    assert ROUGH <= len(arrived) - len(set(arrived)) < DeliveryAttempt.objects.count()
    assert stand.objections() == []
    work.withdraw_all()
