"""What cannot be denied, and what a denial cannot be closed without."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .facts import Condition
from .findings import Citation
from .rules import DenialGroundRule, MustGrantRule, RuleSet
from .situation import Situation
from .terms import DenialNeed, EventType

TOLD: Final = frozenset(
    {DenialNeed.REASON, DenialNeed.WRITTEN_NOTICE, DenialNeed.REVIEW_RIGHT, DenialNeed.COMPLAINT_ROUTE}
)
"""What the person is owed with any refusal; the rest belongs to the grounds of single items."""


@dataclass(frozen=True, slots=True)
class MustGrant:
    """`holds`: must be granted; None while facts are unknown or merely stated: then `questions` names them."""

    holds: bool | None
    questions: tuple[str, ...]
    because: tuple[Citation, ...]


def must_grant(situation: Situation) -> MustGrant:
    """Whether found facts leave no choice. Stated facts never do: a named person must have found them."""
    verdicts = []
    because = []
    for rule, owner in _must_grant_rules(situation):
        verdict = rule.when.judge(situation.facts, found_only=True)
        verdicts.append((verdict.holds, verdict.unknown))
        because.append(Citation.of(rule, owner))
    if any(holds is True for holds, _ in verdicts):
        return MustGrant(True, (), tuple(because))
    unknown = tuple(dict.fromkeys(name for holds, names in verdicts if holds is None for name in names))
    return MustGrant(None if unknown else False, unknown, tuple(because))


def _must_grant_rules(situation: Situation) -> Iterator[tuple[MustGrantRule, RuleSet]]:
    for owner in (situation.rules, *situation.laws_bearing):
        for rule in situation.matching(owner.must_grant):
            yield rule, owner


@dataclass(frozen=True, slots=True)
class Denial:
    """What a denial needs, and the grounds on which it is open: those whose facts a person has found."""

    needs: tuple[DenialNeed, ...]
    needs_in_part: tuple[DenialNeed, ...]
    """Of an answer that refuses a part: what the rules want of any denial, whatever its ground."""
    grounds: tuple[tuple[DenialGroundRule, Citation], ...]
    because: tuple[Citation, ...]


def denial(situation: Situation) -> Denial:
    """The needs of a denial of this right. While no ground is named, what any of its grounds may need."""
    needs = {DenialNeed.REASON}
    because = []
    for owner in (situation.rules, *situation.laws_bearing):
        for rule in situation.matching(owner.denials):
            needs |= set(rule.needs)
            because.append(Citation.of(rule, owner))
    in_part = tuple(need for need in DenialNeed if need in needs and need in TOLD)
    grounds = list(_grounds(situation))
    open_to = tuple(pair for pair in grounds if _holds_as_found(pair[0].when, situation))
    named = {e.ground for e, _ in situation.timeline.of_type(EventType.DENIED) if e.ground}
    for ground, _ in grounds:
        if not named or ground.key in named:
            needs |= set(ground.needs)
    ordered = tuple(need for need in DenialNeed if need in needs)
    return Denial(ordered, in_part, open_to, tuple(because))


def _grounds(situation: Situation) -> Iterator[tuple[DenialGroundRule, Citation]]:
    for owner in (situation.rules, *situation.laws_bearing):
        for rule in situation.matching(owner.denial_grounds):
            decided = not rule.decide_first or rule.key in situation.case.restrictions_applied
            if decided and _may_hold(rule.when, situation):
                yield rule, Citation.of(rule, owner)


def _holds_as_found(when: Condition, situation: Situation) -> bool:
    return when.judge(situation.facts, found_only=True).holds is True


def _may_hold(when: Condition, situation: Situation) -> bool:
    return when.judge(situation.facts).holds is not False
