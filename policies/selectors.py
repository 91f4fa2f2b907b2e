"""Reading policies: which version governs a day, what it says, and on which calendar its days are counted."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from organizations.models import AlertAddress, CalendarVersion, Membership, MembershipRole, Organization, TeamMember
from organizations.selectors import calendar_rows, current_calendar_version
from policies.domain.calendars import BusinessCalendar
from policies.domain.document import content_hash, from_document
from policies.domain.rules import LAW_PREFIX, PartialDate, RuleSet
from policies.domain.terms import Recipient
from policies.domain.versions import in_force
from policies.errors import ChangedDocumentError, NoVersionInForceError
from policies.models import Policy, PolicyVersion, RestrictionDecision, VersionStatus, VersionWithdrawal
from policies.projection import read_rules


class VersionOnDay(NamedTuple):
    """The version that governs a day; `uncertain` when the text prints only the month and the day lies in it."""

    version: PolicyVersion
    uncertain: bool


@dataclass(frozen=True, slots=True)
class _Dated:
    version: PolicyVersion
    effective_from: PartialDate


def rule_set(version: PolicyVersion) -> RuleSet:
    """What a version says: of a published one its document, read once in a process; of a draft its rows."""
    if not version.is_published:
        return read_rules(version)
    return _loaded(version.content_hash)


def policy_version_on(policy: Policy, day: dt.date) -> VersionOnDay:
    """The version that governs requests received on `day`. Raises NoVersionInForceError."""
    found = version_in_force(policy.slug, day)
    if found is None:
        raise NoVersionInForceError(policy.slug, day)
    return found


def version_in_force(pack: str, day: dt.date) -> VersionOnDay | None:
    """The published version of a policy or law that governs `day`; None if there is none."""
    published = PolicyVersion.objects.filter(policy__slug=pack, status=VersionStatus.PUBLISHED)
    return _on(day, not_withdrawn(published, on=day).defer("document").select_related("policy"))


def laws_on(rules: RuleSet, day: dt.date) -> dict[str, PolicyVersion]:
    """Of each law that `rules` names, the version in force on `day`; a law that was not in force is left out."""
    named = rules.laws_named()
    published = PolicyVersion.objects.filter(policy__slug__in=named, status=VersionStatus.PUBLISHED)
    by_pack: dict[str, list[PolicyVersion]] = {}
    for version in not_withdrawn(published, on=day).defer("document").select_related("policy"):
        by_pack.setdefault(version.policy.slug, []).append(version)
    on_day = {pack: _on(day, versions) for pack, versions in sorted(by_pack.items())}
    return {pack: found.version for pack, found in on_day.items() if found}


def held_laws() -> dict[str, tuple[RuleSet, ...]]:
    """Every published version of every law."""
    laws: dict[str, tuple[RuleSet, ...]] = {}
    published = PolicyVersion.objects.filter(policy__slug__startswith=LAW_PREFIX, status=VersionStatus.PUBLISHED)
    for version in published.defer("document").select_related("policy").order_by("effective_from"):
        laws[version.policy.slug] = (*laws.get(version.policy.slug, ()), rule_set(version))
    return laws


def public_policy(organization: Organization, day: dt.date) -> VersionOnDay:
    """What the organization's public page is built from on `day`. Raises NoVersionInForceError."""
    policy = organization.policies.filter(is_main=True).first()
    if policy is None:
        raise NoVersionInForceError(f"{organization.slug}'s policy", day)
    return policy_version_on(policy, day)


def restrictions_applied(version: PolicyVersion) -> frozenset[str]:
    """Keys of the rules beyond the law that a named person decided to apply."""
    decided = RestrictionDecision.objects.filter(version=version, applied=True)
    return frozenset(decided.values_list("rule_key", flat=True))


def business_calendar(organization: Organization, version: CalendarVersion | None = None) -> BusinessCalendar:
    """The organization's calendar as the pure core counts on it; a new version is seen at once."""
    return _calendar((version or current_calendar_version(organization)).pk)


def not_withdrawn(versions: QuerySet[PolicyVersion], *, on: dt.date | None = None) -> QuerySet[PolicyVersion]:
    """Those that are not withdrawn on a day; without one: those not withdrawn from their own first day."""
    withdrawn = VersionWithdrawal.objects.filter(version=OuterRef("pk"))
    from_day = OuterRef("effective_from") if on is None else on
    return versions.exclude(Exists(withdrawn.filter(from_day__lte=from_day)))


class PublishedVersions:
    """The published versions of the database, for `manage.py assess --database`."""

    def packs(self) -> Sequence[str]:
        published = PolicyVersion.objects.filter(status=VersionStatus.PUBLISHED)
        return sorted(set(published.values_list("policy__slug", flat=True)))

    def versions(self, pack: str, on: dt.date | None = None) -> Sequence[RuleSet]:
        published = PolicyVersion.objects.filter(policy__slug=pack, status=VersionStatus.PUBLISHED)
        return [rule_set(version) for version in not_withdrawn(published, on=on).order_by("effective_from")]

    def timezone(self, pack: str) -> str | None:
        """The zone of the organization whose policy it is; None for a law."""
        policy = Policy.objects.filter(slug=pack).select_related("organization").first()
        return policy.organization.timezone if policy and policy.organization else None


def _on(day: dt.date, versions: Iterable[PolicyVersion]) -> VersionOnDay | None:
    found = in_force([_Dated(version, version.starts) for version in versions], day)
    return VersionOnDay(found.version.version, found.uncertain) if found else None


@lru_cache(maxsize=512)
def _loaded(published_hash: str) -> RuleSet:
    documents = PolicyVersion.objects.filter(content_hash=published_hash).values_list("document", flat=True)
    document = documents[:1].get()
    if content_hash(document) != published_hash:
        raise ChangedDocumentError(f"The document with the hash {published_hash} was changed in the database.")
    return from_document(document)


@lru_cache(maxsize=256)
def _calendar(version_id: UUID) -> BusinessCalendar:
    version = CalendarVersion.objects.select_related("calendar__organization").get(pk=version_id)
    rows = calendar_rows(version.calendar.organization, version)
    return BusinessCalendar(
        jurisdiction=rows.jurisdiction, first=version.first, last=version.last, holidays=rows.public, closed=rows.closed
    )


def unknown_targets(organization: Organization | None, rules: RuleSet) -> list[str]:
    """The teams and addresses of a ladder that its organization has not, one sentence each."""
    if organization is None:
        return []
    working = Membership.objects.filter(organization=organization).exclude(role=MembershipRole.AUDITOR)
    members = TeamMember.objects.filter(
        organization=organization, user__is_active=True, user__in=working.values("user")
    )
    addresses = AlertAddress.objects.filter(organization=organization)
    found = []
    for rung in rules.ladder:
        if rung.to is Recipient.TEAM and not members.filter(team__key=rung.named).exists():
            found.append(f"The rung '{rung.name}' is for the team {rung.named}, which has nobody who works here.")
        if rung.to is Recipient.ADDRESS and not addresses.filter(key=rung.named).exists():
            found.append(f"The rung '{rung.name}' is for the address {rung.named}, which has not been given.")
    return [f"{sentence} Until then the supervisors are told." for sentence in found]
