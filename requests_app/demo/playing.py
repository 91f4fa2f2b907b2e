"""Playing the tales: through the same services as real requests, each step at its own moment in the past."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import staff_actor
from policies.domain.situation import Situation
from policies.domain.terms import Right
from policies.selectors import business_calendar
from records.chain import Actor, ActorKind

from ..domain.gates import identity_steps
from ..domain.lifecycle import Action
from ..models import PrivacyRequest, Submission
from ..services.case_file import gather
from ..services.intake import receive
from ..services.transition import transition_one
from .arriving import KEYS_BEGIN, arrival_of, is_from_the_person, key_of
from .days import BETWEEN_STEPS, Days
from .script import By, Done, Tale
from .staff import DEMO, Office

MAIL_LEAVES_AFTER = dt.timedelta(seconds=20)
PERSON = Actor(kind=ActorKind.REQUESTER)


@dataclass(slots=True)
class Stage:
    """One organization, who works there, and what of earlier tales later ones go back to."""

    organization: Organization
    office: Office
    days: Days
    people: dict[str, str] = field(default_factory=dict)
    """Who was verified, by name: the same name later is the same person."""
    asked: dict[tuple[str, Right], str] = field(default_factory=dict)
    """The first request of somebody for a right: a repetition is merged into it."""


def play(organization: Organization, tales: Sequence[Tale], office: Office, *, now: dt.datetime) -> int:
    """Tell the tales that were not told before; how many that were. Each is told whole or not at all."""
    stage = Stage(organization, office, Days(now, ZoneInfo(organization.timezone), business_calendar(organization)))
    told = set(_told(organization))
    new = [(number, tale) for number, tale in enumerate(tales, start=1) if key_of(tale) not in told]
    for number, tale in new:
        with transaction.atomic():
            _tell(stage, number, tale)
    return len(new)


def _told(organization: Organization) -> Sequence[str]:
    mine = Submission.objects.filter(organization=organization, idempotency_key__startswith=KEYS_BEGIN)
    return list(mine.values_list("idempotency_key", flat=True))


def _tell(stage: Stage, number: int, tale: Tale) -> None:
    handler = stage.office.handlers[number % len(stage.office.handlers)]
    by_form = is_from_the_person(tale)
    moment = (stage.days.written if by_form else stage.days.taken_in)(tale.ago, number)
    arrival = arrival_of(tale, stage.organization, moment, entered_by=handler)
    submission = receive(arrival, now=moment if by_form else min(moment + BETWEEN_STEPS, stage.days.now))
    requests = list(submission.requests.order_by("position"))
    for request in requests:
        stage.asked.setdefault((tale.who, Right(request.right)), request.reference)
    moment = _begin(stage, tale, requests, handler, submission.entered_at)
    for done in tale.done:
        moment = stage.days.worked(done.ago, moment)
        _do(stage, tale, requests[done.to], done, moment, handler)


def _begin(
    stage: Stage, tale: Tale, requests: Sequence[PrivacyRequest], handler: User, moment: dt.datetime
) -> dt.datetime:
    """Receipt confirmed by mail the same day, and the case given to somebody once there is something to do."""
    if tale.acknowledged and tale.ago and is_from_the_person(tale) and not tale.suspicions:
        moment = min(moment + MAIL_LEAVES_AFTER, stage.days.now)
        for request in requests:
            said = {"written": True, "channel": "email"}
            transition_one(request.id, Action.ACKNOWLEDGE, by=DEMO, at=moment, now=moment, details=said)
    if tale.done:
        moment = stage.days.worked(max(tale.ago - 1, tale.done[0].ago), moment)
        supervisor = staff_actor(stage.office.by_role[MembershipRole.SUPERVISOR])
        for request in requests:
            said = {"assignee": str(handler.pk)}
            transition_one(request.id, Action.ASSIGN, by=supervisor, at=moment, now=moment, details=said)
    return moment


def _do(stage: Stage, tale: Tale, request: PrivacyRequest, done: Done, moment: dt.datetime, handler: User) -> None:
    said = dict(done.said)
    if done.action is Action.VERIFY_IDENTITY:
        said |= {"person": stage.people.get(tale.who, ""), "steps": _steps(request)}
        said |= {"channel_proof": "on_file", "proven_ways": ("email", "mail")}
    if done.action is Action.MERGE:
        said["into"] = stage.asked[tale.who, Right(request.right)]
    transition_one(request.id, done.action, by=_doer(stage, done, handler), at=moment, now=moment, details=said)
    if done.action is Action.VERIFY_IDENTITY:
        person = Submission.objects.values_list("person", flat=True).get(pk=request.submission_id)
        stage.people.setdefault(tale.who, str(person))


def _steps(request: PrivacyRequest) -> tuple[str, ...]:
    """All that the version asks for: in a tale the whole of identity is established at once."""
    [file] = gather([PrivacyRequest.objects.select_related("submission").get(pk=request.pk)])
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    return tuple(step.key for step in identity_steps(situation))


def _doer(stage: Stage, done: Done, handler: User) -> Actor:
    match done.by:
        case By.PERSON:
            return PERSON
        case By.HANDLER:
            return staff_actor(handler)
    return staff_actor(stage.office.by_role[MembershipRole(done.by)])
