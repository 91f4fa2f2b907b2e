"""Where a submission stands, in the public voice: what was asked, what happens now, and by when.

Held, merged and dismissed requests read like any other: nothing here tells what staff suspect or know. Dates are those
of `sight`: until we know who asks, nothing moves them but what was stated and what happened.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from policies.domain.rules import ChannelRule, RuleSet
from policies.domain.terms import ChannelKind, Right, Scope
from policies.selectors import rule_set
from records.errors import ErasedKeyError
from records.models import Event, Voice
from requests_app.day_words import day, moment, zone_name
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import State
from requests_app.domain.linking import HIDDEN, Link
from requests_app.domain.record import AnswerWay
from requests_app.models import Deadline, PrivacyRequest, RequestFact, Submission
from requests_app.services import envelope
from requests_app.services.messages import may_mail

from .answers import to_read
from .expected import Expected
from .opened import shown_requests
from .sight import Sight, sights
from .state_words import HAPPENED, StateWords, state_words
from .stored_dates import answering, expected_of, rows_of
from .wishes import right_label


@dataclass(frozen=True, slots=True)
class Happened:
    day: str
    words: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another request that this one led to, or came from. `words` say how; `request_id` is empty if it stands apart."""

    words: str
    label: str
    reference: str


@dataclass(frozen=True, slots=True)
class RequestStanding:
    """One request of a submission. `passed`: its answer date is over and no answer was sent.

    `waits`: the person has been asked for something. `forgotten`: its content has been erased.
    `answer`: the id of a letter that may be read now.
    """

    id: str
    reference: str
    expected: Expected
    state: StateWords
    is_open: bool
    waits: bool
    passed: bool
    paused: bool
    extended: bool
    forgotten: bool
    answer: str
    history: tuple[Happened, ...]
    related: tuple[Related, ...]

    @property
    def part(self) -> str:
        """Its number within the submission, as our mails call it: part 2."""
        return self.reference.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Standing:
    """A submission as the person sees it.

    `mailed`: the link to this page goes to their email address. `silent`: they asked for no answer.
    `reachable`: how they are reached is known, and has not been erased.
    """

    submission_id: str
    reference: str
    received: str
    zone: str
    mailed: bool
    silent: bool
    reachable: bool
    acknowledged_by: str
    requests: tuple[RequestStanding, ...]
    channels: tuple[ChannelRule, ...]

    @property
    def answers_first(self) -> list[RequestStanding]:
        """Those whose answer lies ready to be read, then the others, each in the order of their parts."""
        return sorted(self.requests, key=lambda one: not one.answer)


def standing_of(submission: Submission, now: dt.datetime, *, ways: frozenset[AnswerWay]) -> Standing:
    """All requests of a submission that its person is told of. `ways`: see `sights`."""
    requests = list(shown_requests([submission]))
    return standing_with(submission, requests, sights(requests, now, ways=ways), now)


def standing_with(
    submission: Submission, requests: list[PrivacyRequest], seen: Mapping[UUID, Sight], now: dt.datetime
) -> Standing:
    """As `standing_of`, when the requests and what may be seen of them are at hand."""
    zone = ZoneInfo(submission.zone)
    rules = rule_set(requests[0].policy_version)
    clocks, happened = _deadlines(requests), _history(requests, zone)
    found = tuple(
        _request(each, clocks.get(each.pk, []), happened.get(each.pk, ()), seen[each.pk], now) for each in requests
    )
    acknowledged = [r.expected.acknowledgement.due_on for r in found if r.expected.acknowledgement]
    mailed, silent, reachable = _contact(submission)
    return Standing(
        submission_id=str(submission.pk),
        reference=submission.reference,
        received=moment(submission.received_at, zone),
        zone=zone_name(zone),
        mailed=mailed,
        silent=silent,
        reachable=reachable,
        acknowledged_by=day(min(acknowledged)) if acknowledged else "",
        requests=found,
        channels=calls(rules),
    )


