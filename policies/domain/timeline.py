"""What happened to a case, as local days: answers, notices, and the intervals in which a clock does not run."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .calendars import ONE_DAY, local_day
from .case import Case, CaseEvent
from .once import once
from .rules import PauseRule
from .terms import EventType, PauseCount

ANSWERS = frozenset({EventType.RESPONSE_SENT, EventType.DENIED})


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a clock does not run, both included; `last` None: it still stands."""

    first: dt.date
    last: dt.date | None
    why: str


def instant_of(words: str) -> dt.datetime | None:
    """The aware instant that `words` writes in ISO 8601, or None."""
    try:
        instant = dt.datetime.fromisoformat(words)
    except ValueError:
        return None
    return instant if instant.tzinfo else None


@dataclass(frozen=True)
class Timeline:
    """The events of a case up to `as_of`, in order, each with its local day."""

    case: Case

    @once
    def events(self) -> tuple[tuple[CaseEvent, dt.date], ...]:
        case = self.case
        if not case.events:
            return ()
        counted = (e for e in case.events if case.as_of is None or e.at <= case.as_of)
        ordered = sorted(counted, key=lambda e: e.at)  # stable: equal instants keep their order
        return tuple((e, local_day(e.at, case.zone)) for e in ordered)

    @once
    def as_of_day(self) -> dt.date | None:
        return local_day(self.case.as_of, self.case.zone) if self.case.as_of else None

    def of_type(self, *types: EventType) -> Iterator[tuple[CaseEvent, dt.date]]:
        return ((e, day) for e, day in self.events if e.type in types)

    def first_day_of(self, *types: EventType) -> dt.date | None:
        return next((day for event, day in self.events if event.type in types), None)

    @once
    def answered_on(self) -> dt.date | None:
        """The day of the answer that stands: the first after the last reopening; None while there is none."""
        return self._standing_answer[0]

    @once
    def withdrawn(self) -> bool:
        """Withdrawn before it was answered, and not reopened since."""
        return self._standing_answer[1]

    @once
    def _standing_answer(self) -> tuple[dt.date | None, bool]:
        answered, withdrawn = None, False
        for event, day in self.events:
            if event.type is EventType.REOPENED:
                answered, withdrawn = None, False
            elif event.type in ANSWERS and answered is None and not withdrawn:
                answered = day
            elif event.type is EventType.WITHDRAWN and answered is None:
                withdrawn = True
        return answered, withdrawn

    @once
    def bounced(self) -> frozenset[int]:
        """Positions of the events whose sending came back: a notice that bounced advised nobody."""
        found: set[int] = set()
        for position, (event, _) in enumerate(self.events):
            if event.type is EventType.NOTICE_BOUNCED:
                found |= self._bounced_by(event, position)
        return frozenset(found)

    def _bounced_by(self, bounce: CaseEvent, position: int) -> set[int]:
        """`of` names an event's id, its instant, or its type (then the latest one before the bounce)."""
        earlier = [(i, e) for i, (e, _) in enumerate(self.events[:position])]
        if exact := {i for i, e in earlier if bounce.of and (bounce.of == e.id or instant_of(bounce.of) == e.at)}:
            return exact
        wanted = bounce.of or EventType.EXTENSION_NOTICE
        return set([i for i, e in earlier if e.type == wanted][-1:])

    def pauses(self, rules: Iterable[PauseRule], started_on: dt.date) -> list[Pause]:
        """The pauses these rules make after the day of the start, merged and in order."""
        spans = [span for rule in rules for span in self._spans(rule, started_on)]
        merged: list[Pause] = []
        for span in sorted(spans, key=lambda s: s.first):
            if merged and (merged[-1].last is None or span.first <= merged[-1].last + ONE_DAY):
                merged[-1] = _joined(merged[-1], span)
            else:
                merged.append(span)
        return merged

    def _spans(self, rule: PauseRule, started_on: dt.date) -> Iterator[Pause]:
        begun: dt.date | None = None
        for event, day in self.events:
            if event.type == rule.begins and begun is None:
                begun = day
            elif event.type == rule.ends and begun is not None:
                yield from _span(rule, begun, day, started_on)
                begun = None
        if begun is not None:
            yield from _span(rule, begun, None, started_on)


def _span(rule: PauseRule, begun: dt.date, ended: dt.date | None, started_on: dt.date) -> Iterator[Pause]:
    inset = ONE_DAY if rule.counts is PauseCount.WHOLE else dt.timedelta(0)
    first = max(begun + inset, started_on + ONE_DAY)
    last = ended - inset if ended is not None else None
    if last is None or first <= last:
        yield Pause(first, last, rule.says)


def _joined(a: Pause, b: Pause) -> Pause:
    last = None if a.last is None or b.last is None else max(a.last, b.last)
    why = a.why if b.why in a.why else f"{a.why} {b.why}"
    return Pause(a.first, last, why)
