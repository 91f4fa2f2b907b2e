"""What arrives: the frozen values every door hands to `intake.receive`.

A public form may say who asks, about whom, what, and how to reach them safely. When it was received, by which source
and who took it down are said by the code behind the door, never by the person.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from organizations.models import Organization
from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role, Scope

from ..domain.arriving import Channel, Source


class ContactBy(StrEnum):
    """How the person wants to be reached."""

    EMAIL = "email"
    PHONE = "phone"
    MAIL = "mail"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequesterDetails:
    """Who asks. Whatever is empty was not given. `language`: its code, as in `es`."""

    name: str
    role: Role = Role.SELF
    email: str = ""
    phone: str = ""
    postal_address: str = ""
    language: str = "en"
    interpreter: str = ""
    """Into which language they need one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectDetails:
    """Whose data it is, when somebody else asks. `residency`, `age`, `deceased` are stated facts."""

    name: str
    residency: str = ""
    age: int | None = None
    deceased: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SafeContact:
    """How the person may be reached safely. It binds every message and letter."""

    preferred: ContactBy
    may_leave_voicemail: bool = False
    may_write: bool = True
    plain_envelope: bool = False
    envelope_name: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeDetails:
    """What was said of a representative's authority; nothing here is proof."""

    kind: Role
    scope: str = ""
    proof_claimed: str = ""
    expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One right asked for. `facts`: what the person stated, by the names of `policies.domain.facts`."""

    right: Right
    scope: Scope = Scope.SITE_DATA
    topic: str = ""
    details: str = ""
    facts: Mapping[str, FactValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One submission on its way in.

    `received_at`: aware; the first moment it reached the organization, wherever. `policy`: the pack that governs;
    empty: the organization's main one. `acknowledged_at`: receipt was confirmed to the person by word of mouth.
    `read_back`: what was taken down was read back to the person. `noticed`: signs that are
    kept, but alone hold nothing.
    """

    organization: Organization
    source: Source
    channel: Channel
    idempotency_key: str
    received_at: dt.datetime
    requester: RequesterDetails
    safe_contact: SafeContact
    asks: tuple[Ask, ...]
    data_subject: SubjectDetails | None = None
    representative: RepresentativeDetails | None = None
    suspicions: tuple[str, ...] = ()
    noticed: tuple[str, ...] = ()
    received_where: str = ""
    received_by: str = ""
    entered_by: UUID | None = None
    external_reference: str = ""
    policy: str = ""
    acknowledged_at: dt.datetime | None = None
    read_back: bool = False
    send_acknowledgement: bool = True