def calls(rules: RuleSet) -> tuple[ChannelRule, ...]:
    """The numbers to call about anything."""
    return tuple(c for c in rules.channels if c.kind in (ChannelKind.PHONE, ChannelKind.TTY) and not c.rights)


def _contact(submission: Submission) -> tuple[bool, bool, bool]:
    """Mailed, silent, reachable."""
    try:
        contact = envelope.open_contact(submission)
    except ErasedKeyError:
        return False, False, False
    asker = contact.requester
    return may_mail(contact), not any((asker.email, asker.phone, asker.postal_address)), True


def _request(
    request: PrivacyRequest, stored: list[Deadline], happened: tuple[Happened, ...], sight: Sight, now: dt.datetime
) -> RequestStanding:
    forgotten = request.data_key.erased_at is not None
    clocks = _clocks(request, stored, sight, forgotten=forgotten)
    live = [d for d in clocks if d.binding and d.act == answering(request) and d.state == DeadlineState.LIVE]
    answer = live[0] if live else None
    state = State(request.state)
    return RequestStanding(
        id=str(request.pk),
        reference=request.reference,
        expected=expected_of(
            request,
            clocks,
            sight.file.rules,
            sight.file.laws,
            request.organization.name,
            eligible=request.eligible if sight.known else None if forgotten else sight.stated.eligible,
        ),
        state=state_words(state, request.lifecycle_outcome),
        is_open=state is not State.CLOSED,
        waits=state in (State.VERIFYING, State.NEEDS_DETAIL),
        passed=bool(answer and answer.late_from and answer.late_from <= now),
        paused=bool(answer and answer.due_on is None),
        extended=bool(answer and answer.extended),
        forgotten=forgotten,
        answer=to_read(request, sight),
        history=happened,
        related=_related(request),
    )


def _clocks(request: PrivacyRequest, stored: list[Deadline], sight: Sight, *, forgotten: bool) -> list[Deadline]:
    """Once what was stated is forgotten, the stored dates are all there is, unless a finding may have moved them."""
    if sight.known:
        return stored
    if forgotten:
        return [] if RequestFact.objects.filter(request=request, found_by__isnull=False).exists() else stored
    return rows_of(sight.stated, stored)


def _related(request: PrivacyRequest) -> tuple[Related, ...]:
    """What was opened from this request, and what it was opened from; nothing that the person is not told of."""
    found = [
        Related("You complained about this. Your complaint has its own reference:", "", each.submission.reference)
        if each.link == Link.COMPLAINT
        else Related("We also treat it as:", _label(each), each.reference)
        for each in request.linked_from.exclude(link__in=list(HIDDEN)).select_related("submission")
    ]
    origin = request.linked_to
    if origin is not None:
        about = "This complaint is about:" if request.link == Link.COMPLAINT else "It comes from your request:"
        found.append(Related(about, _label(origin), origin.reference))
    return tuple(found)


def _label(request: PrivacyRequest) -> str:
    return right_label(Right(request.right), Scope(request.scope))


def _deadlines(requests: Iterable[PrivacyRequest]) -> dict[object, list[Deadline]]:
    found: dict[object, list[Deadline]] = {}
    for row in Deadline.objects.filter(request__in=list(requests)):
        found.setdefault(row.request_id, []).append(row)
    return found


def _history(requests: list[PrivacyRequest], zone: ZoneInfo) -> dict[object, tuple[Happened, ...]]:
    ids = [request.pk for request in requests]
    events = Event.objects.filter(subject_id__in=ids, voice=Voice.PUBLIC, type__in=HAPPENED).order_by("seq")
    found: dict[object, tuple[Happened, ...]] = {}
    for event in events:
        happened = Happened(day(event.at.astimezone(zone).date()), HAPPENED[EventName(event.type)])
        found[event.subject_id] = (*found.get(event.subject_id, ()), happened)
    return found
