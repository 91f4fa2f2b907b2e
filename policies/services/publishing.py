"""Publication: a draft's rows become one frozen document. Nothing of it changes afterwards."""

import datetime as dt

from django.db import transaction

from organizations.models import User
from policies.domain.document import FORMAT, content_hash, from_document, to_document
from policies.domain.rules import PartialDate, RuleSet
from policies.domain.soundness import faults
from policies.errors import CannotPublishError
from policies.events import PolicyEvent
from policies.models import PARTS, Extension, Pause, PolicyVersion, VersionStatus
from policies.projection import read_rules
from policies.selectors import held_laws, not_withdrawn
from records import chain
from records.chain import Actor, ActorKind

from .drafts import lock_version


@transaction.atomic
def publish(version: PolicyVersion, *, by: Actor, at: dt.datetime) -> PolicyVersion:
    """Freeze a draft. Publishing what is published already changes nothing.

    Raises CannotPublishError with everything that is in the way.
    """
    version = lock_version(version)
    if version.is_published:
        return version
    rules = read_rules(version)
    if found := publishing_faults(version, rules):
        raise CannotPublishError(str(version), found)
    document = to_document(rules)
    if from_document(document) != rules:
        raise CannotPublishError(str(version), ["Its document does not read back as its rules."])
    _freeze(version, document, by=by, at=at)
    chain.append(
        subject=version.policy,
        type=PolicyEvent.VERSION_PUBLISHED,
        actor=by,
        at=at,
        body={
            "version": version.label,
            "effective_from": str(version.starts),
            "format": version.format,
            "content_hash": version.content_hash,
        },
    )
    return version


def publishing_faults(version: PolicyVersion, rules: RuleSet) -> list[str]:
    """What is in the way of publishing, one sentence each."""
    found = [*faults(rules, held_laws()), *_parts_of_nothing(version, rules)]
    if not rules.is_law and not (version.organization and version.organization.alert_email):
        found.append(
            "The organization has no alert address, the last resort of every alert; enter one in the organization."
        )
    for other in not_withdrawn(version.policy.versions.filter(status=VersionStatus.PUBLISHED)):
        if overlap(version.starts, other.starts):
            found.append(
                f"It would start on {version.starts}, as does version {other.label} ({other.starts}); "
                "change the date, or withdraw that version from its first day."
            )
    return found


def overlap(one: PartialDate, other: PartialDate) -> bool:
    """Whether two first days cannot be told apart: a month stands for each of its days."""
    earlier, later = sorted((one, other), key=lambda start: start.first_day)
    return later.first_day == earlier.first_day or later.first_day < earlier.certain_from


def _parts_of_nothing(version: PolicyVersion, rules: RuleSet) -> list[str]:
    keys = [rule.key for rule in rules.deadlines]
    rows: list[Extension | Pause] = [
        *Extension.objects.filter(version=version).exclude(of__in=keys),
        *Pause.objects.filter(version=version).exclude(of__in=keys),
    ]
    return [
        f"{row.key}: there is no deadline {row.of!r} for this {row.rule_kind}; name one that exists." for row in rows
    ]


def _freeze(version: PolicyVersion, document: str, *, by: Actor, at: dt.datetime) -> None:
    for part in PARTS:
        part._default_manager.filter(version=version).update(frozen=True)
    version.status = VersionStatus.PUBLISHED
    version.document = document
    version.format = FORMAT
    version.content_hash = content_hash(document)
    version.published_at = at
    version.published_by = User.objects.get(pk=by.id) if by.kind == ActorKind.STAFF else None
    version.save()
