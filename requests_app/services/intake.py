"""Taking in what arrives: one transaction from arrival to running clock.

The same arrival twice, even at the same instant, makes one submission: the row is inserted first, and whoever comes
second is given the first one's. Nothing is ever dropped: a suspect is taken in and held, with its day of receipt.
"""

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction

from policies.domain.calendars import local_day
from policies.domain.facts import Fact, FactValue
from records import sealing
from records.chain import Actor, ActorKind
from records.models import DataKey, KeyPurpose

from .. import clock_source
from ..domain.arriving import Channel
from ..domain.clock_states import MovedBy
from ..domain.events import EventName
from ..domain.lifecycle import State
from ..domain.refusals import Incomplete
from ..models import PrivacyRequest, Representative, RequestFact, RequestLaw, Submission, SubmissionLookup
from . import acknowledgement, arrival_check, case_file, clock, envelope, history, references
from .arrival import Arrival, Ask
from .binding import Binding, bind
from .history import Happening

SPOKEN = frozenset({Channel.PHONE, Channel.TTY, Channel.HOTLINE})
ASKED_BY = {
    Channel.WEB: "electronic",
    Channel.EMAIL: "electronic",
    Channel.PHONE: "phone",
    Channel.TTY: "phone",
    Channel.HOTLINE: "phone",
    Channel.MAIL: "mail",
    Channel.COUNTER: "in_person",
}


def receive(arrival: Arrival, *, now: dt.datetime | None = None) -> Submission:
    """Store the submission and its requests, start every clock, queue the confirmation of receipt.

    Returns the submission of an earlier arrival with the same source and key, if there is one. Raises Incomplete,
    field by field, if something is missing or wrong. `now` is the moment of entry.
    """
    now = now or clock_source.now()
    arrival = replace(arrival, received_at=clock_source.not_ahead(arrival.received_at, now))
    if found := arrival_check.problems(arrival, now=now):
        raise Incomplete("", found)
    try:
        with transaction.atomic():
            return _take_in(arrival, now)
    except IntegrityError:
        existing = received_before(arrival)
        if existing is None:
            raise
        return existing


def received_before(arrival: Arrival) -> Submission | None:
    """The submission that this arrival already made."""
    return Submission.objects.filter(
        organization=arrival.organization, source=arrival.source.value, idempotency_key=arrival.idempotency_key
    ).first()


def _take_in(arrival: Arrival, now: dt.datetime) -> Submission:
    zone = ZoneInfo(arrival.organization.timezone)
    received_on = local_day(arrival.received_at, zone)
    binding = bind(arrival.organization, arrival.policy, received_on)
    submission = _submission(arrival, received_on, now)
    asks = list(dict.fromkeys((ask.right, ask.scope, ask.topic) for ask in arrival.asks))
    chosen = [next(a for a in arrival.asks if (a.right, a.scope, a.topic) == wanted) for wanted in asks]
    requests = [_request(submission, binding, ask, number) for number, ask in enumerate(chosen, start=1)]
    DataKey.objects.bulk_create([submission.data_key, *(request.data_key for request in requests)])
    submission.save(force_insert=True)
    SubmissionLookup.objects.bulk_create(envelope.lookups_of(submission, arrival))
    if arrival.representative is not None:
        _representative(submission, arrival).save(force_insert=True)
    _start(arrival, submission, binding, list(zip(requests, chosen, strict=True)), now)
    if arrival.send_acknowledgement and arrival.acknowledged_at is None and not submission.is_quarantined:
        acknowledgement.queue(submission, envelope.contact_of(arrival), now=now)
    return submission


def _start(
    arrival: Arrival,
    submission: Submission,
    binding: Binding,
    asked: list[tuple[PrivacyRequest, Ask]],
    now: dt.datetime,
) -> None:
    """Insert the requests with what pins them, and start their clocks."""
    by = actor_of(arrival)
    derived, facts, laws, happenings = [], [], [], list(_of_submission(submission, arrival, by, len(asked)))
    for request, ask in asked:
        stated = stated_facts(arrival, ask)
        facts += [_fact(request, name, value, arrival.received_at) for name, value in stated.items()]
        laws += [_law(request, pack, version.id) for pack, version in binding.laws.items()]
        file = case_file.open_file(
            request,
            facts={name: Fact(value) for name, value in stated.items()},
            versions=binding.versions,
            calendar_version=binding.calendar,
        )
        happenings.append(_received(request, file, by))
        if arrival.acknowledged_at is not None:
            happenings.append(acknowledgement.spoken(file, at=arrival.acknowledged_at, by=by))
        one = clock.derive(file, now=now, moved_by=MovedBy.RECEIPT)
        happenings += one.happenings
        derived.append(one)
    PrivacyRequest.objects.bulk_create([request for request, _ in asked])
    RequestLaw.objects.bulk_create(laws)
    RequestFact.objects.bulk_create(facts)
    clock.store(derived, fields=(), new_requests=True)
    history.write(happenings, now=now)


