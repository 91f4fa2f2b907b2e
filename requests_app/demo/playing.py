"""Playing the tales: through the same services as real requests, each step at its own moment in the past."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from organizations.models import Membership, MembershipRole, Organization, User
from organizations.services.people import create_staff, grant_role, staff_actor
from policies.domain.terms import Role
from records.chain import Actor, ActorKind

from ..domain.arriving import Channel, Source
from ..domain.lifecycle import Action
from ..models import PrivacyRequest, Submission
from ..services.arrival import (
    Arrival,
    Ask,
    ContactBy,
    RepresentativeDetails,
    RequesterDetails,
    SafeContact,
    SubjectDetails,
)
from ..services.intake import receive, received_before
from ..services.transition import transition_one
from .script import Done, Tale

OPENS = dt.time(9, 10)
BETWEEN_STEPS = dt.timedelta(minutes=7)
MAIL = Actor(kind=ActorKind.SYSTEM, label="demo")
STAFF = {MembershipRole.HANDLER: ("Hana Ortiz", "Wes Tanaka"), MembershipRole.SUPERVISOR: ("Sam Delacroix",)}


@dataclass(slots=True)
class Stage:
    """One organization, those who work there, and who was verified before."""

    organization: Organization
    handlers: list[User]
    now: dt.datetime
    people: dict[str, UUID] = field(default_factory=dict)

    def moment(self, ago: int, step: int) -> dt.datetime:
        """The `step`-th thing that happened `ago` days ago; never later than now."""
        zone = ZoneInfo(self.organization.timezone)
        day = self.now.astimezone(zone).date() - dt.timedelta(days=ago)
        return min(dt.datetime.combine(day, OPENS, tzinfo=zone) + step * BETWEEN_STEPS, self.now)


def play(organization: Organization, tales: Sequence[Tale], *, now: dt.datetime) -> int:
    """Tell the tales that were not told before; how many that were."""
    stage = Stage(organization, hire(organization), now)
    return sum(_tell(stage, number, tale) for number, tale in enumerate(tales, start=1))


def hire(organization: Organization) -> list[User]:
    """Invented staff, who cannot sign in; the handlers among them."""
    users = {role: [_user(organization, name, role) for name in names] for role, names in STAFF.items()}
    return users[MembershipRole.HANDLER]


def _user(organization: Organization, name: str, role: MembershipRole) -> User:
    email = f"{name.lower().replace(' ', '.')}@{organization.slug}.example"
    user = User.objects.filter(email=email).first() or create_staff(email=email, name=name)
    if not Membership.objects.filter(user=user, organization=organization, role=role).exists():
        grant_role(user, organization, role, by=MAIL)
    return user


def _tell(stage: Stage, number: int, tale: Tale) -> bool:
    handler = stage.handlers[number % len(stage.handlers)]
    arrival = _arrival(stage, number, tale, handler)
    if received_before(arrival) is not None:
        return False
    submission = receive(arrival, now=stage.moment(tale.ago, 1))
    requests = list(submission.requests.order_by("position"))
    step = 2
    if not tale.suspicions:
        step = _begin(stage, tale, requests, handler)
    for done in tale.done:
        step += 1
        _do(stage, tale, requests[done.to], done, stage.moment(done.ago, step), handler)
    return True


def _begin(stage: Stage, tale: Tale, requests: list[PrivacyRequest], handler: User) -> int:
    """Receipt confirmed, and half of them given to somebody."""
    if tale.acknowledged and tale.ago:
        for request in requests:
            moment = stage.moment(tale.ago, 2)
            transition_one(request.id, Action.ACKNOWLEDGE, by=MAIL, at=moment, now=moment, details={"written": True})
    if tale.done:
        for request in requests:
            moment = stage.moment(tale.ago, 3)
            said = {"assignee": str(handler.id)}
            transition_one(request.id, Action.ASSIGN, by=staff_actor(handler), at=moment, now=moment, details=said)
    return 3


def _do(stage: Stage, tale: Tale, request: PrivacyRequest, done: Done, moment: dt.datetime, handler: User) -> None:
    said = dict(done.said)
    if done.action is Action.VERIFY_IDENTITY and tale.who in stage.people:
        said["person"] = str(stage.people[tale.who])
    transition_one(request.id, done.action, by=staff_actor(handler), at=moment, now=moment, details=said)
    if done.action is Action.VERIFY_IDENTITY:
        person = Submission.objects.values_list("person", flat=True).get(id=request.submission_id)
        if person is not None:
            stage.people[tale.who] = person


def _arrival(stage: Stage, number: int, tale: Tale, handler: User) -> Arrival:
    by_form = tale.channel is Channel.WEB
    email = f"{tale.who.lower().replace(' ', '.')}@mail.example"
    spoken = tale.channel is Channel.PHONE
    return Arrival(
        organization=stage.organization,
        source=Source.PUBLIC_FORM if by_form else Source.STAFF,
        channel=tale.channel,
        idempotency_key=f"demo {number}",
        received_at=stage.moment(tale.ago, 0),
        requester=RequesterDetails(
            name=tale.who, role=tale.role, email=email, phone=f"(213) 555-01{number:02}", postal_address="12 Alder Lane"
        ),
        safe_contact=SafeContact(preferred=ContactBy.PHONE if spoken else ContactBy.EMAIL),
        asks=tuple(
            Ask(right=wish.right, scope=wish.scope, topic=wish.topic, details=wish.words, facts=wish.facts)
            for wish in tale.wishes
        ),
        data_subject=SubjectDetails(name=tale.about) if tale.about else None,
        representative=_representative(tale),
        suspicions=tale.suspicions,
        received_where="" if by_form else tale.where,
        entered_by=None if by_form else handler.id,
        send_acknowledgement=not tale.ago,
    )


def _representative(tale: Tale) -> RepresentativeDetails | None:
    if tale.role in (Role.SELF, Role.REPORTER):
        return None
    return RepresentativeDetails(kind=tale.role, proof_claimed="letter", scope="this request")
