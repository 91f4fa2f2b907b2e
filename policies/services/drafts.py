"""Drafts: rows that may change, until they are published."""

import dataclasses
import datetime as dt

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from organizations.models import Organization
from policies.domain.rules import PartialDate, RuleSet
from policies.errors import PublishedError
from policies.events import PolicyEvent
from policies.models import DeadlineRow, Policy, PolicyVersion, VersionPart, VersionStatus
from policies.projection import NESTED, TABLES, write_rows
from policies.selectors import rule_set
from records import chain
from records.chain import Actor


@transaction.atomic
def save_draft(
    rules: RuleSet, *, organization: Organization | None, by: Actor, at: dt.datetime | None = None
) -> PolicyVersion:
    """A draft whose rows say what `rules` says; a draft of that label is replaced. Law has no organization.

    Raises PublishedError if the label is published already.
    """
    policy = _policy(rules, organization, by=by, at=at or timezone.now())
    version = policy.versions.filter(label=rules.version).first()
    if version is None:
        version = PolicyVersion(policy=policy, organization=organization, label=rules.version)
    _refuse_published(version)
    version.title = rules.title
    version.jurisdiction = rules.jurisdiction
    version.effective_from = rules.effective_from.first_day
    version.month_only = rules.effective_from.month_only
    version.save()
    write_rows(version, rules)
    return version


@transaction.atomic
def copy_to_draft(
    version: PolicyVersion, *, label: str, effective_from: PartialDate, by: Actor, at: dt.datetime | None = None
) -> PolicyVersion:
    """A draft that says what `version` says, under a label and a first day of its own."""
    if version.policy.versions.filter(label=label).exists():
        raise PublishedError(f"There is a version {label} already: choose another label.")
    rules = dataclasses.replace(rule_set(version), version=label, effective_from=effective_from)
    return save_draft(rules, organization=version.policy.organization, by=by, at=at)


@transaction.atomic
def change_details(version: PolicyVersion, *, label: str, title: str, effective_from: PartialDate) -> PolicyVersion:
    """Change what a draft is called and when it takes effect."""
    version = lock_draft(version)
    if version.policy.versions.filter(label=label).exclude(pk=version.pk).exists():
        raise PublishedError(f"There is a version {label} already: choose another label.")
    version.label, version.title = label, title
    version.effective_from, version.month_only = effective_from.first_day, effective_from.month_only
    version.save()
    return version


@transaction.atomic
def save_rule(version: PolicyVersion, row: VersionPart) -> None:
    """Add a row to a draft, or change one. Raises ValidationError, keyed by field."""
    version = lock_draft(version)
    row.version, row.organization_id = version, version.organization_id
    if row._state.adding:
        row.place = _next_place(version, row)
    row.full_clean()
    row.save()


def _next_place(version: PolicyVersion, row: VersionPart) -> int:
    """After the last of its list; the three tables of deadlines share one."""
    tables = [table for table in TABLES if table.listed_in == row.listed_in] or [type(row)]
    last = (t._default_manager.filter(version=version).aggregate(last=Max("place"))["last"] for t in tables)
    return max(place or 0 for place in last) + 1


@transaction.atomic
def remove_rule(version: PolicyVersion, row: VersionPart) -> None:
    """Take a row out of a draft; of a deadline with its extension and pauses."""
    version = lock_draft(version)
    if isinstance(row, DeadlineRow):
        for nested in NESTED:
            nested._default_manager.filter(version=version, of=row.key).delete()
    row.delete()


@transaction.atomic
def discard_draft(version: PolicyVersion) -> None:
    """Delete a draft and its rows."""
    lock_draft(version).delete()


def lock_policy(policy: Policy) -> Policy:
    """The row as it is now, held until the transaction ends."""
    return Policy.objects.select_for_update(of=("self",), no_key=True).get(pk=policy.pk)


def lock_version(version: PolicyVersion) -> PolicyVersion:
    """The version as it is now, its policy locked before it."""
    policy = lock_policy(version.policy)
    locked = PolicyVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    locked.policy = policy
    return locked


def lock_draft(version: PolicyVersion) -> PolicyVersion:
    """The same; raises PublishedError if it is a draft no more."""
    version = lock_version(version)
    _refuse_published(version)
    return version


def _policy(rules: RuleSet, organization: Organization | None, *, by: Actor, at: dt.datetime) -> Policy:
    existing = Policy.objects.filter(slug=rules.pack).first()
    if existing:
        if existing.organization_id != (organization.pk if organization else None):
            raise PublishedError(f"{rules.pack} belongs to another organization: use a name of your own.")
        return lock_policy(existing)
    is_main = organization is not None and not organization.policies.filter(is_main=True).exists()
    policy = Policy.objects.create(slug=rules.pack, organization=organization, title=rules.title, is_main=is_main)
    chain.append(subject=policy, type=PolicyEvent.POLICY_ADDED, actor=by, at=at, body={"pack": rules.pack})
    return policy


def _refuse_published(version: PolicyVersion) -> None:
    if version.status == VersionStatus.PUBLISHED:
        raise PublishedError(f"{version} is published and cannot change: draft a version with a new label.")
