"""What one version says about itself must hold together: no reference to nothing, no right without a clock."""

from collections.abc import Callable, Iterator

from ..domain.facts import BUILT_IN, FACTS
from ..domain.rules import RuleSet
from ..domain.terms import HEALTH_RECORD_RIGHTS, Act, Right, Scope
from .faults import Reference, Source, near_miss, one_of

LineOf = Callable[[str], int]


def check_references(rules: RuleSet, source: Source, line_of: LineOf) -> None:
    for reference in source.references:
        if source.intact(reference.section):
            _check(reference, rules, source)
    if source.intact("rights", "deadlines", "service_levels"):
        for message, key, section in (
            *_rights_twice(rules),
            *_rights_of_no_record(rules),
            *_rights_without_clock(rules),
        ):
            source.fault(line_of(section), section, f"rights.{key}: {message}")
    for ground in rules.denial_grounds:
        if not ground.rights and source.intact("rights", "denial_grounds"):
            message = f"denial_grounds.{ground.key}: expected 'rights', or a right that names it in its denial_grounds"
            source.fault(line_of("denial_grounds"), "denial_grounds", message)
    if source.intact("also_under", "not_laxer_than"):
        _check_comparisons(rules, source, line_of)


def _check(reference: Reference, rules: RuleSet, source: Source) -> None:
    name, where = reference.name, reference.path
    declared = [question.name for question in rules.facts]
    match reference.kind:
        case "fact" if source.intact("facts") and name not in declared:
            message = f"{where}: {name!r} is asked but has no question{near_miss(name, declared)}: expected one of it in 'facts'"
        case "condition" if source.intact("facts") and _nobody_can_tell(name, declared, rules):
            message = f"{where}: the fact {name!r} has no question: expected one in 'facts', asked of the requester or of staff"
        case "right" if source.intact("rights") and name not in {rule.right for rule in rules.rights}:
            message = f"{where}: the right {name!r} is not granted: expected it in 'rights'"
        case "ground" if source.intact("denial_grounds"):
            name = name.partition(" ")[0]
            grounds = [ground.key for ground in rules.denial_grounds]
            if name in grounds:
                return
            message = f"{where}: unknown ground {name!r}{near_miss(name, grounds)}: expected {one_of(grounds) if grounds else 'denial_grounds'}"
        case _:
            return
    source.fault(reference.line, where, message)


def _nobody_can_tell(name: str, declared: list[str], rules: RuleSet) -> bool:
    """A law has no form; a presumed value needs no answer."""
    return not rules.is_law and name not in BUILT_IN and name not in declared and FACTS[name].presumed is None


def _rights_twice(rules: RuleSet) -> Iterator[tuple[str, str, str]]:
    seen: set[tuple[Right, Scope]] = set()
    for rule in rules.rights:
        for scope in rule.scopes:
            if (rule.right, scope) in seen:
                yield f"expected {rule.right} over {scope} to be granted once", rule.key, "rights"
            seen.add((rule.right, scope))


def _rights_of_no_record(rules: RuleSet) -> Iterator[tuple[str, str, str]]:
    for rule in rules.rights:
        if Scope.HEALTH_RECORDS in rule.scopes and rule.right not in HEALTH_RECORD_RIGHTS:
            yield (
                f"expected a right over health_records to be {one_of(sorted(HEALTH_RECORD_RIGHTS))}",
                rule.key,
                "rights",
            )


def _rights_without_clock(rules: RuleSet) -> Iterator[tuple[str, str, str]]:
    if rules.is_law:
        return
    timed = {(r, s) for rule in rules.deadlines if rule.act is Act.RESPOND for r in rule.rights for s in rule.scopes}
    timed |= {(r, s) for rule in rules.targets if not rule.if_not_eligible for r in rule.rights for s in rule.scopes}
    for rule in rules.rights:
        for scope in rule.scopes:
            if (rule.right, scope) not in timed:
                message = f"neither a deadline nor a target for {rule.right} over {scope}: expected one of them"
                yield message, rule.key, "rights"


def _check_comparisons(rules: RuleSet, source: Source, line_of: LineOf) -> None:
    beside = {entry.law for entry in rules.also_under}
    for comparison in rules.not_laxer_than:
        if comparison.law not in beside and not comparison.why:
            line = next(
                (r.line for r in source.references if r.section == "not_laxer_than" and r.name == comparison.law), 0
            )
            message = (
                f"not_laxer_than: {comparison.law} is not in also_under: expected it there, or {{law: ..., why: ...}}"
            )
            source.fault(line or line_of("not_laxer_than"), "not_laxer_than", message)
