"""Workers stopped politely, web processes restarted under a form, and a host whose clock is wrong."""

import datetime as dt
import signal

import pytest

from requests_app.models import Alert

from .members import kill
from .stand import Stand
from .work import Work

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs, pytest.mark.xdist_group("stand")]


def test_stopped_politely_during_a_claim_and_restarted_under_a_form(stand: Stand, work: Work) -> None:
    """SIGTERM to both workers while they claim, and to the web process while forms are on their way."""
    work.requests(6, each=10)
    with work.coming_in(20):
        already = Alert.objects.count()
        stand.travel(dt.timedelta(days=4))  # there is a business day among them
        stand.until(lambda: Alert.objects.count() > already, "a claim")
        for member in (*stand.workers, stand.web):
            kill(member.pid, signal.SIGTERM)
        stand.travel(dt.timedelta(hours=20))
    stand.settle()
    assert stand.objections() == []
    work.withdraw_all()


def test_a_host_whose_clock_is_wrong_sweeps_as_well_as_any(stand: Stand, work: Work) -> None:
    """Alone, with its own beat: nobody else could have done it, and nothing is early, late or doubled."""
    right, wrong = stand.workers
    wrong.environment = {**wrong.environment, "STAND_HOST_AHEAD": "10"}
    for member in stand.workers:
        member.end()
    stand.members.remove(right)
    try:
        work.requests(10)
        stand.travel(dt.timedelta(hours=20))
        stand.settle()
        late = [alert.created_at - alert.rang_at for alert in Alert.objects.order_by("-created_at")[:10]]
        assert min(late) >= dt.timedelta(0)
        assert stand.objections() == []
    finally:
        wrong.environment = {name: value for name, value in wrong.environment.items() if name != "STAND_HOST_AHEAD"}
        wrong.end()
        stand.members.append(right)
    work.withdraw_all()
