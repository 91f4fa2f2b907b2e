"""One clock under one rule: start, period, pauses, extension, roll. Computed from scratch, never added to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from .calendars import ONE_DAY, BusinessCalendar, add_months
from .case import CaseEvent
from .findings import Step
from .periods import Period, Unit
from .rules import DeadlineRule, ExtensionRule
from .terms import EventType, ExtensionNoticeForm, Roll
from .timeline import Pause, Timeline

_FAMILY = {Unit.WEEKS: Unit.CALENDAR_DAYS, Unit.YEARS: Unit.MONTHS}
_FACTOR = {Unit.WEEKS: 7, Unit.YEARS: 12}


@dataclass(frozen=True, slots=True)
class Notice:
    """An extension notice that was tried: until when it moved the date, or why it moved nothing."""

    sent_on: dt.date
    why_not: str = ""
    period: Period | None = None
    until: dt.date | None = None

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Clock:
    """What one rule says of one case. `due_on` None: the clock is paused."""

    started_on: dt.date
    first_due_on: dt.date | None
    due_on: dt.date | None
    latest_possible_on: dt.date | None
    extended: bool | None
    notices: tuple[Notice, ...] = ()
    arithmetic: tuple[Step, ...] = field(default=(), compare=False)


@dataclass(frozen=True)
class ClockRunner:
    """Runs a rule over a timeline from `started_on` in a calendar (the legal one, or `internal` for targets)."""

    rule: DeadlineRule
    within: Period
    started_on: dt.date
    timeline: Timeline
    calendar: BusinessCalendar

    def run(self) -> Clock:
        pauses = self.timeline.pauses(self.rule.pauses, self.started_on)
        first_due = self._due((self.within,), pauses)
        notices = self._judge_notices(first_due, pauses)
        counted = [n for n in notices if n.counts]
        due = self._extended_due(counted, pauses) if counted else first_due
        return Clock(
            started_on=self.started_on,
            first_due_on=first_due,
            due_on=due,
            latest_possible_on=self._latest(first_due, len(counted), pauses),
            extended=bool(counted) if self.rule.extension and notices else None,
            notices=notices,
            arithmetic=self._steps(pauses, first_due, due, notices),
        )

    # -- counting ------------------------------------------------------------------------------

    def _due(self, periods: tuple[Period, ...], pauses: list[Pause]) -> dt.date | None:
        return self._settle(add_periods(self.started_on, periods, self.calendar), pauses)

    def _settle(self, unpaused: dt.date, pauses: Iterable[Pause]) -> dt.date | None:
        """Move a date along by the pauses that begin on or before it, then roll it if the rule says so."""
        due = unpaused
        for pause in pauses:
            if pause.first > due:
                break
            if pause.last is None:
                return None
            due = self._moved(due, pause)
        return self.calendar.next_business_day_on_or_after(due) if self.rule.roll is Roll.NEXT_BUSINESS_DAY else due

    def _moved(self, due: dt.date, pause: Pause) -> dt.date:
        assert pause.last is not None
        if self.within.unit is Unit.BUSINESS_DAYS:
            days = self.calendar.business_days_between(pause.first, pause.last)
            return self.calendar.add_business_days(due, days) if days else due
        return due + (pause.last - pause.first + ONE_DAY)

    # -- extension -----------------------------------------------------------------------------

    def _judge_notices(self, first_due: dt.date | None, pauses: list[Pause]) -> tuple[Notice, ...]:
        """Each notice in order; only the first `at_most` that meet the rule count."""
        notices: list[Notice] = []
        for position, (event, day) in enumerate(self.timeline.events):
            if event.type is EventType.EXTENSION_NOTICE:
                used = sum(n.counts for n in notices)
                why_not = self._why_not(event, day, first_due, used) or self._bounce(position)
                notices.append(Notice(day, why_not) if why_not else self._promise(event, day, first_due, used, pauses))
        return tuple(notices)

    def _bounce(self, position: int) -> str:
        return "the notice came back undelivered: it told nobody" if position in self.timeline.bounced else ""

    def _why_not(self, event: CaseEvent, day: dt.date, first_due: dt.date | None, used: int) -> str:
        rule = self.rule.extension
        if rule is None:
            return "this rule allows no extension"
        if used >= rule.at_most:
            return f"the rule allows {rule.at_most} extension{'' if rule.at_most == 1 else 's'}, already used"
        limit = self._notice_limit(rule, first_due)
        if limit is not None and day > limit:
            return f"the notice left after {limit.isoformat()}, the last day for it"
        if rule.notice is ExtensionNoticeForm.WRITTEN and not event.written:
            return "the rule wants a written notice"
        if rule.with_reason and not event.reason.strip():
            return "the rule wants a reason in the notice"
        if rule.with_date and event.days is None and event.new_date is None:
            return "the rule wants the new date in the notice"
        return ""

    def _notice_limit(self, rule: ExtensionRule, first_due: dt.date | None) -> dt.date | None:
        """The last day for the notice; None while a pause leaves it open."""
        if rule.notice_by is None or first_due is None:
            return first_due
        return add_periods(self.started_on, (rule.notice_by,), self.calendar)

    def _promise(
        self, event: CaseEvent, day: dt.date, first_due: dt.date | None, used: int, pauses: list[Pause]
    ) -> Notice:
        """What a notice that meets the rule promises: a shorter period binds, a longer one is cut."""
        rule = self.rule.extension
        assert rule is not None
        until, period = event.new_date, rule.by
        if event.days is not None:
            unit = Unit.BUSINESS_DAYS if rule.by.unit is Unit.BUSINESS_DAYS else Unit.CALENDAR_DAYS
            if event.days <= 0:
                return Notice(day, "the promised period is not longer than the first")
            period = Period(min(event.days, 9999), unit)
        before = self._due((self.within, *(rule.by,) * used), pauses) if used else first_due
        if until is not None and before is not None and until <= before:
            return Notice(day, "the promised date is not later than the date it should extend")
        return Notice(day, period=period, until=until)

    def _extended_due(self, counted: list[Notice], pauses: list[Pause]) -> dt.date | None:
        """The due date after the last notice that counted."""
        rule, last = self.rule.extension, counted[-1]
        assert rule is not None and last.period is not None
        full = (rule.by,) * len(counted)
        longest = self._due((self.within, *full), pauses)
        candidates = [longest, self._due((self.within, *full[1:], last.period), pauses)]
        if last.until is not None and longest is not None:
            later = [p for p in pauses if p.first > last.sent_on]
            candidates.append(self._settle(min(last.until, longest), later))
        return None if None in candidates else min(c for c in candidates if c is not None)

    def _latest(self, first_due: dt.date | None, used: int, pauses: list[Pause]) -> dt.date | None:
        """What a lawful notice can still reach; without `as_of`, the most the rule allows."""
        rule, today = self.rule.extension, self.timeline.as_of_day
        if rule is None:
            return None
        if today is not None:
            limit = self._notice_limit(rule, first_due)
            if used >= rule.at_most or (limit is not None and today > limit):
                return None
        return self._due((self.within, *(rule.by,) * rule.at_most), pauses)

    # -- explaining ----------------------------------------------------------------------------

    def _steps(
        self, pauses: list[Pause], first_due: dt.date | None, due: dt.date | None, notices: tuple[Notice, ...]
    ) -> tuple[Step, ...]:
        steps = [Step("receipt", self.started_on, "Received. This day is day zero.")]
        steps += self._skipped(due)
        steps += [_pause_step(p) for p in pauses if due is None or p.first <= due]
        if first_due is not None:
            steps.append(Step("counted", first_due, f"{self.within} after that day."))
        steps += self._notice_steps(notices)
        if due is not None:
            steps.append(Step("due", due, "The last day on which the answer is in time."))
        return tuple(steps)

    def _skipped(self, due: dt.date | None) -> list[Step]:
        if self.within.unit is not Unit.BUSINESS_DAYS or due is None:
            return []
        holidays = self.calendar.holidays_between(self.started_on, due)
        return [Step("skipped", day, f"{name}: not a business day.") for day, name in holidays]

    def _notice_steps(self, notices: tuple[Notice, ...]) -> list[Step]:
        rule = self.rule.extension
        steps = []
        for n in notices:
            if n.counts:
                promise = f"until {n.until.isoformat()}" if n.until else f"by {n.period}"
                most = f", {rule.by} at most" if rule else ""
                steps.append(Step("extended", n.sent_on, f"Extension notice sent: {promise}{most}."))
            else:
                steps.append(Step("not extended", n.sent_on, f"An extension notice moved nothing: {n.why_not}."))
        return steps


def _pause_step(pause: Pause) -> Step:
    until = f"until {pause.last.isoformat()}, both included" if pause.last else "and it still does"
    return Step("paused", pause.first, f"The clock stood still from this day {until}. {pause.why}".strip())


def add_periods(start: dt.date, periods: tuple[Period, ...], calendar: BusinessCalendar) -> dt.date:
    """Add periods one after the other; neighbours of one kind are counted together from the original start."""
    day = start
    for period in _joined(periods):
        day = _add(day, period, calendar)
    return day


def _joined(periods: tuple[Period, ...]) -> list[Period]:
    joined: list[Period] = []
    for period in periods:
        plain = Period(period.count * _FACTOR.get(period.unit, 1), _FAMILY.get(period.unit, period.unit))
        if joined and joined[-1].unit is plain.unit:
            joined[-1] = replace(joined[-1], count=joined[-1].count + plain.count)
        else:
            joined.append(plain)
    return joined


def _add(day: dt.date, period: Period, calendar: BusinessCalendar) -> dt.date:
    match period.unit:
        case Unit.BUSINESS_DAYS:
            return calendar.add_business_days(day, period.count)
        case Unit.MONTHS:
            return add_months(day, period.count)
    return day + dt.timedelta(days=period.count)
