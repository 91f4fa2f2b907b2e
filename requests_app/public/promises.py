"""What a version promises, arranged for the start page: who may ask for what, when the answer comes, and why.

Built from the rules alone. Every line carries its source; readings, notes for staff and warnings stay out.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar
from zoneinfo import ZoneInfo

from policies.domain.assessment import Assessment, assess
from policies.domain.calendars import BusinessCalendar
from policies.domain.case import Case
from policies.domain.deadlines import DeadlineFinding
from policies.domain.facts import Fact, FactValue
from policies.domain.findings import Citation
from policies.domain.periods import Period, Unit
from policies.domain.rules import ChannelRule, FeeRule, LookBackRule, RightRule, Rule, RuleSet, VerificationRule
from policies.domain.terms import Act, AuthorityKind, NoteTopic, Right, Role, Scope, StepMethod
from requests_app.day_words import day

from .conditions import who
from .wishes import Wish, WishGroup, offered

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Source:
    """Where something stands and what it says, in words meant for anybody."""

    title: str
    version: str
    section: str
    says: str

    @property
    def place(self) -> str:
        """Where it stands: `Northwind, Privacy policy (2026-01-01), section 4`."""
        if self.section.startswith("(not in the text)"):
            return f"Not in the text of: {self.title} ({self.version})"
        return f"{self.title} ({self.version}): {self.section}"


@dataclass(frozen=True, slots=True)
class Line:
    """What the version says about some of the things that can be asked for."""

    labels: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing that can be asked for over one scope."""

    label: str
    hint: str
    who: str
    source: Source


@dataclass(frozen=True, slots=True)
class OfferGroup:
    title: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Term:
    """A period under one rule, what it is for, and the date it gives today."""

    label: str
    within: str
    date: dt.date | None
    source: Source


@dataclass(slots=True)
class AnswerTime:
    """Everything answered within one period; none: the text names no date. `sooner`: terms that hold in some cases."""

    within: str
    date: dt.date | None
    labels: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    sooner: list[Term] = field(default_factory=list)

    @property
    def day(self) -> str:
        return day(self.date) if self.date else ""


