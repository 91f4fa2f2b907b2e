"""Does a version hold together? What would make it wrong in use is found before it is published.

The loader finds the same in a file and says the line; here a draft's rows are judged, whoever wrote them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from .facts import BUILT_IN, FACTS, Condition, check_value
from .rules import RULE_KINDS, LawRef, Rule, RuleSet, Rung
from .terms import HEALTH_RECORD_RIGHTS, Act, EventType, Recipient, Right, RungDoes, Scope, StepMethod

Laws = Mapping[str, Sequence[RuleSet]]
"""Every version held of each law."""

LAST_RESORTS: Final = frozenset({Recipient.PRIVACY_OFFICER, Recipient.ALERT_ADDRESS})
CAN_WORK: Final = frozenset({Recipient.SUPERVISOR, Recipient.PRIVACY_OFFICER, Recipient.TEAM})
"""Whom a rung can give a request to: people, and others than whoever has it."""
NEVER_VERIFIED: Final = frozenset({Right.OPT_OUT_SALE, Right.OPT_OUT_SHARING, Right.LIMIT_SENSITIVE})
"""An opt-out need not be a verifiable request (11 CCR 7026, 7027); an agent's authority may be asked for."""

_LISTS: Final = (
    "rights",
    "deadlines",
    "look_backs",
    "frequency_caps",
    "fees",
    "verification",
    "denials",
    "denial_grounds",
    "must_grant",
    "channels",
    "notes",
    "targets",
)


def all_rules(rules: RuleSet) -> Iterator[Rule]:
    """Every rule of a version; extensions and pauses after their deadline."""
    for name in _LISTS:
        for rule in getattr(rules, name):
            yield rule
            if name == "deadlines":
                yield from (rule.extension,) if rule.extension else ()
                yield from rule.pauses


def faults(rules: RuleSet, laws: Laws) -> tuple[str, ...]:
    """What is wrong with a version, one sentence each; empty: nothing is."""
    return (
        *_keys_twice(rules),
        *_condition_faults(rules),
        *_question_faults(rules),
        *_event_faults(rules),
        *_period_faults(rules),
        *_law_faults(rules, laws),
        *(() if rules.is_law else (*_rights_without_clock(rules), *_ladder_faults(rules))),
    )


def doubts(rules: RuleSet) -> tuple[str, ...]:
    """Where a version asks more of people than the law lets it; worth a look, no reason to refuse it."""
    found = []
    for step in rules.verification:
        unlawful = [right.value for right in step.rights if right in NEVER_VERIFIED]
        if unlawful and step.method is not StepMethod.AUTHORITY_CHECK:
            found.append(f"{step.key}: identity is checked for {', '.join(unlawful)}, which needs none.")
    return tuple(found)


def has_last_resort(rules: RuleSet) -> bool:
    """Whether the ladder ends with a rung that rings for good and reaches someone."""
    last = next((rung for rung in reversed(rules.ladder) if rung.anchor != "waiting"), None)
    return last is not None and rings_for_good(last)


def rings_for_good(rung: Rung) -> bool:
    """Whether a rung is a last resort: it repeats once the date has passed, and tells somebody who is always there."""
    tells = RungDoes.NOTIFY in rung.do and rung.to in LAST_RESORTS
    return tells and rung.anchor == "overdue" and rung.repeat is not None


def _keys_twice(rules: RuleSet) -> Iterator[str]:
    counted = Counter((RULE_KINDS[type(rule)], rule.key) for rule in all_rules(rules))
    for (kind, key), times in counted.items():
        if times > 1:
            yield f"The key {key!r} is used {times} times for a {kind.replace('_', ' ')}; give each its own."
    granted = Counter((rule.right, scope) for rule in rules.rights for scope in rule.scopes)
    for (right, scope), times in granted.items():
        if times > 1:
            yield f"The right {right} over {scope} is granted {times} times; grant it once."


def _conditions(rules: RuleSet) -> Iterator[tuple[str, Condition]]:
    for rule in all_rules(rules):
        for name in ("when", "eligible"):
            condition = getattr(rule, name, None)
            if condition is not None:
                yield rule.key, condition
    yield from ((entry.law, entry.when) for entry in rules.also_under)


