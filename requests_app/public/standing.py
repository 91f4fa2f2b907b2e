"""Where a submission stands, in the public voice: what was asked, what happens now, and by when.

Held, merged and dismissed requests read like any other: nothing here tells what staff suspect or know.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from policies.domain.rules import ChannelRule, RuleSet
from policies.domain.terms import Act, ChannelKind, Outcome
from policies.selectors import rule_set
from records.models import Event, Voice
from requests_app.day_words import day, moment, zone_name
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import State
from requests_app.models import Deadline, PrivacyRequest, Submission
from requests_app.services import envelope
from requests_app.services.messages import may_mail

from .expected import Expected
from .stored_dates import expected_of


@dataclass(frozen=True, slots=True)
class StateWords:
    """`title`: where it stands. `now`: what happens now, and what the person may do."""

    title: str
    now: str


WORKING: Final = StateWords("Being worked on", "We are preparing the answer. You do not have to do anything.")
RECEIVED: Final = StateWords("Received", "We have it. A person will read it. You do not have to do anything now.")

STATES: Final[dict[State, StateWords]] = {
    State.QUARANTINED: RECEIVED,
    State.RECEIVED: RECEIVED,
    State.VERIFYING: StateWords(
        "Waiting for you", "We asked you for something that shows who you are. Look for our message."
    ),
    State.NEEDS_DETAIL: StateWords("Waiting for you", "We asked you to tell us more. Look for our message."),
    State.IN_PROGRESS: WORKING,
    State.APPEALED: StateWords("Being looked at again", "You appealed. Another look is being taken at our answer."),
}

CLOSED: Final = StateWords("Closed", "We have closed this request. If that surprises you, please call or write to us.")
OUTCOMES: Final[dict[Outcome, StateWords]] = {
    Outcome.FULFILLED: StateWords("Done", "We sent you our answer. It says what we did."),
    Outcome.PARTLY_FULFILLED: StateWords(
        "Done in part", "We sent you our answer. It says what we did, and why not all."
    ),
    Outcome.DENIED: StateWords("Not done", "We sent you our answer. It says why, and what you can do about it."),
    Outcome.UNVERIFIED: StateWords("Closed", "We could not be sure who was asking. Our letter says how to go on."),
    Outcome.WITHDRAWN: StateWords("Taken back", "You took this request back."),
    Outcome.NOT_ELIGIBLE: StateWords("Closed", "We sent you our answer. It says who this right is for."),
}

HAPPENED: Final[dict[EventName, str]] = {
    EventName.RECEIVED: "We received your request.",
    EventName.ACKNOWLEDGEMENT_SENT: "We confirmed that we have it.",
    EventName.WORK_STARTED: "We began to work on it.",
    EventName.IDENTITY_REQUESTED: "We asked you to show who you are.",
    EventName.IDENTITY_VERIFIED: "We made sure who you are.",
    EventName.REMINDER_SENT: "We reminded you of what we need.",
    EventName.CLARIFICATION_REQUESTED: "We asked you to tell us more.",
    EventName.CLARIFICATION_RECEIVED: "You told us more.",
    EventName.EXTENSION_NOTICE: "We wrote to you that we need more time.",
    EventName.FEE_REASON_SENT: "We told you why there is a fee.",
    EventName.FEE_ESTIMATE_SENT: "We sent you an estimate of the cost.",
    EventName.FEE_ACCEPTED: "You accepted the fee.",
    EventName.FEE_DECLINED: "You declined the fee.",
    EventName.RESPONSE_SENT: "We sent you our answer.",
    EventName.DENIED: "We sent you our answer.",
    EventName.WITHDRAWN: "You took the request back.",
    EventName.REOPENED: "The request was opened again.",
    EventName.APPEAL_RECEIVED: "We received your appeal.",
    EventName.APPEAL_DECIDED: "We decided on your appeal.",
}
"""The approved words. An event that is not here is not shown, whatever its voice."""


@dataclass(frozen=True, slots=True)
class Happened:
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """One request of a submission. `passed`: its answer date is over and no answer was sent."""

    reference: str
    expected: Expected
    state: StateWords
    is_open: bool
    passed: bool
    paused: bool
    extended: bool
    history: tuple[Happened, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission as the person sees it.

    `mailed`: the link to this page goes to their email address. `silent`: they asked for no answer.
    """

    submission_id: str
    reference: str
    received: str
    zone: str
    mailed: bool
    silent: bool
    acknowledged_by: str
    requests: tuple[RequestStanding, ...]
    channels: tuple[ChannelRule, ...]