def actor_of(arrival: Arrival) -> Actor:
    """Who put it in: a member of staff, or the person."""
    if arrival.entered_by is not None:
        return Actor(kind=ActorKind.STAFF, id=str(arrival.entered_by))
    return Actor(kind=ActorKind.REQUESTER)


def stated_facts(arrival: Arrival, ask: Ask) -> dict[str, FactValue]:
    """What the person stated, and what the way it came says of itself."""
    facts: dict[str, FactValue] = {"asked_by": ASKED_BY[arrival.channel]}
    if arrival.channel in SPOKEN:
        facts["in_writing"] = False
    facts |= arrival_check.subject_facts(arrival)
    if ask.topic:
        facts["topic"] = ask.topic
    return {**facts, **ask.facts}


def _submission(arrival: Arrival, received_on: dt.date, now: dt.datetime) -> Submission:
    organization = arrival.organization
    submission = Submission(
        organization=organization,
        reference=references.new_reference(organization.slug),
        source=arrival.source.value,
        channel=arrival.channel.value,
        external_reference=arrival.external_reference,
        idempotency_key=arrival.idempotency_key,
        received_at=arrival.received_at,
        zone=organization.timezone,
        received_on=received_on,
        entered_at=now,
        entered_by_id=arrival.entered_by,
        received_where=arrival.received_where,
        received_by=arrival.received_by,
        requester_role=arrival.requester.role.value,
        language=arrival.requester.language,
        interpreter=arrival.requester.interpreter,
        data_key=sealing.new_key(organization.id, KeyPurpose.CONTACT),
        quarantined_at=now if arrival.suspicions else None,
        quarantine_reasons=list(dict.fromkeys((*arrival.suspicions, *arrival.noticed))),
    )
    envelope.seal_contact(submission, arrival)
    return submission


def _request(submission: Submission, binding: Binding, ask: Ask, position: int) -> PrivacyRequest:
    request = PrivacyRequest(
        id=uuid4(),
        organization=submission.organization,
        submission=submission,
        reference=references.request_reference(submission.reference, position),
        position=position,
        right=ask.right.value,
        scope=ask.scope.value,
        state=State.QUARANTINED if submission.is_quarantined else State.RECEIVED,
        state_since=submission.received_at,
        received_at=submission.received_at,
        zone=submission.zone,
        received_on=submission.received_on,
        policy_version=binding.policy,
        data_key=sealing.new_key(submission.organization_id, KeyPurpose.CONTENT),
    )
    envelope.seal_details(request, ask)
    return request


def _representative(submission: Submission, arrival: Arrival) -> Representative:
    said = arrival.representative
    if said is None:
        raise ValueError(f"{submission.reference} has no representative")
    row = Representative(
        organization_id=submission.organization_id,
        submission=submission,
        kind=said.kind.value,
        expires_on=said.expires_on,
    )
    envelope.seal_scope(row, said.scope)
    envelope.seal_claim(row, said.proof_claimed)
    return row


def _fact(request: PrivacyRequest, name: str, value: FactValue, at: dt.datetime) -> RequestFact:
    row = RequestFact(id=uuid4(), organization_id=request.organization_id, request=request, name=name, at=at)
    envelope.seal_fact(row, value)
    return row


def _law(request: PrivacyRequest, pack: str, version_id: UUID) -> RequestLaw:
    return RequestLaw(organization_id=request.organization_id, request=request, pack=pack, version_id=version_id)


def _of_submission(submission: Submission, arrival: Arrival, by: Actor, count: int) -> list[Happening]:
    body = {
        "source": submission.source,
        "channel": submission.channel,
        "received_at": submission.received_at,
        "received_on": submission.received_on,
        "zone": submission.zone,
        "entered_at": submission.entered_at,
        "requests": count,
    }
    happened = [Happening(subject=submission, name=EventName.RECEIVED, body=body, by=by)]
    if submission.is_quarantined:
        reasons = {"reasons": submission.quarantine_reasons}
        happened.append(Happening(subject=submission, name=EventName.QUARANTINED, body=reasons))
    if arrival.read_back:
        happened.append(Happening(subject=submission, name=EventName.READ_BACK, by=by))
    return happened


def _received(request: PrivacyRequest, file: case_file.CaseFile, by: Actor) -> Happening:
    body = {
        "right": request.right,
        "scope": request.scope,
        "received_on": request.received_on,
        "policy": file.rules.pack,
        "version": file.rules.version,
        "laws": {pack: rules.version for pack, rules in file.laws.items()},
    }
    return Happening(subject=request, name=EventName.RECEIVED, body=body, by=by)
