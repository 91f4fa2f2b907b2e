"""Arming a deadline: which rung of its ladder rings next, and when.

Whoever changes a deadline, under its request's lock, arms it with `arm`; the sweep rings it and arms it again. Both
derive the ladder from the row alone: its dates, its pauses, its generation, and the rungs recorded in `rung_days`.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from policies.domain.rules import Rung

from ..domain.bell import Bell
from ..domain.clock_states import DeadlineState
from ..domain.ladder import DeadlineView, Occurrence, Ringing, Seen, next_rung, ring
from ..models import Alert, AlertState, Deadline


def arm(deadline: Deadline, ladder: Sequence[Rung], bell: Bell) -> None:
    """Set, without saving, when the deadline rings next. One that is not live never rings."""
    upcoming = None
    if deadline.state == DeadlineState.LIVE:
        upcoming = next_rung(view_of(deadline), ladder, bell, recorded(deadline))
    _set_next(deadline, upcoming)


def ring_due(deadline: Deadline, ladder: Sequence[Rung], bell: Bell, *, now: dt.datetime) -> Ringing:
    """What of the deadline is due at `now`. Records it on the row and arms the row anew, without saving."""
    found = ring(view_of(deadline), ladder, bell, recorded(deadline), now)
    days = recorded(deadline)
    for occurrence in (*found.skipped, *found.rings):
        days[occurrence.rung] = max(occurrence.on, days.get(occurrence.rung, occurrence.on))
    deadline.rung_days = {rung: day.isoformat() for rung, day in days.items()}
    _set_next(deadline, found.next)
    return found


def cancel_alerts(deadline_ids: Iterable[UUID]) -> int:
    """Alerts that no message holds yet are never sent. The caller holds the locks of the requests."""
    waiting = Alert.objects.filter(deadline__in=deadline_ids, state=AlertState.PENDING)
    return waiting.update(state=AlertState.CANCELLED)


def view_of(deadline: Deadline) -> DeadlineView:
    """The row as the ladder sees it."""
    return DeadlineView(
        started_on=deadline.started_on,
        due_on=deadline.due_on,
        act_by=deadline.act_by,
        late_from=deadline.late_from,
        counts_business_days=deadline.counts_business_days,
        pauses=tuple((_day(first), _day(last) if last else None) for first, last in deadline.pauses),
        armed_from=deadline.armed_from,
        seen={rung: Seen(_moment(one["since"]), _moment(one["until"])) for rung, one in deadline.seen.items()},
    )


def recorded(deadline: Deadline) -> dict[str, dt.date]:
    """The day of the latest alert of each rung, sent or skipped, in this generation."""
    return {rung: _day(day) for rung, day in deadline.rung_days.items()}


def end_silence(deadline: Deadline, *, assignee: UUID | None, now: dt.datetime) -> None:
    """Whoever gets a request has seen none of its alerts: set, without saving, that they repeat again."""
    holder = str(assignee) if assignee else None
    if any(one["assignee"] != holder for one in deadline.seen.values()):
        deadline.seen = {
            rung: {**one, "until": min(_moment(one["until"]), now).isoformat(), "assignee": holder}
            for rung, one in deadline.seen.items()
        }


def _set_next(deadline: Deadline, upcoming: Occurrence | None) -> None:
    deadline.next_alert_at = upcoming.at if upcoming else None
    deadline.next_rung = upcoming.rung if upcoming else ""


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def _day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)
