"""Which extension notices count under a rule, what they move, and why the others move nothing."""

import datetime as dt
from dataclasses import dataclass

from .case import CaseEvent
from .counting import Counting, add_periods
from .once import once
from .periods import Period, Unit
from .rules import ExtensionRule
from .terms import EventType, ExtensionNoticeForm
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice that was tried: by how much or until when it moves the date, or `why_not`."""

    sent_on: dt.date
    why_not: str = ""
    period: Period | None = None
    until: dt.date | None = None

    @property
    def counts(self) -> bool:
        return not self.why_not


@dataclass(frozen=True)
class Extensions:
    """An extension rule held against the notices of a case."""

    rule: ExtensionRule
    counting: Counting
    timeline: Timeline

    @property
    def first_due(self) -> dt.date | None:
        return self.counting.first_due

    @once
    def notice_limit(self) -> dt.date | None:
        """The last day for the notice; pauses move it along with the first due date (None while one stands)."""
        if self.rule.notice_by is None or self.first_due is None:
            return self.first_due
        return add_periods(self.counting.started_on, (self.rule.notice_by,), self.counting.calendar)

    @once
    def notices(self) -> tuple[Notice, ...]:
        """Each notice in order; only the first `at_most` that meet the rule count."""
        judged: list[Notice] = []
        for position, (event, day) in enumerate(self.timeline.events):
            if event.type is EventType.EXTENSION_NOTICE:
                used = sum(n.counts for n in judged)
                why_not = self._why_not(event, day, used) or self._bounce(position)
                judged.append(Notice(day, why_not) if why_not else self._promise(event, day, used))
        return tuple(judged)

    @once
    def counted(self) -> list[Notice]:
        return [n for n in self.notices if n.counts]

    def due(self) -> dt.date | None:
        """The due date after the last notice that counted: a shorter promise binds, a longer one is cut."""
        if not self.counted:
            return self.first_due
        last = self.counted[-1]
        earlier = (self.rule.by,) * (len(self.counted) - 1)
        longest = self.counting.due(*earlier, self.rule.by)
        promised = self.counting.due(*earlier, last.period or self.rule.by)
        if longest is None or promised is None:
            return None
        if last.until is None:
            return min(longest, promised)
        later_pauses = [p for p in self.counting.pauses if p.first > last.sent_on]
        until = self.counting.settle(min(last.until, longest), later_pauses)
        return min(longest, promised, until) if until else None

    def latest_possible(self) -> dt.date | None:
        """What a lawful notice can still reach; without `as_of`, the most the rule allows."""
        today = self.timeline.as_of_day
        if today is not None:
            too_late = self.notice_limit is not None and today > self.notice_limit
            if too_late or len(self.counted) >= self.rule.at_most:
                return None
        return self.counting.due(*(self.rule.by,) * self.rule.at_most)

    def _bounce(self, position: int) -> str:
        return "the notice came back undelivered: it told nobody" if position in self.timeline.bounced else ""

    def _why_not(self, event: CaseEvent, day: dt.date, used: int) -> str:
        rule = self.rule
        if used >= rule.at_most:
            return f"the rule allows {rule.at_most} extension{'' if rule.at_most == 1 else 's'}, already used"
        if self.notice_limit is not None and day > self.notice_limit:
            return f"the notice left after {self.notice_limit.isoformat()}, the last day for it"
        if rule.notice is ExtensionNoticeForm.WRITTEN and not event.written:
            return "the rule wants a written notice"
        if rule.with_reason and not event.reason.strip():
            return "the rule wants a reason in the notice"
        if rule.with_date and event.days is None and event.new_date is None:
            return "the rule wants the new date in the notice"
        return ""

    def _promise(self, event: CaseEvent, day: dt.date, used: int) -> Notice:
        """What a notice that meets the rule promises; days are counted as the rule's own period is."""
        rule, period = self.rule, self.rule.by
        if event.days is not None:
            if event.days <= 0:
                return Notice(day, "the promised period adds no day")
            unit = Unit.BUSINESS_DAYS if rule.by.unit is Unit.BUSINESS_DAYS else Unit.CALENDAR_DAYS
            period = Period(min(event.days, 9999), unit)
        before = self.counting.due(*(rule.by,) * used)
        if event.new_date is not None and before is not None and event.new_date <= before:
            return Notice(day, "the promised date is not later than the date it should extend")
        return Notice(day, period=period, until=event.new_date)
