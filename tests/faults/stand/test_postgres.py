"""PostgreSQL restarted, crashed and hung under forms that come in and alerts that come due."""

import datetime as dt
import time

import pytest
from django.db import connection

from .stand import Stand
from .work import Work

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("stand")]


def test_three_restarts_two_of_them_crashes(stand: Stand, work: Work) -> None:
    work.requests(20)
    with work.coming_in(20):
        for mode in ("fast", "immediate", "immediate"):
            stand.travel(dt.timedelta(hours=20))
            stand.postgres.restart(mode)
            connection.close()  # this process's own
    stand.settle()
    assert stand.objections() == []
    work.withdraw_all()


def test_hung_it_is_waited_for(stand: Stand, work: Work) -> None:
    work.requests(10)
    with work.coming_in(10) as forms:
        stand.travel(dt.timedelta(hours=30))
        with stand.postgres.hung():
            time.sleep(3)  # so long it hangs
    assert {status for form in forms for status, _ in form.answers} == {302}, "nobody was turned away"
    stand.settle()
    assert stand.objections() == []
    work.withdraw_all()
