"""What people add beside a published version: each is a row that stays, and an event of the policy."""

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import transaction

from organizations.models import User
from policies.domain.rules import RULE_KINDS, DenialGroundRule
from policies.domain.soundness import all_rules
from policies.domain.terms import RuleKind
from policies.errors import CannotRecordError
from policies.events import PolicyEvent
from policies.models import (
    BesideVersion,
    NoticeKind,
    PolicyVersion,
    RestrictionDecision,
    SourceText,
    VersionNotice,
    VersionWithdrawal,
)
from policies.selectors import rule_set
from records import chain
from records.chain import Actor, ActorKind

from .drafts import lock_version

Beside = TypeVar("Beside", bound=BesideVersion)


@transaction.atomic
def decide_restriction(
    version: PolicyVersion,
    *,
    rule_kind: RuleKind,
    rule_key: str,
    applied: bool,
    reason: str,
    by: Actor,
    at: dt.datetime,
) -> RestrictionDecision:
    """Record, once, whether a rule that asks more than the law supports is applied. Needs a person and a reason."""
    version = _published(version)
    if by.kind != ActorKind.STAFF or not reason.strip():
        raise CannotRecordError(f"{version}: a restriction is decided by a named person, with a reason.")
    if (rule_kind, rule_key) not in decidable(version):
        raise CannotRecordError(f"{version} has no {rule_kind} {rule_key!r} that can be applied or not.")
    if RestrictionDecision.objects.filter(version=version, rule_kind=rule_kind, rule_key=rule_key).exists():
        raise CannotRecordError(f"{version}: {rule_key} is decided already; a change needs a new version.")
    decision = RestrictionDecision(
        **_owned(version, by, at), rule_kind=rule_kind, rule_key=rule_key, applied=applied, reason=reason.strip()
    )
    body = {"rule": {"kind": rule_kind, "key": rule_key}, "applied": applied, "reason": decision.reason}
    return _record(decision, PolicyEvent.RESTRICTION_DECIDED, body, by=by, at=at)


def decidable(version: PolicyVersion) -> set[tuple[RuleKind, str]]:
    """Kind and key of the rules of a version that may go beyond the law."""
    return {
        (kind, rule.key)
        for rule in all_rules(rule_set(version))
        if (kind := RULE_KINDS[type(rule)]) in RestrictionDecision.RESTRICTING
        and (not isinstance(rule, DenialGroundRule) or rule.decide_first)
    }


@transaction.atomic
def withdraw(
    version: PolicyVersion, *, from_day: dt.date, reason: str, by: Actor, at: dt.datetime
) -> VersionWithdrawal:
    """From `from_day` on the version governs no new request. Requests pinned to it stay pinned."""
    version = _published(version)
    if from_day < version.effective_from:
        raise CannotRecordError(f"{version} starts on {version.starts}: withdraw it from that day or a later one.")
    if not reason.strip():
        raise CannotRecordError(f"{version}: say why it is withdrawn.")
    if VersionWithdrawal.objects.filter(version=version).exists():
        raise CannotRecordError(f"{version} is withdrawn already.")
    withdrawal = VersionWithdrawal(**_owned(version, by, at), from_day=from_day, reason=reason.strip())
    body = {"from_day": from_day.isoformat(), "reason": withdrawal.reason}
    return _record(withdrawal, PolicyEvent.VERSION_WITHDRAWN, body, by=by, at=at)


@transaction.atomic
def record_notice(
    version: PolicyVersion, *, kind: NoticeKind, posted_on: dt.date, where: str, by: Actor, at: dt.datetime
) -> VersionNotice:
    """People were told: of a new text, a new owner, a new use of data."""
    version = _published(version)
    if not where.strip():
        raise CannotRecordError(f"{version}: say where the notice was posted.")
    notice = VersionNotice(**_owned(version, by, at), kind=kind, posted_on=posted_on, where=where.strip())
    body = {"kind": kind, "posted_on": posted_on.isoformat(), "where": notice.where}
    return _record(notice, PolicyEvent.NOTICE_POSTED, body, by=by, at=at)


@transaction.atomic
def attach_source_text(
    version: PolicyVersion, *, text: str, retrieved_on: dt.date, by: Actor, at: dt.datetime, address: str = ""
) -> SourceText:
    """Put the published text beside the version. Attaching the same text again changes nothing."""
    version = _published(version)
    if not text.strip():
        raise CannotRecordError(f"{version}: the text is empty.")
    digest = hashlib.sha256(text.encode()).hexdigest()
    if existing := SourceText.objects.filter(version=version, sha256=digest).first():
        return existing
    source = SourceText(**_owned(version, by, at), text=text, sha256=digest, retrieved_on=retrieved_on, address=address)
    body = {"sha256": digest, "retrieved_on": retrieved_on.isoformat(), "address": address}
    return _record(source, PolicyEvent.SOURCE_TEXT_ATTACHED, body, by=by, at=at)


def _published(version: PolicyVersion) -> PolicyVersion:
    version = lock_version(version)
    if not version.is_published:
        raise CannotRecordError(f"{version} is a draft: change the draft itself, or publish it first.")
    return version


def _owned(version: PolicyVersion, by: Actor, at: dt.datetime) -> dict[str, Any]:
    user = User.objects.get(pk=by.id) if by.kind == ActorKind.STAFF else None
    return {"version": version, "organization_id": version.organization_id, "by": user, "recorded_at": at}


def _record(row: Beside, event: PolicyEvent, body: Mapping[str, Any], *, by: Actor, at: dt.datetime) -> Beside:
    row.save(force_insert=True)
    chain.append(subject=row.version.policy, type=event, actor=by, at=at, body={"version": row.version.label, **body})
    return row
