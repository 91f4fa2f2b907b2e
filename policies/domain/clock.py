"""One clock under one rule: start, period, pauses, extension, roll. Computed from scratch, never added to."""

import datetime as dt
from dataclasses import dataclass

from .calendars import BusinessCalendar
from .counting import Counting
from .extensions import Extensions, Notice
from .findings import Step
from .once import once
from .periods import Period, Unit
from .rules import DeadlineRule
from .timeline import Pause, Timeline


@dataclass(frozen=True)
class Clock:
    """What one rule says of one case, counted from `started_on`.

    `calendar`: the legal one, or its `internal` form for targets. Dates are None while the clock is paused.
    """

    rule: DeadlineRule
    within: Period
    started_on: dt.date
    timeline: Timeline
    calendar: BusinessCalendar

    @once
    def counting(self) -> Counting:
        pauses = tuple(self.timeline.pauses(self.rule.pauses, self.started_on)) if self.rule.pauses else ()
        return Counting(self.started_on, self.within, self.rule.roll, self.calendar, pauses)

    @once
    def extensions(self) -> Extensions | None:
        return Extensions(self.rule.extension, self.counting, self.timeline) if self.rule.extension else None

    @property
    def first_due_on(self) -> dt.date | None:
        return self.counting.first_due

    @once
    def due_on(self) -> dt.date | None:
        return self.extensions.due() if self.extensions else self.first_due_on

    @property
    def latest_possible_on(self) -> dt.date | None:
        return self.extensions.latest_possible() if self.extensions else None

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self.extensions.notices if self.extensions else ()

    @property
    def extended(self) -> bool | None:
        """None: the rule allows none, or none was tried; False: none of those tried counted."""
        return any(n.counts for n in self.notices) if self.notices else None

    @once
    def arithmetic(self) -> tuple[Step, ...]:
        """How the date came about, a line a step."""
        steps = [Step("receipt", self.started_on, "Received. This day is day zero.")]
        steps += self._skipped()
        steps += [_pause_step(p) for p in self.counting.pauses if self.due_on is None or p.first <= self.due_on]
        if self.first_due_on is not None:
            steps.append(Step("counted", self.first_due_on, f"{self.within} after that day."))
        steps += [self._notice_step(n) for n in self.notices]
        if self.due_on is not None:
            steps.append(Step("due", self.due_on, "The last day on which it is in time."))
        return tuple(steps)

    def _skipped(self) -> list[Step]:
        if self.within.unit is not Unit.BUSINESS_DAYS or self.due_on is None:
            return []
        holidays = self.calendar.holidays_between(self.started_on, self.due_on)
        return [Step("skipped", day, f"{name}: not a business day.") for day, name in holidays]

    def _notice_step(self, notice: Notice) -> Step:
        if not notice.counts:
            return Step("not extended", notice.sent_on, f"An extension notice moved nothing: {notice.why_not}.")
        promise = f"until {notice.until.isoformat()}" if notice.until else f"by {notice.period}"
        most = f", {self.rule.extension.by} at most" if self.rule.extension else ""
        return Step("extended", notice.sent_on, f"Extension notice sent: {promise}{most}.")


def _pause_step(pause: Pause) -> Step:
    until = f"until {pause.last.isoformat()}, both included" if pause.last else "and it still does"
    return Step("paused", pause.first, f"The clock stood still from this day {until}. {pause.why}".strip())
