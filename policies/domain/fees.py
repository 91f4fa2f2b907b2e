"""Whether a fee may be charged, and what must have been sent before the request may be completed."""

from collections.abc import Iterable
from dataclasses import dataclass

from .case import CaseEvent
from .findings import Citation
from .frequency import COUNTING_OUTCOMES, clears_on
from .periods import Period
from .rules import FeeRule, RuleSet
from .situation import Situation
from .terms import FEE_GROUND_IMPLIES, Caution, EventType, FeeGround


@dataclass(frozen=True, slots=True)
class Fee:
    """`chargeable` by the printed rule. `missing`: events owed before completing."""

    chargeable: bool
    chargeable_by_law: bool
    may_complete: bool
    missing: tuple[str, ...]
    because: tuple[Citation, ...]


def fee(situation: Situation) -> Fee:
    """The fee as it stands. Nothing is chargeable until a named person found a ground, with evidence."""
    printed = [(rule, owner) for rule, owner in _printed(situation)]
    chargeable = any(_chargeable(rule, situation) for rule, _ in printed)
    by_law = _chargeable_by_law(situation, chargeable)
    if chargeable and not by_law:
        situation.warn(Caution.PRINTED_BEYOND_LAW)
    missing = _missing([rule for rule, _ in printed if _chargeable(rule, situation)], situation)
    because = tuple(Citation.of(rule, owner) for rule, owner in printed)
    return Fee(chargeable, by_law, not missing, missing, because)


def _printed(situation: Situation) -> Iterable[tuple[FeeRule, RuleSet]]:
    for rule in situation.matching(situation.rules.fees):
        if rule.from_law is None:
            yield rule, situation.rules
            continue
        law = situation.law(rule.from_law.law)
        source = next((r for r in law.fees if r.key == rule.from_law.key), None) if law else None
        if law is not None and source is not None:
            yield source, law


def _chargeable(rule: FeeRule, situation: Situation) -> bool:
    if rule.free_first and rule.free_within is not None:
        return _used(rule, rule.free_within, situation) >= rule.free_first
    grounds = {g for event in _found(situation) for g in _grounds(event)}
    return bool(grounds & set(rule.chargeable_if))


def _found(situation: Situation) -> list[CaseEvent]:
    """Findings that name a person and their evidence; others found nothing."""
    events = (e for e, _ in situation.timeline.of_type(EventType.FEE_FOUND))
    return [e for e in events if e.by.strip() and e.evidence.strip()]


def _grounds(event: CaseEvent) -> set[FeeGround]:
    if event.ground not in FeeGround.__members__.values():
        return set()
    ground = FeeGround(event.ground)
    return {ground, FEE_GROUND_IMPLIES.get(ground, ground)}


def _used(rule: FeeRule, within: Period, situation: Situation) -> int:
    """How many submissions for the same rights were already received in the period."""
    case = situation.case
    used = {
        e.submission
        for e in case.earlier_requests
        if e.right in rule.rights
        and e.verified
        and e.outcome in COUNTING_OUTCOMES
        and e.received_on <= case.received_on < clears_on(e.received_on, within, situation.calendar)
        and not (case.submission and e.submission == case.submission)
    }
    return len(used)


def _chargeable_by_law(situation: Situation, printed: bool) -> bool:
    """Whether every law that speaks of fees for this right lets one be charged; silent laws do not count."""
    laws = [situation.rules] if situation.rules.is_law else situation.laws_bearing
    spoken = [rules for law in laws if (rules := list(situation.matching(law.fees)))]
    if not spoken:
        return printed
    return all(any(_chargeable(rule, situation) for rule in rules) for rules in spoken)


def _missing(rules: list[FeeRule], situation: Situation) -> tuple[str, ...]:
    """What is owed before completing, once a person has found that a fee is to be charged."""
    if not _found(situation):
        return ()
    happened = {e.type.value for e, _ in situation.timeline.events}
    return tuple(dict.fromkeys(owed for rule in rules for owed in rule.before_completing if owed not in happened))
