"""How many submissions count against a cap, as printed and as the law has it, and when one may ask again."""

import datetime as dt
from dataclasses import dataclass

from .calendars import BusinessCalendar
from .case import Case, EarlierRequest
from .counting import add_periods
from .findings import Citation
from .periods import Period
from .rules import FrequencyCapRule
from .situation import Situation
from .terms import Caution, Outcome, Right

COUNTING_OUTCOMES = frozenset({Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED, Outcome.OPEN})


@dataclass(frozen=True, slots=True)
class FrequencyCap:
    """`allowed` and `counted` by the printed rule. `refusal`: open, blocked, or None while allowed.

    `next_eligible_on`: the first day on which fewer than the cap's number count; None while allowed.
    """

    allowed: bool
    allowed_by_law: bool
    counted: int
    next_eligible_on: dt.date | None
    refusal: str | None
    because: tuple[Citation, ...]


def frequency_cap(situation: Situation) -> FrequencyCap | None:
    """The cap as it stands for this case; None if its right does not count under the printed rule."""
    case = situation.case
    rule = next((r for r in situation.rules.frequency_caps if case.right in r.counts), None)
    if rule is None:
        return None
    clears = _clearing_days(rule, case, situation.calendar)
    allowed = len(clears) < rule.at_most
    allowed_by_law = allowed if situation.rules.is_law else _allowed_by_law(situation, allowed)
    return FrequencyCap(
        allowed=allowed,
        allowed_by_law=allowed_by_law,
        counted=len(clears),
        next_eligible_on=None if allowed else clears[len(clears) - rule.at_most],
        refusal=None if allowed else _refusal(situation, rule, allowed_by_law),
        because=(Citation.of(rule, situation.rules),),
    )


def _refusal(situation: Situation, rule: FrequencyCapRule, allowed_by_law: bool) -> str:
    if not allowed_by_law:
        return "open"
    situation.warn(Caution.PRINTED_BEYOND_LAW)
    return "open" if rule.key in situation.case.restrictions_applied else "blocked"


def _allowed_by_law(situation: Situation, allowed: bool) -> bool:
    """Whether some law that grants this right to this person lets them ask once more."""
    verdicts = []
    for law in situation.laws_bearing:
        caps = [c for c in law.frequency_caps if situation.case.right in c.counts]
        verdicts.append(all(len(_clearing_days(c, situation.case, situation.calendar)) < c.at_most for c in caps))
    return any(verdicts) if verdicts else allowed


def _clearing_days(rule: FrequencyCapRule, case: Case, calendar: BusinessCalendar) -> list[dt.date]:
    """The day on which each submission that counts today stops counting, ascending."""
    return sorted(counting(rule, case, calendar).values())


def counting(rule: FrequencyCapRule, case: Case, calendar: BusinessCalendar) -> dict[str, dt.date]:
    """The submissions that count on the day of receipt, each with the first day on which it no longer does."""
    first_days: dict[str, dt.date] = {}
    for earlier in case.earlier_requests:
        if _counts(earlier, rule.counts, case):
            held = first_days.get(earlier.submission, earlier.received_on)
            first_days[earlier.submission] = min(held, earlier.received_on)
    clears = {key: clears_on(day, rule.within, calendar) for key, day in first_days.items()}
    return {key: day for key, day in clears.items() if case.received_on < day}


def _counts(earlier: EarlierRequest, rights: tuple[Right, ...], case: Case) -> bool:
    return (
        earlier.right in rights
        and earlier.verified
        and earlier.outcome in COUNTING_OUTCOMES
        and earlier.received_on <= case.received_on
        and not (case.submission and earlier.submission == case.submission)
    )


def clears_on(received_on: dt.date, within: Period, calendar: BusinessCalendar) -> dt.date:
    """The first day on which a submission received on `received_on` no longer counts."""
    return add_periods(received_on, (within,), calendar)
