"""Which period of time the answer covers, as printed and as the law has it."""

import datetime as dt
from dataclasses import dataclass

from .calendars import add_months
from .findings import Citation
from .periods import Period, Unit
from .rules import LookBackRule, RuleSet
from .situation import Situation
from .terms import SEE_DATA, Caution


@dataclass(frozen=True, slots=True)
class LookBack:
    """Both ends included. `starts_on` None: everything held. `starts_on_by_law` None: no law says."""

    starts_on: dt.date | None
    ends_on: dt.date
    starts_on_by_law: dt.date | None
    because: tuple[Citation, ...]


def look_back(situation: Situation) -> LookBack | None:
    """The look-back period of a right to see data; None for other rights."""
    received_on = situation.case.received_on
    if situation.case.right not in SEE_DATA:
        return None
    rule, owner = _printed(situation)
    starts_on = _start(rule, received_on) if rule else None
    by_law = _by_law(situation)
    if not situation.rules.is_law and starts_on is not None and by_law is not None and by_law < starts_on:
        situation.warn(Caution.PRINTED_BEYOND_LAW)
    because = (Citation.of(rule, owner),) if rule and owner else ()
    return LookBack(starts_on, received_on, by_law, because)


def _printed(situation: Situation) -> tuple[LookBackRule | None, RuleSet | None]:
    rule = next(situation.matching(situation.rules.look_backs), None)
    if rule is None or rule.from_law is None:
        return rule, situation.rules
    law = situation.law(rule.from_law.law)
    source = next((r for r in law.look_backs if r.key == rule.from_law.key), None) if law else None
    if source is None:
        situation.warn(Caution.LAW_NOT_IN_FORCE)
    return source, law


def _start(rule: LookBackRule, received_on: dt.date) -> dt.date | None:
    return back_from(received_on, rule.back) if rule.back else rule.since


def _by_law(situation: Situation) -> dt.date | None:
    """The earliest day any law that bears on the case lets the person ask back to."""
    laws = [situation.rules] if situation.rules.is_law else situation.laws_bearing
    starts = []
    for law in laws:
        for rule in situation.matching(law.look_backs):
            starts += [d for d in (rule.since, _start(rule, situation.case.received_on)) if d is not None]
    return min(starts, default=None)


def back_from(day: dt.date, period: Period) -> dt.date:
    """The day that lies `period` before `day`; months and years are clamped to the month's end."""
    match period.unit:
        case Unit.MONTHS:
            return add_months(day, -period.count)
        case Unit.YEARS:
            return add_months(day, -12 * period.count)
        case Unit.WEEKS:
            return day - dt.timedelta(weeks=period.count)
    return day - dt.timedelta(days=period.count)