def _condition_faults(rules: RuleSet) -> Iterator[str]:
    asked = {question.name for question in rules.facts}
    for key, condition in _conditions(rules):
        for name, values in condition.terms:
            if name not in BUILT_IN:
                yield from (f"{key}: {fault}." for fault in _value_faults(name, values))
            if name in FACTS and not rules.is_law and name not in asked and FACTS[name].presumed is None:
                yield f"{key}: the fact {name!r} has no question; add one, asked of the requester or of staff."


def _value_faults(name: str, values: Iterable[object]) -> Iterator[str]:
    for value in values:
        try:
            check_value(name, value)
        except ValueError as error:
            yield str(error)


def _question_faults(rules: RuleSet) -> Iterator[str]:
    asked = [question.name for question in rules.facts]
    yield from (f"The fact {name!r} has {asked.count(name)} questions; keep one." for name in _twice(asked))
    yield from (
        f"{name!r} is not a fact; use one of: {', '.join(sorted(FACTS))}." for name in asked if name not in FACTS
    )
    for rule in rules.rights:
        for name in rule.ask:
            if name not in asked:
                yield f"{rule.key}: {name!r} is asked but has no question; add one."
        if Scope.HEALTH_RECORDS in rule.scopes and rule.right not in HEALTH_RECORD_RIGHTS:
            yield f"{rule.key}: {rule.right} is no right over health records; take that scope away."


def _twice(names: Sequence[str]) -> list[str]:
    return [name for name, times in Counter(names).items() if times > 1]


def _event_faults(rules: RuleSet) -> Iterator[str]:
    named = [(fee.key, event) for fee in rules.fees for event in fee.before_completing]
    named += [
        (pause.key, event) for rule in rules.deadlines for pause in rule.pauses for event in (pause.begins, pause.ends)
    ]
    for key, event in named:
        if event not in set(EventType):
            yield f"{key}: {event!r} is not an event; use one of: {', '.join(sorted(EventType))}."


def _period_faults(rules: RuleSet) -> Iterator[str]:
    for rule in rules.deadlines:
        if (rule.within is None) == (rule.from_law is None):
            yield f"{rule.key}: give either a period or a law that fills the silence."
    for fee in rules.fees:
        if bool(fee.free_first) != (fee.free_within is not None):
            yield f"{fee.key}: say both how many are free and within which period, or neither."


def _law_faults(rules: RuleSet, laws: Laws) -> Iterator[str]:
    for law in rules.laws_named():
        if law not in laws:
            yield f"No version of {law} is held; publish it first."
    beside = {entry.law for entry in rules.also_under}
    for comparison in rules.not_laxer_than:
        if comparison.law not in beside and not comparison.why:
            yield f"{comparison.law} is compared with but not also applied; say why, or add it to the laws beside."
    for rule in all_rules(rules):
        reference: LawRef | None = getattr(rule, "from_law", None)
        if reference is None or reference.law not in laws:
            continue
        kind = RULE_KINDS[type(rule)]
        keys = {r.key for version in laws[reference.law] for r in all_rules(version) if RULE_KINDS[type(r)] is kind}
        if reference.key not in keys:
            yield f"{rule.key}: {reference.law} has no {kind.replace('_', ' ')} {reference.key!r} in any version."


def _rights_without_clock(rules: RuleSet) -> Iterator[str]:
    timed = {(r, s) for rule in rules.deadlines if rule.act is Act.RESPOND for r in rule.rights for s in rule.scopes}
    timed |= {(r, s) for rule in rules.targets if not rule.if_not_eligible for r in rule.rights for s in rule.scopes}
    for rule in rules.rights:
        for scope in rule.scopes:
            if (rule.right, scope) not in timed:
                yield f"{rule.key}: {rule.right} over {scope} has neither a deadline nor a target; add one of them."


def _ladder_faults(rules: RuleSet) -> Iterator[str]:
    if not has_last_resort(rules):
        yield (
            "The ladder has no last resort; end it with a rung that is overdue, repeats, "
            "and goes to the privacy officer or the alert address."
        )
    for name in _twice([rung.name for rung in rules.ladder]):
        yield f"The ladder has two rungs at {name!r}; keep one."
    for rung in rules.ladder:
        if not rung.do:
            yield f"The rung at {rung.name!r} does nothing; let it notify at least."
        if RungDoes.REASSIGN in rung.do and rung.to not in CAN_WORK:
            yield f"The rung at {rung.name!r} reassigns to {rung.target}; name the supervisors, the officer or a team."
