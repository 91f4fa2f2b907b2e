"""Several sweeps at once, over real parallel connections: each alert exactly once.

The second step of a claim is what this rests on. The tests hold one sweep inside its first statement, after its
snapshot was taken, let another sweep ring everything, and let the first go on: what it saw of the deadlines is old.
The same is done with claims that lack the second step: then the checker must object.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction

from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.sweep import sweep
from tests.faults.checker import Circumstances, objections
from tests.requests_app.office import Office, open_office, travel
from tests.requests_app.parallel import PATIENCE, alone, at_once

from .gated import Gated, WithoutSecondStep, overtaken

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

REQUESTS = 12
RUNNING = Circumstances(settled=False)


@pytest.fixture
def due_office(transactional_db: None, settings: Any) -> Office:
    """Half of the time has passed for a dozen requests, and their acknowledgements are overdue."""
    office = open_office()
    for _ in range(REQUESTS):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    return office


def test_many_sweeps_at_once_ring_each_alert_once(transactional_db: None, settings: Any) -> None:
    office = open_office()
    for _ in range(40):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    done = at_once(6, lambda: sweep(batch=3))
    assert sum(swept.rang for swept in done) == Deadline.objects.count() == 80
    assert objections(circumstances=RUNNING) == []


def test_a_sweep_that_was_overtaken_inside_its_first_statement_rings_nothing_again(due_office: Office) -> None:
    claims = Gated()
    late = overtaken(claims)
    assert len(claims.locked) == REQUESTS  # PostgreSQL let it lock them: its snapshot said they were due
    assert (late.rang, late.faults) == (0, 0)
    assert objections(circumstances=RUNNING) == []


def test_without_the_second_step_the_checker_objects(due_office: Office) -> None:
    claims = WithoutSecondStep()
    late = overtaken(claims)
    assert late.faults == Deadline.objects.count()  # every deadline was claimed twice; the unique key caught it
    assert objections(circumstances=RUNNING) != []


def test_a_request_that_is_being_changed_is_passed_over_and_rung_later(due_office: Office) -> None:
    first = PrivacyRequest.objects.order_by("id")[0]
    with transaction.atomic():
        PrivacyRequest.objects.select_for_update(no_key=True).get(pk=first.pk)
        with ThreadPoolExecutor(1) as pool:
            meanwhile = pool.submit(alone, sweep).result(PATIENCE)
    assert meanwhile.rang == 2 * (REQUESTS - 1)
    assert sweep().rang == 2
    assert objections(circumstances=RUNNING) == []
