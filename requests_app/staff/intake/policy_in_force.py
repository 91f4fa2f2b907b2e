"""The version an arrival falls under, with the laws beside it, as the intake screens need it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from zoneinfo import ZoneInfo

from organizations.models import Organization
from policies import selectors
from policies.domain.calendars import BusinessCalendar
from policies.domain.facts import BUILT_IN
from policies.domain.rules import FactQuestion, RightRule, RuleSet
from policies.domain.terms import Right, Scope


@dataclass(frozen=True)
class PolicyInForce:
    """What governs what the organization received on `day`."""

    organization: Organization
    day: dt.date
    rules: RuleSet
    laws: Mapping[str, RuleSet]
    calendar: BusinessCalendar

    @classmethod
    def on(cls, organization: Organization, day: dt.date) -> "PolicyInForce":
        """Raises NoVersionInForceError when nothing was published for that day."""
        rules = selectors.rule_set(selectors.public_policy(organization, day).version)
        laws = {pack: selectors.rule_set(version) for pack, version in selectors.laws_on(rules, day).items()}
        return cls(organization, day, rules, laws, selectors.business_calendar(organization))

    @classmethod
    def today(cls, organization: Organization, now: dt.datetime) -> "PolicyInForce":
        return cls.on(organization, now.astimezone(ZoneInfo(organization.timezone)).date())

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.timezone)

    def granting(self, right: Right, scope: Scope) -> RightRule | None:
        """The rule that grants `right` over `scope`; None when the version has none."""
        return next((rule for rule in self.rules.rights if rule.right is right and scope in rule.scopes), None)

    @cached_property
    def granted(self) -> tuple[tuple[Scope, tuple[Right, ...]], ...]:
        """What may be asked, by scope, in the order of the closed list."""
        return tuple((scope, tuple(r for r in Right if self.granting(r, scope))) for scope in Scope)

    @cached_property
    def not_granted(self) -> tuple[Right, ...]:
        """Rights the version does not speak of. They are taken down all the same; a person answers."""
        spoken = {right for _, rights in self.granted for right in rights}
        return tuple(right for right in Right if right not in spoken and right is not Right.CHILD_DELETION)

    @cached_property
    def questions(self) -> tuple[FactQuestion, ...]:
        """What the version asks of the person."""
        return tuple(q for q in self.rules.facts if q.stated_by == "requester" and q.name not in BUILT_IN)
