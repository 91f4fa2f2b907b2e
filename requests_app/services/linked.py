"""Opening a request from another: the same submission, receipt and versions, another right, its own clocks.

The caller holds the locks of the submission and of the request it is opened from.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID, uuid4

from django.db.models import Max

from policies.domain.case import CaseEvent
from policies.domain.situation import Situation
from policies.domain.terms import EventType
from records import sealing
from records.models import DataKey, KeyPurpose

from ..domain.clock_states import MovedBy
from ..domain.events import EventName
from ..domain.lifecycle import State
from ..domain.linking import Follow
from ..models import PrivacyRequest, RequestFact, RequestLaw, Submission
from . import case_file, clock, envelope, references
from .act import Act
from .case_file import CaseFile
from .clock import Derived
from .history import Happening

OF_THE_LETTER: Final = frozenset({EventType.ACKNOWLEDGEMENT_SENT, EventType.EXTENSION_NOTICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A request to be written, with all that goes with it."""

    request: PrivacyRequest
    derived: Derived
    facts: list[RequestFact]
    laws: list[RequestLaw]

    @property
    def key(self) -> DataKey:
        return self.request.data_key


def open_once(
    file: CaseFile, follow: Follow, found_now: Iterable[RequestFact], *, act: Act, beside: Iterable[Opened]
) -> list[Opened]:
    """The one request to be opened; none if the version does not grant it, or the submission asks for it already.

    `found_now`, `beside`: facts found and requests opened with this very act, not written yet.
    """
    submission = file.request.submission
    siblings = [one.request for one in beside if one.request.submission_id == submission.id]
    asked = PrivacyRequest.objects.filter(submission=submission, right=follow.right, scope=follow.scope)
    is_asked = any((one.right, one.scope) == (follow.right, follow.scope) for one in siblings) or asked.exists()
    if is_asked or not _is_granted(file, follow):
        return []
    own = [fact for fact in found_now if fact.request_id == file.request.id]
    return [_opened(file, follow, own, act, _last_position(submission, siblings))]


def _last_position(submission: Submission, siblings: Iterable[PrivacyRequest]) -> int:
    rows = PrivacyRequest.objects.filter(submission=submission)
    stored: int = rows.aggregate(highest=Max("position"))["highest"]
    return max([stored, *(one.position for one in siblings)])


def write(opened: Sequence[Opened]) -> list[Happening]:
    """Insert the requests with what pins them; what is to be recorded of them."""
    if not opened:
        return []
    DataKey.objects.bulk_create([one.key for one in opened])
    PrivacyRequest.objects.bulk_create([one.request for one in opened])
    RequestLaw.objects.bulk_create([law for one in opened for law in one.laws])
    RequestFact.objects.bulk_create([fact for one in opened for fact in one.facts])
    clock.store([one.derived for one in opened], fields=(), new_requests=True)
    return [happening for one in opened for happening in one.derived.happenings]


def _is_granted(file: CaseFile, follow: Follow) -> bool:
    case = replace(file.case, right=follow.right, scope=follow.scope)
    rule, _ = Situation.of(case, file.rules, file.laws, file.calendar).granted
    return rule is not None


def _opened(file: CaseFile, follow: Follow, found_now: list[RequestFact], act: Act, last: int) -> Opened:
    request = _request(file.request, follow, act, last + 1)
    stored = RequestFact.objects.filter(request=file.request).select_related("request__data_key")
    facts = [_copied(fact, request) for fact in [*stored.order_by("at", "id"), *found_now]]
    new = case_file.open_file(
        request,
        facts=file.case.facts,
        versions=list(file.versions.values()),
        calendar_version=file.calendar_version,
        earlier=file.case.earlier_requests,
        restrictions=file.case.restrictions_applied,
    )
    happenings = [_opening(file, new, follow, act), *_acknowledged(file, new)]
    derived = clock.derive(new, now=act.now, moved_by=MovedBy.RECEIPT)
    derived.happenings[:0] = happenings
    laws = [_law(request, pack, file) for pack in file.laws]
    return Opened(request=request, derived=derived, facts=facts, laws=laws)


def _request(source: PrivacyRequest, follow: Follow, act: Act, position: int) -> PrivacyRequest:
    submission = source.submission
    request = PrivacyRequest(
        id=uuid4(),
        organization=source.organization,
        submission=submission,
        reference=references.request_reference(submission.reference, position),
        position=position,
        right=follow.right.value,
        scope=follow.scope.value,
        state=State.RECEIVED,
        state_since=act.at,
        received_at=source.received_at,
        zone=source.zone,
        received_on=source.received_on,
        policy_version=source.policy_version,
        assignee_id=source.assignee_id,
        linked_to=source,
        link=follow.link.value,
        data_key=sealing.new_key(source.organization_id, KeyPurpose.CONTENT),
    )
    request.sealed = sealing.seal(envelope.open_details(source), request.data_key, sealing.place(request, "sealed"))
    envelope.seal_notice(request, envelope.open_notice(source))
    return request


def _copied(fact: RequestFact, request: PrivacyRequest) -> RequestFact:
    """The same fact of another request, sealed with that one's key."""
    row = RequestFact(
        id=uuid4(),
        organization_id=fact.organization_id,
        request=request,
        name=fact.name,
        found_by_id=fact.found_by_id,
        at=fact.at,
    )
    envelope.seal_fact(row, envelope.open_fact(fact))
    if fact.evidence is not None:
        words = sealing.unseal(fact.evidence, fact.request.data_key, sealing.place(fact, "evidence"))
        row.evidence = sealing.seal(words, request.data_key, sealing.place(row, "evidence"))
    return row


def _opening(file: CaseFile, new: CaseFile, follow: Follow, act: Act) -> Happening:
    body = {
        "from": file.request.id,
        "link": follow.link.value,
        "right": new.request.right,
        "scope": new.request.scope,
        "received_on": new.request.received_on,
        "policy": new.rules.pack,
        "version": new.rules.version,
        "laws": {pack: rules.version for pack, rules in new.laws.items()},
    }
    return Happening(subject=new.request, name=EventName.OPENED_FROM, body=body, by=act.by)


def _acknowledged(file: CaseFile, new: CaseFile) -> list[Happening]:
    """What was said of the letter as a whole, its receipt and more time for it, was said of all that is in it."""
    told = [event for event in file.case.events if event.type in OF_THE_LETTER]
    for event in told:
        new.add_event(event)
    return [Happening(subject=new.request, name=EventName(event.type.value), body=_said(event)) for event in told]


def _said(event: CaseEvent) -> dict[str, object]:
    said = {"happened_at": event.at.isoformat(), "written": event.written, "days": event.days}
    new_date = {"new_date": event.new_date} if event.new_date else {}
    return {**said, **new_date, **({"reason_given": True} if event.reason else {})}


def _law(request: PrivacyRequest, pack: str, file: CaseFile) -> RequestLaw:
    version: UUID = file.versions[pack].id
    return RequestLaw(organization_id=request.organization_id, request=request, pack=pack, version_id=version)
