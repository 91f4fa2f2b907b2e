"""The few real requests that seeds are made of: taken in by the service that takes in everybody's."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import create_staff, grant_role
from policies.domain.facts import FactValue
from policies.domain.terms import Right
from records.chain import Actor, ActorKind
from requests_app.domain.arriving import Channel, Source
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert, Deadline, Message, Submission
from requests_app.services import intake
from requests_app.services.arrival import Arrival, Ask, ContactBy, RequesterDetails, SafeContact, SubjectDetails
from requests_app.services.claims import due_at
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition

SYSTEM = Actor(kind=ActorKind.SYSTEM, label="benchmark")
SLUGS = ("prospect-medical", "kaiser-permanente")
RIGHTS = (Right.DELETE, Right.KNOW_SPECIFIC, Right.CORRECT)
STATED: dict[str, FactValue] = {"residency": "US-CA"}
FAR = dt.datetime(2099, 1, 1, tzinfo=dt.UTC)
"""When what sleeps rings."""

HALF_OF_45 = 24
"""Days: the first rung of an answer due after 45 days, at half of the time, has come."""


@dataclass(frozen=True, slots=True)
class Templates:
    """Submissions by what a sweep makes of their clones. `live_each`: live deadlines of a quiet one, on average.

    `moments`: when each due deadline of the due one rings. The template itself is asleep, and never does.
    """

    quiet: Sequence[UUID]
    due: UUID
    live_each: float
    moments: Mapping[UUID, dt.datetime]


def offices() -> list[Organization]:
    """The shipped organizations, with somebody in each role."""
    User.objects.update(is_active=False)  # the first sign-in holds every role: each alert would go to two
    found = []
    for slug in SLUGS:
        organization = Organization.objects.get(slug=slug)
        for role in (MembershipRole.HANDLER, MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER):
            user = create_staff(email=f"{role}@{slug}.example", name=f"{role} of {slug}")
            grant_role(user, organization, role, by=SYSTEM)
        found.append(organization)
    return found


def make() -> Templates:
    """Some requests of the last three weeks whose alerts have rung, and one whose answer has an alert due."""
    organizations = offices()
    now = timezone.now()
    quiet = [
        arrive(organization, right, now - dt.timedelta(days=3 + 4 * number), taken_in=now)
        for organization in organizations
        for number, right in enumerate(RIGHTS)
    ]
    sweep()
    received = now - dt.timedelta(days=HALF_OF_45)
    due = arrive(organizations[0], Right.DELETE, received, taken_in=received)
    live = Deadline.objects.filter(state=DeadlineState.LIVE, request__submission__in=quiet)
    ringing = due_at(now).filter(request__submission=due)
    moments = {row.pk: row.next_alert_at for row in ringing if row.next_alert_at is not None}
    ringing.update(next_alert_at=FAR)
    Alert.objects.all().delete()
    Message.objects.all().delete()
    return Templates(quiet=quiet, due=due, live_each=live.count() / len(quiet), moments=moments)


def arrive(organization: Organization, right: Right, received_at: dt.datetime, *, taken_in: dt.datetime) -> UUID:
    """What Robin Example sends by the public form. Receipt is confirmed at once, so only the answer is owed."""
    arrival = Arrival(
        organization=organization,
        source=Source.PUBLIC_FORM,
        channel=Channel.WEB,
        idempotency_key=str(uuid4()),
        received_at=received_at,
        requester=RequesterDetails(name="Robin Example", email="robin@mail.example", phone="555-010-4477"),
        safe_contact=SafeContact(preferred=ContactBy.EMAIL),
        asks=(Ask(right=right, details="Everything you have about me.", facts=STATED),),
        data_subject=SubjectDetails(name="", residency="US-CA"),
    )
    submission: Submission = intake.receive(arrival, now=taken_in)
    requests = list(submission.requests.values_list("pk", flat=True))
    details = {"written": True, "channel": "email"}
    transition(requests, Action.ACKNOWLEDGE, by=SYSTEM, at=received_at, details=details, now=taken_in)
    return submission.pk
