"""Claims that can be held inside their first statement, and mutants of them: see test_sweeps_in_parallel."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.claims import LOOK_AHEAD, Claims, due_at
from requests_app.services.sweep import Swept, sweep
from tests.requests_app.parallel import GATE, PATIENCE, alone, gate_closed, wait_at_gate


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
