"""`assess`: everything the rules say of one case, each part with the rules it rests on.

Pure: no clock, no database, no settings. The same arguments give the same answer.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from .calendars import BusinessCalendar
from .case import Case
from .deadlines import DeadlineFinding, deadlines, targets
from .denials import Denial, MustGrant, denial, must_grant
from .facts import Verdict
from .fees import Fee, fee
from .findings import Citation
from .frequency import FrequencyCap, frequency_cap
from .look_back import LookBack, look_back
from .rules import RightRule, RuleSet
from .situation import Situation
from .terms import HEALTH_RECORD_RIGHTS, Act, AuthorityKind, Caution, DenialNeed, Role, Scope

NO_FEE = Fee(chargeable=False, chargeable_by_law=False, may_complete=True, missing=(), because=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is owed, allowed and blocked. `deadlines` holds the binding one of each act, or None."""

    policy_version: str
    law_versions: Mapping[str, str]
    received_on: dt.date
    granted_by: RightRule | None
    eligible: bool | None
    eligible_because: tuple[Citation, ...]
    deadlines: Mapping[Act, DeadlineFinding | None]
    other_deadlines: tuple[DeadlineFinding, ...]
    look_back: LookBack | None
    frequency_cap: FrequencyCap | None
    fee: Fee
    must_grant: MustGrant
    denial: Denial
    questions: tuple[str, ...]
    warnings: tuple[Caution, ...]

    @property
    def denial_needs(self) -> tuple[DenialNeed, ...]:
        return self.denial.needs

    @property
    def all_deadlines(self) -> tuple[DeadlineFinding, ...]:
        """Binding ones first, then the others and the targets."""
        return (*(d for d in self.deadlines.values() if d is not None), *self.other_deadlines)


def assess(case: Case, rules: RuleSet, laws: Mapping[str, RuleSet], calendar: BusinessCalendar) -> Assessment:
    """Hold a case against the version that governs it.

    `laws`: each law the version names, in its version in force on the day of receipt; one that is missing
    was not in force. `calendar`: the legal one of the organization (its closed days move targets only).
    """
    situation = Situation.of(case, rules, laws, calendar)
    rule, verdict = situation.granted
    if rule is None:
        return _not_in_policy(situation)
    if verdict.holds is False:
        return _assessment(situation, rule, verdict, {act: [] for act in Act})
    found = {act: deadlines(situation, act) for act in Act}
    return _assessment(situation, rule, verdict, found)


def _assessment(
    situation: Situation, rule: RightRule, verdict: Verdict, found: Mapping[Act, list[DeadlineFinding]]
) -> Assessment:
    binding = {act: found[act][0] if found[act] else None for act in Act}
    others = [d for act in Act for d in found[act][1:]]
    granting = must_grant(situation)
    answer = Assessment(
        policy_version=situation.rules.version,
        law_versions=_law_versions(situation),
        received_on=situation.case.received_on,
        granted_by=rule,
        eligible=verdict.holds,
        eligible_because=(Citation.of(rule, situation.rules),),
        deadlines=binding,
        other_deadlines=(*others, *targets(situation, eligible=verdict.holds)),
        look_back=look_back(situation),
        frequency_cap=frequency_cap(situation),
        fee=fee(situation),
        must_grant=granting,
        denial=denial(situation),
        questions=_questions(verdict, binding.values(), granting),
        warnings=(),
    )
    return _with_warnings(answer, situation)


def _not_in_policy(situation: Situation) -> Assessment:
    """The version does not grant this right over this scope: no clock of policy or law runs."""
    case = situation.case
    situation.warn(Caution.NOT_IN_POLICY)
    if case.scope is Scope.HEALTH_RECORDS and case.right not in HEALTH_RECORD_RIGHTS:
        situation.warn(Caution.NOT_FOR_HEALTH_RECORDS)
    answer = Assessment(
        policy_version=situation.rules.version,
        law_versions=_law_versions(situation),
        received_on=case.received_on,
        granted_by=None,
        eligible=False,
        eligible_because=(),
        deadlines=dict.fromkeys(Act),
        other_deadlines=tuple(targets(situation, eligible=False)),
        look_back=None,
        frequency_cap=None,
        fee=NO_FEE,
        must_grant=MustGrant(False, (), ()),
        denial=Denial((), (), (), ()),
        questions=(),
        warnings=(),
    )
    return _with_warnings(answer, situation)


def _law_versions(situation: Situation) -> dict[str, str]:
    named = situation.rules.laws_named()
    return {pack: situation.laws[pack].version for pack in named if pack in situation.laws}


def _questions(verdict: Verdict, binding: Iterable[DeadlineFinding | None], granting: MustGrant) -> tuple[str, ...]:
    unless = (name for d in binding if d is not None for name in d.unless)
    return tuple(dict.fromkeys((*verdict.unknown, *unless, *granting.questions)))


def _with_warnings(answer: Assessment, situation: Situation) -> Assessment:
    case, rules = situation.case, situation.rules
    if case.received_on < rules.effective_from.certain_from:
        situation.warn(Caution.VERSION_START_UNCERTAIN)
    binding = [d for d in answer.deadlines.values() if d is not None]
    if any(d.notices_not_counted and not d.extended for d in binding):
        situation.warn(Caution.NOTICE_DID_NOT_COUNT)
    if situation.timeline.bounced:
        situation.warn(Caution.NOTICE_BOUNCED)
    if _laxer_than_law(answer):
        situation.warn(Caution.PROMISE_LAXER_THAN_LAW)
    if case.scope is Scope.HEALTH_RECORDS and _may_be_minor_consented(case):
        situation.warn(Caution.REVIEW_MINOR_CONSENT)
    if any(not citation.reviewed for citation in _citations(answer)):
        situation.warn(Caution.NOT_REVIEWED)
    return replace(answer, warnings=tuple(situation.warnings))


def _laxer_than_law(answer: Assessment) -> bool:
    """Whether a law's date binds because the policy promises a later one."""
    binding = {act: d for act, d in answer.deadlines.items() if d is not None and d.kind is AuthorityKind.LAW}
    return any(o.kind is AuthorityKind.POLICY and o.act in binding for o in answer.other_deadlines)


def _may_be_minor_consented(case: Case) -> bool:
    """A parent asks for the records of a 12- to 17-year-old, or of a child whose age is not known."""
    age = case.facts.get("age")
    return case.requester_role is Role.PARENT_OR_GUARDIAN and (age is None or 12 <= int(age.value) <= 17)


def _citations(answer: Assessment) -> Iterable[Citation]:
    yield from answer.eligible_because
    for finding in (*answer.deadlines.values(), answer.look_back, answer.frequency_cap, answer.fee, answer.must_grant):
        if finding is not None:
            yield from finding.because