def standing_of(submission: Submission, now: dt.datetime) -> Standing:
    zone = ZoneInfo(submission.zone)
    requests = list(_requests(submission))
    rules = rule_set(requests[0].policy_version)
    deadlines, laws, happened = _deadlines(requests), _laws(requests), _history(requests, zone)
    contact = envelope.open_contact(submission)
    found = tuple(
        _request(request, deadlines.get(request.pk, []), happened.get(request.pk, ()), rules, laws, submission, now)
        for request in requests
    )
    acknowledged = [r.expected.acknowledgement.due_on for r in found if r.expected.acknowledgement]
    return Standing(
        submission_id=str(submission.pk),
        reference=submission.reference,
        received=moment(submission.received_at, zone),
        zone=zone_name(zone),
        mailed=may_mail(contact),
        silent=not any((contact.requester.email, contact.requester.phone, contact.requester.postal_address)),
        acknowledged_by=day(min(acknowledged)) if acknowledged else "",
        requests=found,
        channels=tuple(c for c in rules.channels if c.kind in (ChannelKind.PHONE, ChannelKind.TTY) and not c.rights),
    )


def _request(
    request: PrivacyRequest,
    deadlines: list[Deadline],
    happened: tuple[Happened, ...],
    rules: RuleSet,
    laws: Mapping[str, RuleSet],
    submission: Submission,
    now: dt.datetime,
) -> RequestStanding:
    live = [d for d in deadlines if d.binding and d.act == Act.RESPOND and d.state == DeadlineState.LIVE]
    answer = live[0] if live else None
    return RequestStanding(
        reference=request.reference,
        expected=expected_of(request, deadlines, rules, laws, submission.organization.name),
        state=_state(request),
        is_open=request.state != State.CLOSED,
        passed=bool(answer and answer.late_from and answer.late_from <= now),
        paused=bool(answer and answer.due_on is None),
        extended=bool(answer and answer.extended),
        history=happened,
    )


def _state(request: PrivacyRequest) -> StateWords:
    if request.state == State.CLOSED:
        return OUTCOMES.get(Outcome(request.outcome), CLOSED)
    return STATES[State(request.state)]


def _requests(submission: Submission) -> QuerySet[PrivacyRequest]:
    """Without the policy's long text: its rules come from the cache."""
    requests = submission.requests.select_related("policy_version").defer("policy_version__document")
    return requests.order_by("position")


def _deadlines(requests: list[PrivacyRequest]) -> dict[object, list[Deadline]]:
    found: dict[object, list[Deadline]] = {}
    for row in Deadline.objects.filter(request__in=requests):
        found.setdefault(row.request_id, []).append(row)
    return found


def _laws(requests: list[PrivacyRequest]) -> dict[str, RuleSet]:
    """The laws that were pinned when the submission was received."""
    pinned = requests[0].laws.select_related("version__policy").defer("version__document")
    return {law.pack: rule_set(law.version) for law in pinned}


def _history(requests: list[PrivacyRequest], zone: ZoneInfo) -> dict[object, tuple[Happened, ...]]:
    ids = [request.pk for request in requests]
    events = Event.objects.filter(subject_id__in=ids, voice=Voice.PUBLIC, type__in=HAPPENED).order_by("seq")
    found: dict[object, tuple[Happened, ...]] = {}
    for event in events:
        happened = Happened(day(event.at.astimezone(zone).date()), HAPPENED[EventName(event.type)])
        found[event.subject_id] = (*found.get(event.subject_id, ()), happened)
    return found
