"""Saying that an alert which repeats has been seen: it is silent for whoever it reaches, for a while.

An alert of another role goes on, and a date that has passed stays in every list. It repeats again when the due date
moves, when the request is given to somebody else, when it is undone, and in any case on the fifth business day after.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction

from organizations.models import User
from organizations.services.people import staff_actor
from policies.domain.rules import Rung
from policies.domain.terms import Recipient

from ..domain.bell import Bell
from ..domain.clock_states import DeadlineState
from ..domain.events import EventName
from ..domain.ladder import named
from ..domain.refusals import Refused
from ..models import Deadline, PrivacyRequest
from . import history
from .escalation import arm
from .history import Happening
from .recipients import Recipients
from .ringing import Settings

LOOK_AGAIN: Final = "Look at the case again."


@dataclass(frozen=True, slots=True)
class Repeating:
    """A rung of a live deadline that has rung and goes on ringing. `hearers`: the people it reaches now."""

    name: str
    hearers: frozenset[UUID]


def repeating(deadline: Deadline, request: PrivacyRequest, ladder: Sequence[Rung], who: Recipients) -> list[Repeating]:
    """What repeats now about a deadline. An alert for an address is the privacy officer's to have seen."""
    anchor = "waiting" if deadline.due_on is None else "overdue"
    found = []
    for name, rung in named(ladder).items():
        if rung.anchor == anchor and rung.repeat is not None and name in deadline.rung_days:
            told = who.of(
                rung.to, organization=deadline.organization_id, assignee=request.assignee_id, named=rung.named
            )
            if all(hearer.user is None for hearer in told):
                told = who.of(Recipient.PRIVACY_OFFICER, organization=deadline.organization_id, assignee=None)
            found.append(Repeating(name, frozenset(hearer.user for hearer in told if hearer.user)))
    return found


@transaction.atomic
def see(deadline_id: UUID, *, by: User, now: dt.datetime) -> dt.datetime:
    """Until when what repeats about the deadline is silent for `by` and those who hold the same role.

    Doing it again lengthens the silence. Raises Refused when nothing about it repeats for `by`.
    """
    deadline, request, settings = _locked(deadline_id, now)
    found = repeating(deadline, request, settings.ladders[request.policy_version_id], settings.recipients)
    mine = [one.name for one in found if by.pk in one.hearers]
    if not mine or deadline.state != DeadlineState.LIVE:
        raise Refused(request.reference, "No alert about this date repeats for you.", LOOK_AGAIN)
    bell = settings.bell(request)
    until = bell.silent_until(now)
    for name in mine:
        # what it was silent about before is not made up for
        since = deadline.seen.get(name, {}).get("since", now.isoformat())
        assignee = str(request.assignee_id) if request.assignee_id else None
        deadline.seen[name] = {"since": since, "until": until.isoformat(), "by": str(by.pk), "assignee": assignee}
    body = {"rungs": mine, "until": until.isoformat()}
    _save(deadline, request, settings, bell, EventName.ALERT_SEEN, body, by=by, now=now)
    return until


@transaction.atomic
def undo(deadline_id: UUID, *, by: User, now: dt.datetime) -> None:
    """What `by`, or another of those whom it reaches, has seen repeats again, from its next time on. Raises Refused."""
    deadline, request, settings = _locked(deadline_id, now)
    found = repeating(deadline, request, settings.ladders[request.policy_version_id], settings.recipients)
    reached = {one.name for one in found if by.pk in one.hearers}
    mine = [name for name in silent(deadline, now) if name in reached or deadline.seen[name]["by"] == str(by.pk)]
    if not mine:
        raise Refused(request.reference, "No alert about this date is silent for you.", LOOK_AGAIN)
    for name in mine:
        deadline.seen[name]["until"] = now.isoformat()
    bell = settings.bell(request)
    _save(deadline, request, settings, bell, EventName.ALERT_SEEN_UNDONE, {"rungs": mine}, by=by, now=now)


def silent(deadline: Deadline, now: dt.datetime) -> list[str]:
    """The rungs of a deadline that are silent now because somebody has seen them."""
    return [name for name, one in deadline.seen.items() if dt.datetime.fromisoformat(one["until"]) > now]


def _locked(deadline_id: UUID, now: dt.datetime) -> tuple[Deadline, PrivacyRequest, Settings]:
    """Read after the request is locked: a deadline changes only under its lock."""
    of_deadline = Deadline.objects.filter(pk=deadline_id).values("request")
    request = PrivacyRequest.objects.select_for_update(of=("self",), no_key=True).get(pk__in=of_deadline)
    return Deadline.objects.get(pk=deadline_id), request, Settings.of([request], now=now)


def _save(
    deadline: Deadline,
    request: PrivacyRequest,
    settings: Settings,
    bell: Bell,
    name: EventName,
    said: Mapping[str, object],
    *,
    by: User,
    now: dt.datetime,
) -> None:
    arm(deadline, settings.ladders[request.policy_version_id], bell)
    deadline.save(update_fields=["seen", "next_alert_at", "next_rung"])
    what = {"act": deadline.act, "kind": deadline.kind, "authority": deadline.authority}
    body = {**what, "generation": deadline.generation, **said}
    history.write([Happening(subject=request, name=name, body=body, by=staff_actor(by))], now=now)
