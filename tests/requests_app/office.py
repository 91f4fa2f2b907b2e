"""Northwind's privacy office: an organization at work, with a handler, a supervisor and a privacy officer."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from organizations.models import MembershipRole, Organization, User
from organizations.services.organizations import create_organization
from organizations.services.people import create_staff, grant_role, revoke_role
from policies.domain.facts import FactValue
from policies.domain.periods import Period
from policies.domain.rules import ChannelRule, RuleSet, Rung
from policies.domain.terms import ChannelKind, Recipient, Right
from policies.models import PolicyVersion
from policies.services.drafts import save_draft
from policies.services.publishing import publish
from records.chain import Actor, ActorKind
from requests_app.domain.arriving import Channel, Source
from requests_app.models import Deadline, PrivacyRequest, Submission
from requests_app.services import intake
from requests_app.services.arrival import Arrival, Ask, ContactBy, RequesterDetails, SafeContact
from tests.policies.examples import LAW, policy

SYSTEM = Actor(kind=ActorKind.SYSTEM, label="tests")
OPENED = dt.datetime(2026, 1, 2, 18, tzinfo=dt.UTC)
LADDER = (
    Rung(anchor="percent", percent=50, to=Recipient.ASSIGNEE),
    Rung(anchor="before", before=Period.parse("10 calendar days"), to=Recipient.SUPERVISOR),
    Rung(anchor="due", to=Recipient.PRIVACY_OFFICER),
    Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=Period.parse("1 business day")),
    Rung(anchor="waiting", to=Recipient.ASSIGNEE, repeat=Period.parse("5 business days")),
)
CHANNELS = (
    ChannelRule(key="phone", section="8", says="Call us.", kind=ChannelKind.PHONE, value="1-800-555-0100"),
    ChannelRule(key="tty", section="8", says="Call us by TTY.", kind=ChannelKind.TTY, value="711"),
)
numbers = count(1)


@dataclass(frozen=True, slots=True)
class Office:
    """Who works there. `requests` files some; Northwind has no assignee until one is given."""

    organization: Organization
    handler: User
    supervisor: User
    officer: User

    def submission(
        self,
        received_on: str = "2026-03-02",
        *,
        rights: Sequence[Right] = (Right.DELETE,),
        contact: SafeContact | None = None,
        **changes: Any,
    ) -> Submission:
        """One that came by the public form at ten in the morning, from Robin in Nevada, unless said otherwise."""
        facts: dict[str, FactValue] = {"residency": "US-NV"}
        at = dt.datetime.fromisoformat(f"{received_on}T18:00:00+00:00")
        values: dict[str, Any] = {
            "organization": self.organization,
            "source": Source.PUBLIC_FORM,
            "channel": Channel.WEB,
            "idempotency_key": f"number {next(numbers)}",
            "received_at": at,
            "requester": RequesterDetails(name="Robin Example", email="robin@example.org"),
            "safe_contact": contact or SafeContact(preferred=ContactBy.EMAIL),
            "asks": tuple(Ask(right=right, facts=facts) for right in rights),
        }
        return intake.receive(Arrival(**{**values, **changes}), now=max(at, OPENED))

    def request(self, received_on: str = "2026-03-02", **changes: Any) -> PrivacyRequest:
        """One request, with its clocks running. Nothing is mailed to Robin about it."""
        quiet = {"send_acknowledgement": False, **changes}
        return self.submission(received_on, **quiet).requests.get()

    def respond(self, request: PrivacyRequest) -> Deadline:
        """The policy's deadline for the answer: 45 days."""
        return Deadline.objects.get(request=request, act="respond", kind="policy")


def open_office(slug: str = "northwind", *, rules: RuleSet | None = None, **settings: Any) -> Office:
    """A new office with the invented policy and law in force, and a ladder that has every kind of rung."""
    settings = {"alert_email": f"alerts@{slug}.example", "contact_email": f"privacy@{slug}.example", **settings}
    organization = create_organization(
        slug=slug, name=slug.title(), timezone="America/Los_Angeles", by=SYSTEM, at=OPENED, **settings
    )
    publish_once(LAW)
    version = rules or policy(pack=f"{slug}/privacy-requests", ladder=LADDER, channels=CHANNELS)
    publish(save_draft(version, organization=organization, by=SYSTEM, at=OPENED), by=SYSTEM, at=OPENED)
    roles = (MembershipRole.HANDLER, MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER)
    names = ("Hana Handler", "Sam Supervisor", "Olga Officer")
    people = []
    for role, name in zip(roles, names, strict=True):
        user = create_staff(email=f"{name.split()[0].lower()}@{slug}.example", name=name)
        grant_role(user, organization, role, by=SYSTEM, at=OPENED)
        people.append(user)
    organization.refresh_from_db()
    return Office(organization, *people)


@pytest.fixture
def office(db: None) -> Office:
    return open_office()


def publish_once(rules: RuleSet) -> None:
    """A law is everybody's: the second office finds it there."""
    if not PolicyVersion.objects.filter(policy__slug=rules.pack, label=rules.version).exists():
        publish(save_draft(rules, organization=None, by=SYSTEM, at=OPENED), by=SYSTEM, at=OPENED)


def only_reads(user: User, office: Office) -> None:
    """From now on the handler is an auditor there and nothing else."""
    grant_role(user, office.organization, MembershipRole.AUDITOR, by=SYSTEM, at=OPENED)
    revoke_role(user, office.organization, MembershipRole.HANDLER, by=SYSTEM, at=OPENED)


def travel(settings: Any, moment: str) -> dt.datetime:
    """From now on the clock says `moment`, in Los Angeles time, and runs on."""
    there = dt.datetime.fromisoformat(moment).replace(tzinfo=ZoneInfo("America/Los_Angeles"))
    settings.DULY_CLOCK_OFFSET = there - timezone.now()
    return there


def ids(rows: Sequence[Any]) -> list[UUID]:
    return [row.pk for row in rows]
