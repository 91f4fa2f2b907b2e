"""From the answers of a draft to an `Arrival`: what a person may say, and nothing else.

When it was received, under which policy and by which door is decided here, never read from the form.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from organizations.models import Organization
from policies.domain.facts import FactValue
from policies.domain.terms import Role
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

from . import journey as j
from .journey import Asked, Journey
from .wishes import ApplyTo

ABOUT_SUBJECT = ("residency", "age", "deceased")
NO_ANSWER_WANTED = "The person asked for no answer."


def arrival_of(
    journey: Journey, *, organization: Organization, draft_id: UUID, at: dt.datetime, suspicions: Sequence[str]
) -> Arrival:
    """The submission that a complete journey makes; sending the same draft again has the same key."""
    return Arrival(
        organization=organization,
        source=Source.PUBLIC_FORM,
        channel=Channel.WEB,
        idempotency_key=str(draft_id),
        received_at=at,
        requester=_requester(journey, organization),
        safe_contact=_safe_contact(journey, organization),
        asks=tuple(_ask(journey, asked) for asked in journey.asked),
        data_subject=_subject(journey),
        representative=_representative(journey),
        suspicions=tuple(suspicions),
        policy=journey.rules.pack,
        send_acknowledgement=journey.wants_an_answer,
    )


def _requester(journey: Journey, organization: Organization) -> RequesterDetails:
    said = _said(journey, j.CONTACT)
    return RequesterDetails(
        name=said.get("name", ""),
        role=journey.role,
        email=said.get("email", ""),
        phone=said.get("phone", ""),
        postal_address=said.get("postal_address", ""),
        language=_language(said, organization)[0],
        interpreter=said.get("interpreter", ""),
    )


def _language(said: Mapping[str, Any], organization: Organization) -> tuple[str, str]:
    """The code of the language they chose, and what to note of one that has none."""
    return chosen(said.get("language", ""), said.get("other_language", ""), default=organization.language)


def _safe_contact(journey: Journey, organization: Organization) -> SafeContact:
    said = _said(journey, j.CONTACT)
    preferred = _said(journey, j.SAFE).get("preferred", "")
    if preferred not in set(ContactBy):
        return SafeContact(preferred=ContactBy.EMAIL, may_write=False, note=NO_ANSWER_WANTED)
    by = ContactBy(preferred)
    return SafeContact(
        preferred=by,
        may_leave_voicemail=said.get("voicemail") == "yes",
        may_write=by is not ContactBy.PHONE or bool(said.get("email")),
        plain_envelope=bool(said.get("plain_envelope", False)),
        envelope_name=said.get("envelope_name", ""),
        note=" ".join(part for part in (said.get("note", ""), _language(said, organization)[1]) if part),
    )


def _subject(journey: Journey) -> SubjectDetails | None:
    facts = about_subject(journey)
    name = _said(journey, j.PERSON).get("name", "")
    if not name and not facts:
        return None
    age = facts.get("age")
    return SubjectDetails(
        name=name,
        residency=str(facts.get("residency", "")),
        age=age if isinstance(age, int) else None,
        deceased=True if facts.get("deceased") else None,
    )


def _representative(journey: Journey) -> RepresentativeDetails | None:
    if not journey.for_another:
        return None
    proof = _said(journey, j.AUTHORITY).get("proof", "")
    return RepresentativeDetails(kind=Role(journey.role), proof_claimed=proof)


def _ask(journey: Journey, asked: Asked) -> Ask:
    facts = {name: value for name, value in journey.stated_facts(asked).items() if name not in ABOUT_SUBJECT}
    topic = facts.pop("topic", "")
    return Ask(right=asked.right, scope=asked.scope, topic=str(topic), details=details_of(journey, asked), facts=facts)


def details_of(journey: Journey, asked: Asked) -> str:
    """What the person wrote about one request, in paragraphs: the text, where to apply it, how to find it."""
    paragraphs = [_said(journey, f"{j.DETAILS_PREFIX}{asked.wish.key}").get("text", "")]
    if asked.wish.apply_to:
        paragraphs.append(_apply_to(journey, asked.wish.apply_to))
    if not asked.wish.apply_to and (known_by := _said(journey, j.FIND).get("known_by", "")):
        paragraphs.append(f"To find the information: {known_by}")
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def _apply_to(journey: Journey, kind: ApplyTo) -> str:
    """An opt-out's target; a choice about use falls back on the address given for messages."""
    said = _said(journey, j.WHERE)
    kinds = (kind, *ApplyTo) if kind is ApplyTo.IDENTIFIER else (kind,)
    found = next((said[k] for k in kinds if said.get(k)), "")
    return f"Apply to: {found}" if found else ""


def about_subject(journey: Journey) -> dict[str, FactValue]:
    """What was stated of the person whose data it is; it holds for every request of the submission."""
    facts: dict[str, FactValue] = {}
    for asked in journey.asked:
        facts |= journey.stated_facts(asked)
    age = _said(journey, j.PERSON).get("age")
    if isinstance(age, int):
        facts["age"] = age
    return {name: facts[name] for name in ABOUT_SUBJECT if name in facts}


def _said(journey: Journey, step: str) -> dict[str, Any]:
    """The answer to a question of this journey; one that no longer applies says nothing."""
    return dict(journey.answers.get(step, {})) if step in journey.steps else {}