@dataclass(frozen=True)
class Promises:
    """A version and the laws it leans on (in force on `today`), read for the public."""

    publisher: str
    rules: RuleSet
    laws: Mapping[str, RuleSet]
    calendar: BusinessCalendar
    zone: ZoneInfo
    today: dt.date

    def offers(self) -> tuple[OfferGroup, ...]:
        """What can be asked for, under the form's headings."""
        found: dict[WishGroup, list[Offer]] = {}
        for wish, scope, rule in self._granted():
            offer = Offer(wish.label_for(scope), wish.hint, who(rule.eligible), self.source(rule))
            found.setdefault(wish.group, []).append(offer)
        return tuple(OfferGroup(group.value, tuple(found[group])) for group in WishGroup if group in found)

    def who_may_ask(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Pairs (who, what they may ask for), in the order of the form."""
        found: dict[str, list[str]] = {}
        for wish, scope, rule in self._granted():
            found.setdefault(who(rule.eligible), []).append(wish.label_for(scope))
        return tuple((people, tuple(dict.fromkeys(labels))) for people, labels in found.items())

    def answer_times(self) -> tuple[AnswerTime, ...]:
        """When the answer comes, one entry for each period, the soonest first; what has no date comes last."""
        times: dict[tuple[str, bool], AnswerTime] = {}
        for wish, scope, rule in self._granted():
            sure, sooner = self._terms(self._assess(rule, scope), wish.label_for(scope))
            within = sure.within if sure else ""
            key = (within, bool(sooner) and not within)  # an early date in some cases is not a date for all
            time = times.setdefault(key, AnswerTime(within, sure.date if sure else None))
            _add(time.labels, wish.label_for(scope))
            if sure:
                _add(time.sources, sure.source)
            for term in sooner:
                _add(time.sooner, term)
        return tuple(sorted(times.values(), key=lambda time: time.date or dt.date.max))

    def limits(self) -> tuple[Line, ...]:
        """How often one may ask and how far back an answer reaches, as printed."""
        caps = [Line(self.labels(cap.counts, tuple(Scope)), self.source(cap)) for cap in self.rules.frequency_caps]
        return (*caps, *(self._line_of(rule) for rule in self.rules.look_backs))

    def authority_lines(self, roles: Iterable[Role]) -> tuple[tuple[VerificationRule, tuple[Role, ...]], ...]:
        """What has to be shown, once each, with the roles that show it."""
        roles = tuple(roles)
        steps = {step.says: step for step in self.authority()}.values()
        return tuple((step, tuple(role for role in roles if _holds_for(step, role))) for step in steps)

    def fees(self) -> tuple[Line, ...]:
        return tuple(self._line_of(rule) for rule in self.rules.fees)

    def needed(self) -> tuple[Line, ...]:
        """How identity is checked, for the person themselves."""
        steps = [step for step in self.rules.verification if step.method is not StepMethod.AUTHORITY_CHECK]
        steps.sort(key=lambda step: step.position)
        return tuple(self._line_of(step) for step in steps)

    def labels(self, rights: Iterable[Right], scopes: Iterable[Scope]) -> tuple[str, ...]:
        """What can be asked for of these rights and scopes, in the words of the form."""
        found = [
            wish.label_for(scope)
            for wish, scope, rule in self._granted()
            if rule.right in set(rights) and scope in set(scopes)
        ]
        return tuple(dict.fromkeys(found))

    def authority(self, role: Role | None = None) -> tuple[VerificationRule, ...]:
        """What somebody who acts for another has to show; with `role`, only what holds for that role."""
        steps = (step for step in self.rules.verification if step.method is StepMethod.AUTHORITY_CHECK)
        return tuple(step for step in steps if role is None or _holds_for(step, role))

    def notes(self, *topics: NoteTopic) -> tuple[Source, ...]:
        """Lines of the version that are meant for the public."""
        return self._sources(note for note in self.rules.notes if note.public and note.topic in topics)

    def channels(self) -> tuple[ChannelRule, ...]:
        return self.rules.channels

    def source(self, rule: Rule) -> Source:
        return Source(self._title(self.rules), self.rules.version, rule.section, rule.says)

    def cited(self, citation: Citation) -> Source:
        """The source behind a finding, of the policy or of a law."""
        owner = self.laws.get(citation.policy, self.rules)
        return Source(self._title(owner), citation.version, citation.section, citation.says)

    def _title(self, owner: RuleSet) -> str:
        return owner.title if owner.is_law else f"{self.publisher}, {owner.title}"

    def _line_of(self, rule: LookBackRule | FeeRule | VerificationRule) -> Line:
        return Line(self.labels(rule.rights, rule.scopes), self.source(rule))

    def _sources(self, rules: Iterable[Rule]) -> tuple[Source, ...]:
        """One line for each text: several rules may rest on the same words."""
        return tuple({rule.says: self.source(rule) for rule in rules if rule.says}.values())

    def _granted(self) -> Iterable[tuple[Wish, Scope, RightRule]]:
        for wish in offered(self.rules):
            for scope in Scope:
                rule = wish.granted(self.rules, scope)
                if rule is not None:
                    yield wish, scope, rule

    def _assess(self, rule: RightRule, scope: Scope) -> Assessment:
        """What holds for somebody who may ask, and of whom nothing else is known."""
        facts = {
            name: Fact(values[0]) for name, values in rule.eligible.terms if name not in ("requester_role", "scope")
        }
        role = next((v[0] for n, v in rule.eligible.terms if n == "requester_role"), Role.SELF)
        case = Case(
            right=rule.right,
            received_on=self.today,
            zone=self.zone,
            scope=scope,
            requester_role=Role(str(role)),
            facts=facts,
        )
        return assess(case, self.rules, self.laws, self.calendar)

    def _terms(self, assessment: Assessment, label: str) -> tuple[Term | None, list[Term]]:
        """The term that surely holds, and the earlier ones that hold when certain facts are so."""
        binding = assessment.deadlines[Act.RESPOND]
        others = [d for d in assessment.other_deadlines if d.act is Act.RESPOND and d.kind is not AuthorityKind.TARGET]
        found = [d for d in (binding, *others) if d is not None]
        sure = next((d for d in found if not d.unless), None)
        sooner = found[: found.index(sure)] if sure else found
        return (self._term(sure, label) if sure else None), [self._term(d, label) for d in sooner]

    def _term(self, finding: DeadlineFinding, label: str) -> Term:
        return Term(label, period_words(self._period_of(finding)), finding.due_on, self.cited(finding.rule))

    def _period_of(self, finding: DeadlineFinding) -> Period | None:
        owner = self.laws.get(finding.authority, self.rules)
        return next((rule.within for rule in owner.deadlines if rule.key == finding.rule.key), None)


def _add(found: list[T], one: T) -> None:
    if one not in found:
        found.append(one)


def period_words(period: Period | None) -> str:
    """`45 calendar days` as `45 days`: business days alone need their name."""
    if period is None:
        return ""
    if period.unit is Unit.CALENDAR_DAYS:
        return f"{period.count} day{'' if period.count == 1 else 's'}"
    return str(period)


def _holds_for(step: VerificationRule, role: Role) -> bool:
    for name, values in step.when.terms:
        if name == "requester_role":
            allowed: tuple[FactValue, ...] = values
            return role.value in allowed
    return True
