"""Several sweeps at once, over real parallel connections: each alert exactly once.

The second step of a claim is what this rests on. The tests hold one sweep inside its first statement, after its
snapshot was taken, let another sweep ring everything, and let the first go on: what it saw of the deadlines is old.
The same is done with claims that lack the second step: then the checker must object.
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from django.db.models import QuerySet

from records import chain
from records.models import Event
from requests_app.models import Alert, AlertState, Deadline, PrivacyRequest
from requests_app.services.claims import LOOK_AHEAD, Claims, due_at
from requests_app.services.sweep import Swept, sweep
from tests.requests_app.office import Office, open_office, travel
from tests.requests_app.parallel import GATE, PATIENCE, alone, at_once, gate_closed, wait_at_gate

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

REQUESTS = 12


@pytest.fixture
def due_office(transactional_db: None, settings: Any) -> Office:
    """Half of the time has passed for a dozen requests, and their acknowledgements are overdue."""
    office = open_office()
    for _ in range(REQUESTS):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    return office


def objections() -> list[str]:
    """What is not as it must be when every due deadline was rung exactly once."""
    found = []
    pending = Counter(Alert.objects.filter(state=AlertState.PENDING).values_list("deadline", flat=True))
    for deadline in Deadline.objects.all():
        if pending[deadline.pk] != 1:
            found.append(f"{deadline}: {pending[deadline.pk]} alerts")
        if deadline.fault_at is not None:
            found.append(f"{deadline}: put off as if it were at fault")
    raised = Event.objects.filter(type="alert_raised").count()
    if raised != Deadline.objects.count():
        found.append(f"{raised} events")
    for request in PrivacyRequest.objects.all():
        found += chain.verify(request)
    return found


def test_many_sweeps_at_once_ring_each_alert_once(transactional_db: None, settings: Any) -> None:
    office = open_office()
    for _ in range(40):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    done = at_once(6, lambda: sweep(batch=3))
    assert sum(swept.rang for swept in done) == Deadline.objects.count() == 80
    assert objections() == []


class Gated(Claims):
    """Stands at the gate inside its first statement, after the statement's snapshot was taken."""

    def __init__(self) -> None:
        self.locked: list[PrivacyRequest] = []

    def lock(self, now: dt.datetime, limit: int) -> list[PrivacyRequest]:
        found = super().lock(now, limit)
        self.locked += found
        return found

    def _locked(self, requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
        return super()._locked(at_gate(requests))


class WithoutSecondStep(Gated):
    """The mutant: requests are locked and their due deadlines read by one joined statement."""

    def lock(self, now: dt.datetime, limit: int) -> list[PrivacyRequest]:
        joined = at_gate(due_at(now).select_related("request").order_by("request"))
        rows = joined.select_for_update(skip_locked=True, no_key=True, of=("request",))
        self.seen = list(rows[: limit * LOOK_AHEAD])
        self.locked += (requests := list({row.request_id: row.request for row in self.seen}.values()))
        return requests

    def due(
        self, requests: Sequence[PrivacyRequest], now: dt.datetime, only: Sequence[UUID] | None = None
    ) -> list[Deadline]:
        held = {request.pk for request in requests}
        wanted = (row for row in self.seen if row.request_id in held and (only is None or row.pk in only))
        return [copy(row) for row in wanted]


def at_gate(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.extra(where=["pg_advisory_xact_lock_shared(%s) IS NOT NULL"], params=[GATE])


def overtaken(claims: Gated) -> Swept:
    """A sweep with `claims` that begins, is overtaken by another sweep, and goes on."""
    with ThreadPoolExecutor(1) as pool, gate_closed():
        late = pool.submit(alone, lambda: sweep(claims=claims))
        wait_at_gate(late)
        in_between = sweep()
        assert in_between.rang == Deadline.objects.count()
    return late.result(PATIENCE)


def test_a_sweep_that_was_overtaken_inside_its_first_statement_rings_nothing_again(due_office: Office) -> None:
    claims = Gated()
    late = overtaken(claims)
    assert len(claims.locked) == REQUESTS  # PostgreSQL let it lock them: its snapshot said they were due
    assert (late.rang, late.faults) == (0, 0)
    assert objections() == []


def test_without_the_second_step_the_checker_objects(due_office: Office) -> None:
    claims = WithoutSecondStep()
    late = overtaken(claims)
    assert late.faults == Deadline.objects.count()  # every deadline was claimed twice; the unique key caught it
    assert objections() != []


def test_a_request_that_is_being_changed_is_passed_over_and_rung_later(due_office: Office) -> None:
    first = PrivacyRequest.objects.order_by("id")[0]
    with transaction.atomic():
        PrivacyRequest.objects.select_for_update(no_key=True).get(pk=first.pk)
        with ThreadPoolExecutor(1) as pool:
            meanwhile = pool.submit(alone, sweep).result(PATIENCE)
    assert meanwhile.rang == 2 * (REQUESTS - 1)
    assert sweep().rang == 2
    assert objections() == []
