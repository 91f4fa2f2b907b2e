"""A case held against the rules of its version and the laws in force on its day of receipt."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from .calendars import BusinessCalendar
from .case import Case
from .facts import Fact, Facts, Verdict
from .once import once
from .rules import DeadlineRule, LawRef, RightRule, RuleSet
from .terms import HEALTH_RECORD_RIGHTS, Caution, Right, Scope
from .timeline import Timeline

IMPLIED_WANTS = {Right.INSPECT: "inspect", Right.COPIES: "copies"}


class ForRights(Protocol):
    """A rule that names the rights and scopes it is for."""

    @property
    def rights(self) -> tuple[Right, ...]: ...
    @property
    def scopes(self) -> tuple[Scope, ...]: ...


R = TypeVar("R", bound=ForRights)


@dataclass(frozen=True)
class Situation:
    """What every part of the assessment looks at. `laws`: law pack -> its version in force at receipt."""

    case: Case
    rules: RuleSet
    laws: Mapping[str, RuleSet]
    calendar: BusinessCalendar
    warnings: list[Caution] = field(default_factory=list)

    @classmethod
    def of(cls, case: Case, rules: RuleSet, laws: Mapping[str, RuleSet], calendar: BusinessCalendar) -> "Situation":
        """Health records are not corrected but amended: that right is answered in its place."""
        warnings = []
        if case.right is Right.CORRECT and case.scope is Scope.HEALTH_RECORDS:
            case = replace(case, right=Right.AMEND)
            warnings.append(Caution.ANSWERED_AS_AMEND)
        return cls(case, rules, laws, calendar, warnings)

    def warn(self, code: Caution) -> None:
        if code not in self.warnings:
            self.warnings.append(code)

    @once
    def timeline(self) -> Timeline:
        return Timeline(self.case)

    @once
    def facts(self) -> Facts:
        """The known facts, with who asks, what for, and what the right itself says of `wants`."""
        case = self.case
        known = dict(case.facts)
        known |= {
            "requester_role": Fact(case.requester_role.value),
            "scope": Fact(case.scope.value),
            "right": Fact(case.right.value),
        }
        if case.right in IMPLIED_WANTS:
            known["wants"] = Fact(IMPLIED_WANTS[case.right])
        return Facts(known)

    def matching(self, rules: Iterable[R]) -> Iterator[R]:
        """The rules that are for this right over this scope."""
        right, scope = self.case.right, self.case.scope
        return (rule for rule in rules if right in rule.rights and scope in rule.scopes)

    @once
    def own_deadlines(self) -> list[DeadlineRule]:
        """The version's own deadlines for this right, for every act."""
        return list(self.matching(self.rules.deadlines))

    @once
    def deadlines_beside(self) -> list[tuple[DeadlineRule, RuleSet, Verdict]]:
        """Those of the laws that stand beside it, each with its law and how surely that joins."""
        return [(rule, law, verdict) for law, verdict in self.laws_beside for rule in self.matching(law.deadlines)]

    def law(self, pack: str) -> RuleSet | None:
        return self.laws.get(pack)

    @once
    def granted(self) -> tuple[RightRule | None, Verdict]:
        """The rule that grants the right over this scope, and whether the person is eligible."""
        rule = granting_rule(self.rules, self.case)
        if rule is None:
            return None, Verdict(False)
        verdict = rule.eligible.judge(self.facts)
        if rule.from_law is None:
            return rule, verdict
        return self._granted_by_law(rule, rule.from_law, verdict)

    def _granted_by_law(
        self, rule: RightRule, source_ref: LawRef, verdict: Verdict
    ) -> tuple[RightRule | None, Verdict]:
        law = self.law(source_ref.law)
        source = next((r for r in law.rights if r.key == source_ref.key), None) if law else None
        if source is None:
            self.warn(Caution.LAW_NOT_IN_FORCE)
            return None, Verdict(False)
        return rule, verdict & source.eligible.judge(self.facts)

    @once
    def laws_beside(self) -> list[tuple[RuleSet, Verdict]]:
        """Laws of `also_under` that hold, or may hold, and grant this right to this person."""
        beside = []
        for also in self.rules.also_under:
            verdict = also.when.judge(self.facts)
            if verdict.holds is False:
                continue
            law = self.law(also.law)
            if law is None:
                self.warn(Caution.LAW_NOT_IN_FORCE)
                continue
            rule = granting_rule(law, self.case)
            if rule is not None:
                verdict = verdict & rule.eligible.judge(self.facts)
                if verdict.holds is not False:
                    beside.append((law, verdict))
        return beside

    @once
    def laws_bearing(self) -> list[RuleSet]:
        """Laws that stand beside the policy here, or from which the right itself comes."""
        bearing = {law.pack: law for law, _ in self.laws_beside}
        rule, _ = self.granted
        if rule is not None and rule.from_law is not None:
            law = self.law(rule.from_law.law)
            if law is not None:
                bearing.setdefault(law.pack, law)
        return list(bearing.values())


def granting_rule(rules: RuleSet, case: Case) -> RightRule | None:
    """The version's rule that grants the case's right over its scope, if any."""
    if case.scope is Scope.HEALTH_RECORDS and case.right not in HEALTH_RECORD_RIGHTS:
        return None
    return next((r for r in rules.rights if r.right is case.right and case.scope in r.scopes), None)
