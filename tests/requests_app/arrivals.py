"""Arrivals of invented people, with everything given that a test does not care about."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from organizations.models import Organization
from policies.domain.facts import FactValue
from policies.domain.terms import Right, Scope
from requests_app.domain.arriving import Channel, Source
from requests_app.models import PrivacyRequest, Submission
from requests_app.services.arrival import Arrival, Ask, ContactBy, RequesterDetails, SafeContact, SubjectDetails
from requests_app.services.intake import receive

LOS_ANGELES = ZoneInfo("America/Los_Angeles")
NOW = dt.datetime(2026, 5, 1, 18, tzinfo=dt.UTC)
"""Eleven in the morning of Friday 1 May 2026 in Los Angeles."""


def at(day: str, clock: str = "12:00") -> dt.datetime:
    """A moment in Los Angeles: `at("2026-05-01", "23:55")`."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time.fromisoformat(clock), tzinfo=LOS_ANGELES)


def ask(right: Right, scope: Scope = Scope.SITE_DATA, **facts: FactValue) -> Ask:
    return Ask(right=right, scope=scope, details="Everything you have about me.", facts=facts)


def arrival(organization: Organization, *asks: Ask | Right, residency: str = "US-CA", **given: Any) -> Arrival:
    """What Rosa Reyes sends by the public form, from California unless said otherwise."""
    whole: dict[str, Any] = {
        "organization": organization,
        "source": Source.PUBLIC_FORM,
        "channel": Channel.WEB,
        "idempotency_key": str(uuid4()),
        "received_at": NOW,
        "requester": RequesterDetails(name="Rosa Reyes", email="rosa@reyes.example", phone="(213) 555-0148"),
        "safe_contact": SafeContact(preferred=ContactBy.EMAIL),
        "asks": tuple(ask(one) if isinstance(one, Right) else one for one in asks),
        "data_subject": SubjectDetails(name="", residency=residency),
    }
    return Arrival(**{**whole, **given})


def received(
    organization: Organization,
    *asks: Ask | Right,
    on: dt.datetime = NOW,
    now: dt.datetime | None = None,
    **given: Any,
) -> Submission:
    """The submission that such an arrival makes."""
    return receive(arrival(organization, *asks, received_at=on, **given), now=now or on)


def one_request(
    organization: Organization, right: Right, scope: Scope = Scope.SITE_DATA, **given: Any
) -> PrivacyRequest:
    """The request of a submission that asks for one right. `facts`: what the person stated."""
    facts: Mapping[str, FactValue] = given.pop("facts", {})
    submission = received(organization, ask(right, scope, **facts), **given)
    return submission.requests.get()
