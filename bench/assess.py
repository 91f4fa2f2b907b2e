"""`assess`: how many due dates a second the pure core computes, bare and with everything they rest on.

Floor: the same dates by nothing but an addition, and by a bisection in an array of business days.
"""

import datetime as dt
import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from policies.assess_lines.sources import PackVersions
from policies.domain.assessment import Assessment, assess
from policies.domain.calendars import BusinessCalendar
from policies.domain.case import Case
from policies.domain.clock import Clock
from policies.domain.deadlines import deadlines
from policies.domain.facts import Fact
from policies.domain.rules import DeadlineRule, RuleSet
from policies.domain.situation import Situation
from policies.domain.terms import Act, Right
from policies.domain.timeline import Timeline
from policies.domain.versions import in_force
from policies.legal_calendar import calendar_of

from .figures import Ratio, Report
from .ground import Ground

ZONE = ZoneInfo("America/Los_Angeles")
FIRST = dt.date(2026, 1, 1)
FACTS = {"residency": Fact("US-CA"), "in_writing": Fact(value=True)}
LEAST_BARE, LEAST_REASONED = 1 / 32, 1 / 160
"""What 100,000 and 20,000 a second are of the floor's 3,200,000 on the machine that the goal was set on."""

REPEATS = 5


def measure(ground: Ground, size: int) -> Report:  # noqa: ARG001 - nothing is kept anywhere
    """`size`: due dates of each kind."""
    days = [FIRST + dt.timedelta(days=number % 330) for number in range(size)]
    calendar, rules, laws = calendar_of("US"), *_prospect(FIRST)
    rates = {
        "due dates/s, 45 days": _rate(days, _bare(_rule(rules, Act.RESPOND), calendar)),
        "due dates/s, 10 business days": _rate(days, _bare(_rule(laws["law/us-ca/ccpa"], Act.ACKNOWLEDGE), calendar)),
        "due dates/s with reasons": _reasoned(days, rules, laws, calendar),
        "whole assessments/s": _rate(days[: size // 4], lambda day: _assessed(_case(day), rules, laws, calendar)),
        "floor, 45 days": _rate(days, _added),
        "floor, 10 business days": _rate(days, _bisected(calendar)),
    }
    floor = min(rates["floor, 45 days"], rates["floor, 10 business days"])
    bare = min(rates["due dates/s, 45 days"], rates["due dates/s, 10 business days"])
    ratios = [
        Ratio("due dates to the floor", bare / floor, least=LEAST_BARE),
        Ratio("due dates with reasons to the floor", rates["due dates/s with reasons"] / floor, least=LEAST_REASONED),
    ]
    return Report("assess", sizes={"due dates": size}, figures=rates, ratios=ratios)


def _prospect(day: dt.date) -> tuple[RuleSet, dict[str, RuleSet]]:
    """Prospect Medical's policy and the laws it names, as they stand on `day`."""
    packs = PackVersions()

    def on_day(pack: str) -> RuleSet | None:
        found = in_force(packs.versions(pack, day), day)
        return found.version if found else None

    rules = on_day("prospect-medical/privacy-policy")
    if rules is None:
        raise LookupError("no policy in force")
    named = {pack: on_day(pack) for pack in rules.laws_named()}
    return rules, {pack: law for pack, law in named.items() if law is not None}


def _case(day: dt.date) -> Case:
    return Case(right=Right.DELETE, received_on=day, zone=ZONE, facts=FACTS)


def _rule(rules: RuleSet, act: Act) -> DeadlineRule:
    return next(r for r in rules.deadlines if r.act is act and r.within is not None and Right.DELETE in r.rights)


def _bare(rule: DeadlineRule, calendar: BusinessCalendar) -> Callable[[dt.date], object]:
    if rule.within is None:
        raise LookupError("the rule has no period of its own")
    within, nothing_happened = rule.within, Timeline(_case(FIRST))
    return lambda day: Clock(rule, within, day, nothing_happened, calendar).due_on


def _assessed(case: Case, rules: RuleSet, laws: dict[str, RuleSet], calendar: BusinessCalendar) -> Assessment:
    return assess(case, rules, laws, calendar)


def _reasoned(days: Sequence[dt.date], rules: RuleSet, laws: dict[str, RuleSet], calendar: BusinessCalendar) -> float:
    """Findings a second: each with its rules, its arithmetic, its act-by day and its latest possible day."""

    def of(day: dt.date) -> int:
        situation = Situation.of(_case(day), rules, laws, calendar)
        return sum(len(deadlines(situation, act)) for act in Act)

    each = of(days[0])
    return each * _rate(days[: max(len(days) // each, 1)], of)


def _added(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=45)


def _bisected(calendar: BusinessCalendar) -> Callable[[dt.date], dt.date]:
    span = range(calendar.first.toordinal(), calendar.last.toordinal() + 1)
    business = [n for n in span if calendar.is_business_day(dt.date.fromordinal(n))]
    return lambda day: dt.date.fromordinal(business[bisect_right(business, day.toordinal()) + 9])


def _rate(days: Sequence[dt.date], work: Callable[[dt.date], object]) -> float:
    """Calls for a second of processor time: of some repetitions the best, the one that others disturbed least."""

    def all_days() -> None:
        for day in days:
            work(day)

    all_days()
    return len(days) / min(_processor_seconds(all_days) for _ in range(REPEATS))


def _processor_seconds(work: Callable[[], None]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
