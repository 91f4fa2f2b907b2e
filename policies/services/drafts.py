"""Drafts: rows that may change, until they are published."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from organizations.models import Organization
from policies.domain.rules import RuleSet
from policies.errors import PublishedError
from policies.events import PolicyEvent
from policies.models import Policy, PolicyVersion, VersionStatus
from policies.projection import write_rows
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
def discard_draft(version: PolicyVersion) -> None:
    """Delete a draft and its rows."""
    _refuse_published(lock_version(version))
    version.delete()


def lock_policy(policy: Policy) -> Policy:
    """The row as it is now, held until the transaction ends."""
    return Policy.objects.select_for_update(of=("self",), no_key=True).get(pk=policy.pk)


def lock_version(version: PolicyVersion) -> PolicyVersion:
    """The version as it is now, its policy locked before it."""
    policy = lock_policy(version.policy)
    locked = PolicyVersion.objects.select_for_update(of=("self",), no_key=True).get(pk=version.pk)
    locked.policy = policy
    return locked


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
