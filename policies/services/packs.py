"""Packs into the database: organizations once, laws and policies version by version. Repeating it changes nothing."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from organizations.models import Organization
from organizations.services.organizations import apply_organization_pack
from policies.domain.document import field_types
from policies.domain.rules import RuleSet
from policies.errors import ChangedPackError
from policies.loader import Library
from policies.models import PolicyVersion
from policies.selectors import rule_set
from records.chain import Actor

from .drafts import save_draft
from .publishing import publish


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was done with one part of the library: `added`, `published`, `unchanged` or `left alone`."""

    what: str
    done: str
    detail: str = ""


@transaction.atomic
def publish_packs(library: Library, *, by: Actor, at: dt.datetime) -> list[Outcome]:
    """Publish what is not published yet, all or nothing.

    Raises ChangedPackError if a published label would now say something else, and CannotPublishError.
    """
    outcomes = [_organization(slug, library, by=by) for slug in library.organizations]
    outcomes += [_version(rules, by=by, at=at) for rules in _laws_first(library)]
    return outcomes


def _laws_first(library: Library) -> Iterator[RuleSet]:
    packs = sorted(library.versions.values(), key=lambda versions: not versions[0].is_law)
    for versions in packs:
        yield from versions


def _organization(slug: str, library: Library, *, by: Actor) -> Outcome:
    existed = Organization.objects.filter(slug=slug).exists()
    apply_organization_pack(**dataclasses.asdict(library.organizations[slug]), by=by)
    return Outcome(slug, "unchanged" if existed else "added", "the database decides" if existed else "")


def _version(rules: RuleSet, *, by: Actor, at: dt.datetime) -> Outcome:
    what = f"{rules.pack} {rules.version}"
    existing = PolicyVersion.objects.filter(policy__slug=rules.pack, label=rules.version).first()
    if existing and existing.is_published:
        _refuse_changed(existing, rules)
        return Outcome(what, "unchanged", existing.content_hash[:12])
    if existing:
        return Outcome(what, "left alone", "somebody is drafting this version on the staff site")
    organization = None if rules.is_law else Organization.objects.get(slug=rules.pack.partition("/")[0])
    version = publish(save_draft(rules, organization=organization, by=by, at=at), by=by, at=at)
    return Outcome(what, "published", version.content_hash[:12])


def _refuse_changed(version: PolicyVersion, rules: RuleSet) -> None:
    """By meaning, not by hash: a field that a later program adds changes the text and not what it says."""
    published = rule_set(version)
    if published == rules:
        return
    changed = [name for name in field_types(RuleSet) if getattr(published, name) != getattr(rules, name)]
    raise ChangedPackError(
        f"{version} is published ({version.content_hash[:12]}), and its pack now says something else in "
        f"{', '.join(changed)}. What is published stays: give the changed pack a new label and date."
    )
