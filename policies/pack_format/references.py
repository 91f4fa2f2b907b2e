"""What one version says about itself must hold together: no reference to nothing, no right without a clock."""

from collections.abc import Iterator

from ..domain.facts import BUILT_IN, FACTS
from ..domain.rules import RuleSet
from ..domain.terms import HEALTH_RECORD_RIGHTS, Act, Right, Scope
from .block import Block
from .faults import Reference, Source, near_miss, one_of


def check_references(rules: RuleSet, root: Block) -> None:
    """Add what does not hold together to the faults. What rests on a faulty section is not judged."""
    source = root.source
    for reference in source.references:
        if source.intact(reference.section) and (problem := _problem(reference, rules, source)):
            source.fault(reference.line, reference.path, f"{reference.path}: {problem}")
    faults = [*_rights_twice(rules), *_rights_over_no_such_records(rules)]
    if source.intact("deadlines", "service_levels"):
        faults += _rights_without_clock(rules)
    if source.intact("rights"):
        for path, problem in (*faults, *_grounds_of_no_right(rules)):
            source.fault(root.line_at(path), path, f"{path}: {problem}")


def _problem(reference: Reference, rules: RuleSet, source: Source) -> str:
    """What is wrong with a reference; nothing if the section that should declare it is faulty itself."""
    name = reference.name
    match reference.kind:
        case "fact" | "condition" | "topic" if source.intact("facts"):
            return _fact_problem(reference, rules)
        case "right" if source.intact("rights") and name not in {rule.right for rule in rules.rights}:
            return f"the right {name!r} is not granted: expected it in 'rights'"
        case "ground" if source.intact("denial_grounds"):
            name = name.rpartition(" ")[0]
            grounds = [ground.key for ground in rules.denial_grounds]
            if name not in grounds:
                expected = one_of(grounds) if grounds else "it in 'denial_grounds'"
                return f"unknown ground {name!r}{near_miss(name, grounds)}: expected {expected}"
        case "law" if reference.section == "not_laxer_than" and _is_unexplained(name, rules):
            return f"{name} is not in also_under: expected it there, or {{law: ..., why: ...}} here"
        case "law_rule" if rules.is_law:
            return "expected 'from' only in a policy, not in a law"
    return ""


def _fact_problem(reference: Reference, rules: RuleSet) -> str:
    name = reference.name
    declared = [question.name for question in rules.facts]
    if reference.kind == "topic":
        topics = [value for question in rules.facts if question.name == "topic" for value, _ in question.options]
        known = name in topics or rules.is_law or not topics
        return "" if known else f"unknown topic {name!r}: expected {one_of(map(str, topics))}, the options of 'topic'"
    if name in declared:
        return ""
    if reference.kind == "fact":
        return f"{name!r} is asked but has no question{near_miss(name, declared)}: expected one in 'facts'"
    if rules.is_law or name in BUILT_IN or FACTS[name].presumed is not None:
        return ""  # a law has no form; a presumed value needs no answer
    return f"the fact {name!r} has no question: expected one in 'facts', asked of the requester or of staff"


def _is_unexplained(law: str, rules: RuleSet) -> bool:
    beside = {entry.law for entry in rules.also_under}
    return law not in beside and any(c.law == law and not c.why for c in rules.not_laxer_than)


def _rights_twice(rules: RuleSet) -> Iterator[tuple[str, str]]:
    seen: set[tuple[Right, Scope]] = set()
    for rule in rules.rights:
        for scope in rule.scopes:
            if (rule.right, scope) in seen:
                yield f"rights.{rule.key}", f"expected {rule.right} over {scope} to be granted once"
            seen.add((rule.right, scope))


def _rights_over_no_such_records(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for rule in rules.rights:
        if Scope.HEALTH_RECORDS in rule.scopes and rule.right not in HEALTH_RECORD_RIGHTS:
            yield f"rights.{rule.key}", f"expected over health_records {one_of(sorted(HEALTH_RECORD_RIGHTS))}"


def _rights_without_clock(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """A law need not give each right a period; a policy without one must at least set itself a target."""
    if rules.is_law:
        return
    timed = {(r, s) for rule in rules.deadlines if rule.act is Act.RESPOND for r in rule.rights for s in rule.scopes}
    timed |= {(r, s) for rule in rules.targets if not rule.if_not_eligible for r in rule.rights for s in rule.scopes}
    for rule in rules.rights:
        for scope in rule.scopes:
            if (rule.right, scope) not in timed:
                problem = f"{rule.right} over {scope} has neither a deadline nor a target: expected one of them"
                yield f"rights.{rule.key}", problem


def _grounds_of_no_right(rules: RuleSet) -> Iterator[tuple[str, str]]:
    for ground in rules.denial_grounds:
        if not ground.rights:
            yield f"denial_grounds.{ground.key}", "expected 'rights', or a right that names it in its denial_grounds"
