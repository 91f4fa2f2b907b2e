"""From a filled-in form to the `Arrival` that every door hands to `intake.receive`."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role, Scope
from requests_app.domain.arriving import Channel, Source
from requests_app.services.arrival import (
    Arrival,
    Ask,
    ContactBy,
    RepresentativeDetails,
    RequesterDetails,
    SafeContact,
    SubjectDetails,
)
from requests_app.spoken_languages import chosen

from .call_form import CallForm
from .entry_form import EntryForm
from .intake_form import IntakeForm
from .policy_in_force import PolicyInForce

ABOUT_THE_SUBJECT: Final = ("residency", "age", "deceased")
REPRESENTATIVES: Final = frozenset(
    {Role.AGENT, Role.ATTORNEY_IN_FACT, Role.PARENT_OR_GUARDIAN, Role.EXECUTOR, Role.CONSERVATOR}
)


def from_call(form: CallForm, *, by: UUID, now: dt.datetime) -> Arrival:
    """A call is received the moment it is taken down."""
    return _arrival(
        form,
        by=by,
        source=Source.STAFF,
        channel=Channel.PHONE,
        received_at=now,
        received_where="by telephone",
        read_back=form.cleaned_data["read_back"],
    )


def from_entry(form: EntryForm, *, by: UUID) -> Arrival:
    data = form.cleaned_data
    return _arrival(
        form,
        by=by,
        source=form.source,
        channel=Channel(data["channel"]),
        received_at=form.instant(),
        received_where=data["received_where"],
        received_by=data["received_by"],
        external_reference=data["external_reference"],
    )


def _arrival(form: IntakeForm, *, by: UUID, **given: Any) -> Arrival:
    data, facts = form.cleaned_data, form.stated_facts()
    language, noted = chosen(data["language"], data["other_language"], default=form.policy.organization.language)
    return Arrival(
        organization=form.policy.organization,
        idempotency_key=str(data["key"]),
        requester=RequesterDetails(
            name=data["name"],
            role=Role(data["role"]),
            email=data["email"],
            phone=data["phone"],
            postal_address=data["postal_address"],
            language=language,
            interpreter=data["interpreter"],
        ),
        safe_contact=_safe_contact(data, noted),
        asks=asks(form.policy, form.wishes(), said=data["said"], facts=facts),
        data_subject=_subject(data, facts),
        representative=_representative(data),
        entered_by=by,
        policy=form.policy.rules.pack,
        send_acknowledgement=data["send_mail"],
        **given,
    )


def asks(
    policy: PolicyInForce, wishes: tuple[tuple[Right, Scope], ...], *, said: str, facts: Mapping[str, FactValue]
) -> tuple[Ask, ...]:
    """One request per right, each with the facts that its rule asks for."""
    return tuple(_ask(policy, right, scope, said=said, facts=facts) for right, scope in wishes)


def _ask(policy: PolicyInForce, right: Right, scope: Scope, *, said: str, facts: Mapping[str, FactValue]) -> Ask:
    rule = policy.granting(right, scope)
    asked = rule.ask if rule else tuple(facts)
    own = {name: facts[name] for name in asked if name in facts and name not in ABOUT_THE_SUBJECT}
    topic = str(own.pop("topic", ""))
    return Ask(right=right, scope=scope, topic=topic, details=said, facts=own)


def _safe_contact(data: Mapping[str, Any], noted: str) -> SafeContact:
    return SafeContact(
        preferred=ContactBy(data["preferred"]) if data["preferred"] else _likely(data),
        may_leave_voicemail=data["may_leave_voicemail"],
        may_write=data["may_write"],
        plain_envelope=data["plain_envelope"],
        envelope_name=data["envelope_name"],
        note=" ".join(part for part in (data["safe_note"], noted) if part),
    )


def _likely(data: Mapping[str, Any]) -> ContactBy:
    """Nobody said how: by what was given, the quickest first."""
    if data["email"] and data["may_write"]:
        return ContactBy.EMAIL
    return ContactBy.MAIL if data["postal_address"] and not data["phone"] and data["may_write"] else ContactBy.PHONE


def _subject(data: Mapping[str, Any], facts: Mapping[str, FactValue]) -> SubjectDetails | None:
    """Whose data it is, when that is somebody else or when something was said of them."""
    about = {name: facts[name] for name in ABOUT_THE_SUBJECT if name in facts}
    if data["role"] == Role.EXECUTOR:
        about.setdefault("deceased", True)
    if not data["subject_name"] and not about:
        return None
    age, deceased = about.get("age"), about.get("deceased")
    return SubjectDetails(
        name=data["subject_name"],
        residency=str(about.get("residency", "")),
        age=age if isinstance(age, int) and not isinstance(age, bool) else None,
        deceased=deceased if isinstance(deceased, bool) else None,
    )


def _representative(data: Mapping[str, Any]) -> RepresentativeDetails | None:
    role = Role(data["role"])
    if role not in REPRESENTATIVES:
        return None
    return RepresentativeDetails(
        kind=role,
        scope=data.get("authority_scope") or "",
        proof_claimed=data.get("proof_claimed") or "",
        expires_on=data.get("authority_expires_on"),
    )
