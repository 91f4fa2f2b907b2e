"""The escalation ladder of a deadline: which alert rings when, for whom. Pure.

Rungs ring at the organization's alert hour. `due` rings on the act-by day, when something can still be done, and not
on a due date that may be a Sunday; `overdue` rings at `late_from` itself, then at the alert hour of every n-th
business day. While a clock is paused there is no due date and only `waiting` rungs ring.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from policies.domain.calendars import local_day
from policies.domain.periods import Period, Unit
from policies.domain.rules import BEFORE_DUE, Rung
from policies.domain.terms import CHANGES_THE_REQUEST, Recipient, RungDoes

from .bell import Bell
from .elapsed import Span, elapsed_on

NEXT_BUSINESS_DAY: Final = Period(1, Unit.BUSINESS_DAYS)
LAST_RESORT: Final = (
    Rung(anchor="due", to=Recipient.PRIVACY_OFFICER),
    Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=NEXT_BUSINESS_DAY),
)
"""The ladder of a version that has none: no deadline is ever without an alert."""

Recorded = Mapping[str, dt.date]
"""For each rung by name: the day of its latest occurrence already sent or skipped in this generation."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody has seen an alert that repeats: it is silent between these instants."""

    since: dt.datetime
    until: dt.datetime

    def silences(self, at: dt.datetime) -> bool:
        return self.since < at < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineView:
    """What the ladder needs to know of a deadline.

    `pauses`: days, both included, on which the clock did not run; the last one has no end while it still stands.
    `armed_from`: rungs of an earlier instant are not armed again; None: every rung since the start counts. `seen`:
    the repeating rungs, by name, of which somebody whom they reach has said that they have seen them.
    """

    started_on: dt.date
    due_on: dt.date | None
    act_by: dt.date | None
    late_from: dt.datetime | None
    counts_business_days: bool = False
    pauses: tuple[Span, ...] = ()
    armed_from: dt.datetime | None = None
    seen: Mapping[str, Seen] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One ringing of a rung. `times`: for skipped ones, how many ringings of a repeating rung it stands for."""

    rung: str
    to: Recipient
    at: dt.datetime
    on: dt.date
    position: int
    times: int = 1
    named: str = ""
    do: tuple[RungDoes, ...] = (RungDoes.NOTIFY,)

    @property
    def target(self) -> tuple[Recipient, str]:
        """The role, or the team or address by its key."""
        return self.to, self.named

    @property
    def tells_a_person(self) -> bool:
        """Whether somebody hears of it, or it only changes the request or tells programs."""
        return RungDoes.NOTIFY in self.do or RungDoes.REASSIGN in self.do


@dataclass(frozen=True, slots=True)
class Ringing:
    """What rings now, what was passed over because of it, and what comes next.

    `changes`: of each thing that rungs do to the request itself, the latest that has come due, passed over or not.
    """

    rings: tuple[Occurrence, ...]
    skipped: tuple[Occurrence, ...]
    next: Occurrence | None
    changes: tuple[tuple[RungDoes, Occurrence], ...] = ()


def next_rung(
    deadline: DeadlineView, ladder: Sequence[Rung], bell: Bell, recorded: Recorded | None = None
) -> Occurrence | None:
    """The earliest occurrence not recorded yet; it may lie in the past: then it is due at once."""
    return min(rungs_for(deadline, ladder, bell, recorded), key=_order, default=None)


def rungs_for(
    deadline: DeadlineView, ladder: Sequence[Rung], bell: Bell, recorded: Recorded | None = None
) -> list[Occurrence]:
    """The next occurrence of each rung that is still to ring, earliest first."""
    firsts = (next(climb, None) for climb in _climbs(deadline, ladder, bell, recorded))
    return sorted((first for first in firsts if first is not None), key=_order)


def ring(
    deadline: DeadlineView, ladder: Sequence[Rung], bell: Bell, recorded: Recorded | None, now: dt.datetime
) -> Ringing:
    """What is due at `now`. Several rungs due at once that tell a person collapse to the latest; the others are
    skipped.

    Rungs that share the latest instant all ring, one for each role, team or address. Those that tell no person ring
    beside them: they neither silence one that does nor are silenced by it.
    """
    due: list[list[Occurrence]] = []
    following: list[Occurrence] = []
    for climb in _climbs(deadline, ladder, bell, recorded):
        passed = []
        for occurrence in climb:
            if occurrence.at > now:
                following.append(occurrence)
                break
            passed.append(occurrence)
        if passed:
            due.append(passed)
    lasts = [passed[-1] for passed in due]
    rings = _ringing(lasts)
    skipped = [o for passed in due for o in _passed_over(passed, rings)]
    return Ringing(
        rings=tuple(sorted(rings, key=_order)),
        skipped=tuple(sorted(skipped, key=_order)),
        next=min(following, key=_order, default=None),
        changes=tuple(_changes(lasts)),
    )


def _ringing(lasts: Sequence[Occurrence]) -> set[Occurrence]:
    """Of the last occurrence of each rung that is due, those that ring."""
    telling = [last for last in lasts if last.tells_a_person]
    latest = max((last.at for last in telling), default=None)
    heard = {last.target: last for last in telling if last.at == latest}
    return {*heard.values(), *(last for last in lasts if not last.tells_a_person)}


def _passed_over(passed: list[Occurrence], rings: Set[Occurrence]) -> Iterator[Occurrence]:
    """The missed ringings of a repeating rung as one, and its last one unless that rings."""
    *missed, last = passed
    if missed:
        yield replace(missed[0], times=len(missed))
    if last not in rings:
        yield last


def _changes(due: Sequence[Occurrence]) -> Iterator[tuple[RungDoes, Occurrence]]:
    """After downtime nobody gets four mails, but the request stands where it would stand without it."""
    for change in CHANGES_THE_REQUEST:
        if doing := [occurrence for occurrence in due if change in occurrence.do]:
            yield change, max(doing, key=_order)


def _order(occurrence: Occurrence) -> tuple[dt.datetime, int]:
    return (occurrence.at, occurrence.position)


def _climbs(
    deadline: DeadlineView, ladder: Sequence[Rung], bell: Bell, recorded: Recorded | None
) -> Iterator[Iterator[Occurrence]]:
    """For each rung, its occurrences that are not recorded yet, ascending; endless for a repeating rung."""
    recorded = recorded or {}
    for position, (name, rung) in enumerate(named(ladder).items()):
        days = _days(deadline, rung, bell, recorded.get(name))
        yield _occurrences(name, rung, position, _unseen(deadline, name, rung, days))


def named(ladder: Sequence[Rung]) -> Mapping[str, Rung]:
    """The rungs by their name; those that share one, for several roles, have the role in it."""
    return _named(tuple(ladder) or LAST_RESORT)


@lru_cache(maxsize=256)
def _named(ladder: tuple[Rung, ...]) -> Mapping[str, Rung]:
    rungs = {(rung.name, rung.target): rung for rung in ladder}
    shared = Counter(name for name, _ in rungs)
    return {name if shared[name] == 1 else f"{name}, {target}": rung for (name, target), rung in rungs.items()}


Ring = tuple[dt.datetime, dt.date]


def _unseen(deadline: DeadlineView, name: str, rung: Rung, days: Iterator[Ring]) -> Iterator[Ring]:
    """What rings once is never silenced; of what repeats, only the same rung: the next role up has its own."""
    seen = deadline.seen.get(name)
    if seen is None or rung.repeat is None:
        return days
    return ((at, on) for at, on in days if not seen.silences(at))


def _occurrences(name: str, rung: Rung, position: int, days: Iterator[Ring]) -> Iterator[Occurrence]:
    return (Occurrence(name, rung.to, at, on, position, named=rung.named, do=rung.do) for at, on in days)


def _days(deadline: DeadlineView, rung: Rung, bell: Bell, last: dt.date | None) -> Iterator[Ring]:
    if deadline.due_on is None or deadline.act_by is None or deadline.late_from is None:
        return _waiting(deadline, rung, bell, last) if rung.anchor == "waiting" else iter(())
    if rung.anchor == "waiting":
        return iter(())
    if rung.anchor == "overdue":
        return _overdue(deadline, deadline.late_from, rung.repeat, bell, last)
    if last is not None:
        return iter(())  # sent once is sent, wherever a calendar or a pause has moved its day since
    return _once(deadline, _day(deadline, deadline.due_on, deadline.act_by, rung, bell), bell)


def _once(deadline: DeadlineView, day: dt.date | None, bell: Bell) -> Iterator[Ring]:
    if day is not None and day >= deadline.started_on:
        at = bell.on(day)
        if deadline.armed_from is None or at > deadline.armed_from:
            yield at, day


def _day(deadline: DeadlineView, due_on: dt.date, act_by: dt.date, rung: Rung, bell: Bell) -> dt.date | None:
    if rung.percent is not None:
        return elapsed_on(
            rung.percent,
            started_on=deadline.started_on,
            due_on=due_on,
            pauses=deadline.pauses,
            calendar=bell.calendar,
            business_days=deadline.counts_business_days,
        )
    if rung.before is not None:
        last = due_on if rung.anchor == BEFORE_DUE else act_by
        return bell.before(last, rung.before, deadline.started_on)
    # Received on a Saturday and due that day: the act-by day lies before the start.
    return max(act_by, deadline.started_on)


def _overdue(
    deadline: DeadlineView, late_from: dt.datetime, repeat: Period | None, bell: Bell, last: dt.date | None
) -> Iterator[Ring]:
    """At `late_from`, or at once when it was late before it was armed; then every `repeat` at the alert hour."""
    armed_from = deadline.armed_from
    if last is None:
        at = late_from if armed_from is None else max(late_from, armed_from)
        last = local_day(at, bell.zone)
        yield at, last
    if repeat is None:
        return
    while True:
        last = bell.later(last, repeat)
        at = bell.on(last)
        if at >= late_from and (armed_from is None or at > armed_from):
            yield at, last


def _waiting(deadline: DeadlineView, rung: Rung, bell: Bell, last: dt.date | None) -> Iterator[Ring]:
    """Every `repeat` since the pause began; without `repeat` once, on the business day after."""
    begun = next((first for first, end in deadline.pauses if end is None), deadline.started_on)
    repeat = rung.repeat or NEXT_BUSINESS_DAY
    day = begun if last is None else max(begun, last)
    while rung.repeat is not None or day == begun:
        day = bell.later(day, repeat)
        if deadline.armed_from is None or bell.on(day) > deadline.armed_from:
            yield bell.on(day), day
