"""Which deadlines a case has, under which authority, and which of them binds.

Candidates come from the policy's own rules, from laws that fill its silence (`from`) and from laws that
stand beside it (`also_under`). Each authority is computed with its own extension and pauses; the earliest
due date binds, on a tie the policy's. Internal targets never bind.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from .calendars import first_instant_after
from .clock import Clock
from .facts import Verdict
from .findings import Citation, Step, must_rest_on_a_rule
from .periods import Period, Unit
from .rules import DeadlineRule, RuleSet, TargetRule
from .situation import Situation
from .terms import Act, AuthorityKind, Caution, EventType, HouseAct


@dataclass(frozen=True, slots=True)
class DeadlineFinding:
    """A deadline and everything it rests on.

    Dates are local days of the case's zone; `late_from` is the UTC instant at which it is late. `due_on` is
    None while paused. `unless`: facts that, once known, could give a later date.
    """

    act: Act | HouseAct
    kind: AuthorityKind
    authority: str
    started_on: dt.date
    due_on: dt.date | None
    act_by: dt.date | None
    late_from: dt.datetime | None
    first_due_on: dt.date | None
    extended: bool | None
    latest_possible_on: dt.date | None
    met: bool | None
    unless: tuple[str, ...]
    because: tuple[Citation, ...]
    arithmetic: tuple[Step, ...]
    counts_business_days: bool
    notices_not_counted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        must_rest_on_a_rule(self.due_on, self.because)  # a date without its rule cannot be made

    @property
    def paused(self) -> bool:
        return self.due_on is None

    @property
    def rule(self) -> Citation:
        return self.because[0]


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A deadline rule that holds, or may hold, for the case."""

    rule: DeadlineRule
    owner: RuleSet
    verdict: Verdict
    deferring: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Authority:
    """Under whose word a deadline stands, the rules that say so, and the facts that could still change it."""

    kind: AuthorityKind
    pack: str
    because: tuple[Citation, ...]
    unless: tuple[str, ...] = ()


def deadlines(situation: Situation, act: Act) -> list[DeadlineFinding]:
    """All policy and law deadlines for `act`, the binding one first; one per authority, the strictest."""
    strictest: dict[str, DeadlineFinding] = {}
    for candidate in _candidates(situation, act):
        found = _run(candidate, situation)
        if found is None:
            continue
        held = strictest.get(found.authority)
        if held is None or _strictness(found) < _strictness(held):
            strictest[found.authority] = found
    return sorted(strictest.values(), key=_binding_order)


def targets(situation: Situation, *, eligible: bool | None) -> list[DeadlineFinding]:
    """The internal targets for answering; they skip the organization's closed days too."""
    case = situation.case
    found = []
    for target in situation.rules.targets:
        if target.if_not_eligible:
            holds = eligible is False
        else:
            holds = eligible is not False and case.right in target.rights and case.scope in target.scopes
        if holds:
            found.append(_target(target, situation))
    return found


def _binding_order(d: DeadlineFinding) -> tuple[bool, dt.date, bool]:
    return (d.due_on is None, d.due_on or dt.date.max, d.kind is not AuthorityKind.POLICY)


def _strictness(d: DeadlineFinding) -> tuple[bool, dt.date, int]:
    return (d.due_on is None, d.due_on or dt.date.max, len(d.unless))


def _candidates(situation: Situation, act: Act) -> Iterator[_Candidate]:
    for rule in situation.own_deadlines:
        if rule.act is act:
            yield from _own(rule, situation)
    for rule, law, joined in situation.deadlines_beside:
        if rule.act is act:
            verdict = joined & rule.when.judge(situation.facts)
            if verdict.holds is not False:
                yield _Candidate(rule, law, verdict)


