"""What rungs do to the request itself: give it to somebody, make it urgent. The one transition function does it."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.db.models import Count

from policies.domain.terms import RungDoes
from records.chain import Actor, ActorKind

from ..domain.ladder import Occurrence, Ringing
from ..domain.lifecycle import Action, State
from ..models import Deadline, Priority, PrivacyRequest
from .recipients import Recipients
from .transition import transition

logger = logging.getLogger(__name__)

LADDER: Final = Actor(kind=ActorKind.SYSTEM, label="ladder")

Said = tuple[tuple[str, str], ...]


class RungChanges:
    """Gathered while a batch of deadlines rings, carried out after it, in the same transaction and under its locks."""

    def __init__(self, recipients: Recipients, *, now: dt.datetime) -> None:
        self._recipients = recipients
        self._now = now
        self._given: dict[UUID, UUID] = {}
        self._urgent: set[UUID] = set()
        self._wanted: dict[tuple[Action, Said], list[UUID]] = defaultdict(list)
        self._open: dict[UUID, int] = {}

    def gather(self, deadline: Deadline, request: PrivacyRequest, found: Ringing) -> Occurrence | None:
        """Note what the rungs of `found` change. The occurrence that gives the request to another, if one does."""
        gave = None
        if request.state == State.CLOSED:
            return None  # only mail that came back is followed up then; nobody is given the case
        for change, occurrence in found.changes:
            where = (("act", str(deadline.act)), ("rung", occurrence.rung))
            if change is RungDoes.REASSIGN:
                user = self.person(occurrence, request)
                if user is not None and user != self.assignee(request):
                    self._given[request.pk] = user
                    self._open[user] = self._open.get(user, 0) + 1
                    self._wanted[Action.ASSIGN, (("assignee", str(user)), *where)].append(request.pk)
                    gave = occurrence
            elif request.priority != Priority.URGENT and request.pk not in self._urgent:
                self._urgent.add(request.pk)
                self._wanted[Action.SET_PRIORITY, (("priority", "urgent"), *where)].append(request.pk)
        return gave

    def assignee(self, request: PrivacyRequest) -> UUID | None:
        """Who has the request, once what was gathered is done."""
        return self._given.get(request.pk, request.assignee_id)

    def person(self, occurrence: Occurrence, request: PrivacyRequest) -> UUID | None:
        """Who of a rung's role or team works on it: whoever has it already, or else who has the fewest open requests.

        Only people who are there, or a deputy who is; None if nobody is.
        """
        there = self._recipients.present(
            occurrence.to, organization=request.organization_id, assignee=None, named=occurrence.named
        )
        if self.assignee(request) in there:
            return self.assignee(request)
        self._count(there)
        return min(there, key=lambda user: self._open[user], default=None)

    def carry_out(self) -> None:
        """Each kind of change for all its requests at once. What is refused is left as it is, and said in the log."""
        for (action, said), ids in self._wanted.items():
            for result in transition(ids, action, by=LADDER, details=dict(said), now=self._now):
                if not result.done:
                    logger.warning("the ladder could not %s request %s", action, result.request_id)

    def _count(self, users: Sequence[UUID]) -> None:
        if unknown := [user for user in users if user not in self._open]:
            rows = PrivacyRequest.objects.exclude(state=State.CLOSED).filter(assignee__in=unknown).order_by()
            counted = dict(rows.values_list("assignee").annotate(number=Count("pk")))
            self._open |= {user: counted.get(user, 0) for user in unknown}
