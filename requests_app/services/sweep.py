"""The sweep: rings whatever deadline is due, whenever it runs, whoever else is running it.

One batch is one transaction: (1) lock requests that have a due deadline, (2) read those deadlines in a new statement,
(3) ring them. A batch that raises is halved until the row at fault stands alone; that row is put off and told to an
operator, and the others ring. Lock order: requests in ascending order of id, then their rows.
"""

import datetime as dt
import logging
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from .. import clock_source
from ..domain.clock_states import MovedBy
from ..models import Deadline, PrivacyRequest, SweepMark
from . import clock, faults
from .claims import Claims
from .halving import DATABASE_AWAY, split
from .ringing import Settings, ring_all

logger = logging.getLogger(__name__)

BATCH: Final = 200


@dataclass(slots=True)
class Swept:
    """What a sweep came to. `finished`: nothing that could be rung was left."""

    rang: int = 0
    faults: int = 0
    finished: bool = False


def sweep(*, batch: int = BATCH, seconds: float = 90, claims: Claims | None = None) -> Swept:
    """Ring all due deadlines, batch by batch, until none is left or `seconds` have passed."""
    claims = claims or Claims()
    swept = Swept()
    until = time.monotonic() + seconds
    while not swept.finished and time.monotonic() < until:
        taken = _Batch(claims, clock_source.now())
        swept.finished = not taken.ring(batch)
        swept.rang += taken.rang
        swept.faults += taken.faults
    if swept.finished:
        _mark(swept)
    return swept


def last_swept_at() -> dt.datetime | None:
    """When any host last finished a sweep."""
    return SweepMark.objects.order_by("-swept_at").values_list("swept_at", flat=True).first()


def _mark(swept: Swept) -> None:
    mark = SweepMark(host=socket.gethostname()[:120], swept_at=clock_source.now(), rang=swept.rang)
    SweepMark.objects.bulk_create(
        [mark], update_conflicts=True, unique_fields=["host"], update_fields=["swept_at", "rang"]
    )


class _Batch:
    """Some due deadlines, rung together, or each half by itself."""

    def __init__(self, claims: Claims, now: dt.datetime) -> None:
        self.claims = claims
        self.now = now
        self.rang = 0
        self.faults = 0
        self._taken: list[UUID] = []

    def ring(self, limit: int) -> bool:
        """Ring the due deadlines of up to `limit` requests. Whether there was any request to lock."""
        try:
            with transaction.atomic():
                requests = self.claims.lock(self.now, limit)
                rang = self._ring(requests, None)
            self.rang += rang
            return bool(requests)
        except DATABASE_AWAY:
            raise
        except Exception as error:  # noqa: BLE001 - whatever one row does must not stop the others
            raised = error
        split(self._taken, raised, self._ring_only, self._put_off)
        return True

    def _ring_only(self, ids: Sequence[UUID]) -> None:
        with transaction.atomic():
            rang = self._ring(self.claims.lock_again(ids), ids)
        self.rang += rang

    def _put_off(self, deadline_id: UUID, error: Exception) -> None:
        logger.error("deadline %s could not be rung", deadline_id, exc_info=error)
        faults.put_off(deadline_id, now=self.now)
        self.faults += 1

    def _ring(self, requests: Sequence[PrivacyRequest], only: Sequence[UUID] | None) -> int:
        """Steps 2 and 3. A deadline computed under an older calendar is computed again before it may ring."""
        deadlines = self._due(requests, only)
        if not deadlines:
            return 0
        by_id = {request.pk: request for request in requests}
        settings = Settings.of(requests, now=self.now)
        stale = {deadline.request_id for deadline in deadlines if settings.is_stale(deadline)}
        if stale:
            with_submissions = PrivacyRequest.objects.filter(pk__in=stale).select_related("submission")
            clock.rederive(list(with_submissions), now=self.now, moved_by=MovedBy.CALENDAR)
            by_id |= PrivacyRequest.objects.in_bulk(stale)  # their chains have moved on
            deadlines = self._due(requests, only)
        return ring_all(deadlines, by_id, settings, now=self.now)

    def _due(self, requests: Sequence[PrivacyRequest], only: Sequence[UUID] | None) -> list[Deadline]:
        deadlines = self.claims.due(requests, self.now, only)
        self._taken = [deadline.pk for deadline in deadlines]
        return deadlines
