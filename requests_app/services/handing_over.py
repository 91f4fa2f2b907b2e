"""Handing over somebody's open requests at once, as when they leave."""

import datetime as dt

from organizations.models import Organization, User
from records.chain import Actor

from ..domain.lifecycle import Action
from ..selectors.owners import owned
from .effects import NOBODY
from .transition import Result, transition


def hand_over(
    organization: Organization, leaving: User, to: User | None, *, by: Actor, now: dt.datetime | None = None
) -> list[Result]:
    """Give every open request of `leaving` in `organization` to somebody else, or to nobody for now.

    In batches; each result says what became of one request. Doing it again finds nothing left to hand over.
    """
    ids = list(owned(leaving.pk, organization.pk).order_by("pk").values_list("pk", flat=True))
    details = {"assignee": str(to.pk) if to else NOBODY}
    return transition(ids, Action.ASSIGN, by=by, details=details, now=now) if ids else []