def _own(rule: DeadlineRule, situation: Situation) -> Iterator[_Candidate]:
    """The policy's own rule, or the law's rule that fills its silence."""
    verdict = rule.when.judge(situation.facts)
    if verdict.holds is False:
        return
    if rule.from_law is None:
        yield _Candidate(rule, situation.rules, verdict)
        return
    law = situation.law(rule.from_law.law)
    target = next((r for r in law.deadlines if r.key == rule.from_law.key), None) if law else None
    if law is None or target is None:
        situation.warn(Caution.LAW_NOT_IN_FORCE)
        return
    verdict = verdict & target.when.judge(situation.facts)
    if verdict.holds is not False:
        yield _Candidate(target, law, verdict, (Citation.of(rule, situation.rules),))


def _run(candidate: _Candidate, situation: Situation) -> DeadlineFinding | None:
    rule = candidate.rule
    started_on = _start(rule.act, situation)
    if started_on is None or rule.within is None:
        return None
    clock = Clock(rule, rule.within, started_on, situation.timeline, situation.calendar)
    because = [Citation.of(rule, candidate.owner)]
    if clock.extended and rule.extension:
        because.append(Citation.of(rule.extension, candidate.owner))
    kind = AuthorityKind.LAW if candidate.owner.is_law and not situation.rules.is_law else AuthorityKind.POLICY
    authority = Authority(kind, candidate.owner.pack, (*because, *candidate.deferring), candidate.verdict.unknown)
    return _finding(rule.act, authority, clock, rule.within, situation)


def _start(act: Act, situation: Situation) -> dt.date | None:
    if act is Act.DECIDE_APPEAL:
        return situation.timeline.first_day_of(EventType.APPEAL_RECEIVED)
    return situation.case.received_on


def _target(target: TargetRule, situation: Situation) -> DeadlineFinding:
    rule = DeadlineRule(
        key=target.key,
        section=target.section,
        says=target.says,
        act=Act.RESPOND,
        rights=target.rights,
        within=target.within,
    )
    received_on = situation.case.received_on
    clock = Clock(rule, target.within, received_on, situation.timeline, situation.calendar.internal)
    authority = Authority(AuthorityKind.TARGET, situation.rules.pack, (Citation.of(target, situation.rules),))
    return _finding(Act.RESPOND, authority, clock, target.within, situation)


def _finding(act: Act, authority: Authority, clock: Clock, within: Period, situation: Situation) -> DeadlineFinding:
    due = clock.due_on
    late_from = first_instant_after(due, situation.case.zone) if due else None
    return DeadlineFinding(
        act=act,
        kind=authority.kind,
        authority=authority.pack,
        started_on=clock.started_on,
        due_on=due,
        act_by=situation.calendar.last_business_day_on_or_before(due) if due else None,
        late_from=late_from,
        first_due_on=clock.first_due_on,
        extended=clock.extended,
        latest_possible_on=clock.latest_possible_on,
        met=met(act, due, late_from, situation),
        unless=authority.unless,
        because=authority.because,
        arithmetic=clock.arithmetic,
        counts_business_days=within.unit is Unit.BUSINESS_DAYS,
        notices_not_counted=tuple(n.why_not for n in clock.notices if not n.counts),
    )


def met(act: Act, due: dt.date | None, late_from: dt.datetime | None, situation: Situation) -> bool | None:
    """Whether the act was done in time; None while undecided, or withdrawn before it was."""
    timeline, as_of = situation.timeline, situation.case.as_of
    done = _done_on(act, due, situation)
    if done is not None:
        return due is None or done <= due
    if timeline.withdrawn or as_of is None or late_from is None:
        return None
    return False if as_of >= late_from else None


def _done_on(act: Act, due: dt.date | None, situation: Situation) -> dt.date | None:
    timeline = situation.timeline
    match act:
        case Act.RESPOND:
            return timeline.answered_on
        case Act.DECIDE_APPEAL:
            return timeline.first_day_of(EventType.APPEAL_DECIDED)
    answered = timeline.first_day_of(EventType.RESPONSE_SENT, EventType.DENIED)
    if answered is not None and (due is None or answered <= due):
        return answered
    return timeline.first_day_of(EventType.ACKNOWLEDGEMENT_SENT)
