"""Rule sets of invented organizations and laws, for what the shipped policies do not have."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from policies.domain.assessment import Assessment, assess
from policies.domain.calendars import BusinessCalendar
from policies.domain.case import Case, CaseEvent
from policies.domain.facts import ALWAYS, Condition, FactValue
from policies.domain.periods import Period
from policies.domain.rules import DeadlineRule, ExtensionRule, PartialDate, PauseRule, RightRule, RuleSet
from policies.domain.terms import Act, EventType, PauseCount, Right, Role, Scope
from policies.legal_calendar import calendar_of

NORTHWIND = "northwind/privacy-requests"
LOS_ANGELES = ZoneInfo("America/Los_Angeles")
BOTH_SCOPES = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)


def us_calendar() -> BusinessCalendar:
    return calendar_of("US")


def period(words: str) -> Period:
    return Period.parse(words)


def when(**facts: list[FactValue]) -> Condition:
    return Condition(tuple((name, tuple(values)) for name, values in facts.items()))


def right(name: Right = Right.DELETE, eligible: Condition = ALWAYS, **more: Any) -> RightRule:
    more.setdefault("scopes", BOTH_SCOPES)
    return RightRule(key=name.value, section="4", says="People may ask.", right=name, eligible=eligible, **more)


def deadline(within: str, *, key: str = "respond", act: Act = Act.RESPOND, **more: Any) -> DeadlineRule:
    more.setdefault("rights", tuple(Right))
    more.setdefault("reviewed", dt.date(2026, 1, 1))
    return DeadlineRule(
        key=key, section="4.1", says=f"We do it within {within}.", act=act, within=period(within), **more
    )


def extension(by: str, **more: Any) -> ExtensionRule:
    return ExtensionRule(key="respond", section="4.2", says=f"We may extend by {by}.", by=period(by), **more)


def pause(
    counts: PauseCount, begins: str = "clarification_requested", ends: str = "clarification_received"
) -> PauseRule:
    return PauseRule(
        key=f"{begins}_{counts}", section="4.3", says="Waiting for the person.", begins=begins, ends=ends, counts=counts
    )


def rule_set(*deadlines: DeadlineRule, pack: str = NORTHWIND, rights: Any = None, **more: Any) -> RuleSet:
    return RuleSet(
        pack=pack,
        version="2020-01-01",
        title="Invented",
        effective_from=PartialDate(dt.date(2020, 1, 1)),
        rights=rights
        or tuple(right(name) for name in (Right.DELETE, Right.ACCESS, Right.KNOW_SPECIFIC, Right.KNOW_CATEGORIES)),
        deadlines=deadlines,
        **more,
    )


def at(words: str) -> dt.datetime:
    """`2026-05-01` or `2026-05-01 10:00`, local time in Los Angeles."""
    day, _, clock = words.partition(" ")
    time = dt.time.fromisoformat(clock) if clock else dt.time(12)
    return dt.datetime.combine(dt.date.fromisoformat(day), time, tzinfo=LOS_ANGELES)


def event(name: str, when: str, **more: Any) -> CaseEvent:
    return CaseEvent(type=EventType(name), at=at(when), **more)


def notice(when: str, **more: Any) -> CaseEvent:
    """An extension notice that meets the strictest form, unless told otherwise."""
    return event("extension_notice", when, **{"written": True, "reason": "Many systems to search.", **more})


def case(received: str, *events: CaseEvent, name: Right = Right.DELETE, as_of: str | None = None, **more: Any) -> Case:
    return Case(
        right=name,
        received_on=dt.date.fromisoformat(received),
        zone=more.pop("zone", LOS_ANGELES),
        events=events,
        as_of=at(as_of) if as_of else None,
        requester_role=more.pop("role", Role.SELF),
        **more,
    )


def judge(asked: Case, rules: RuleSet, *laws: RuleSet, calendar: BusinessCalendar | None = None) -> Assessment:
    return assess(asked, rules, {law.pack: law for law in laws}, calendar or us_calendar())
