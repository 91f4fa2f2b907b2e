"""Everything a request's dates are derived from, read in a fixed number of statements for any number of requests."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from organizations.models import CalendarVersion
from policies.domain.assessment import Assessment, assess
from policies.domain.calendars import BusinessCalendar
from policies.domain.case import Case, CaseEvent, EarlierRequest
from policies.domain.facts import Fact
from policies.domain.rules import RuleSet
from policies.domain.terms import Outcome, Right, Role, Scope
from policies.models import PolicyVersion, RestrictionDecision
from policies.selectors import business_calendar, rule_set

from ..domain.bell import Bell
from ..domain.record import Mark, Record
from ..models import Deadline, PrivacyRequest, RequestFact, RequestLaw
from . import case_record, clock_events, envelope


@dataclass(slots=True, kw_only=True)
class CaseFile:
    """One request with what its dates rest on. `versions`: the row of each pack, policy and laws."""

    request: PrivacyRequest
    case: Case
    rules: RuleSet
    laws: Mapping[str, RuleSet]
    versions: Mapping[str, PolicyVersion]
    calendar_version: CalendarVersion
    calendar: BusinessCalendar
    deadlines: list[Deadline] = field(default_factory=list)
    record: Record = field(default_factory=Record)

    def assess(self, *, as_of: dt.datetime | None = None) -> Assessment:
        """What the rules say of the case, at `as_of` if given."""
        case = replace(self.case, as_of=as_of) if as_of else self.case
        return assess(case, self.rules, self.laws, self.calendar)

    @property
    def bell(self) -> Bell:
        """When the organization's alerts ring, on its legal calendar, in the zone of the request."""
        return Bell(self.calendar, self.calendar_version.organization.alert_hour, self.case.zone)

    def add_event(self, event: CaseEvent) -> None:
        """Something that has just been recorded."""
        self.case = replace(self.case, events=(*self.case.events, event))

    def add_mark(self, mark: Mark) -> None:
        """The same, for what only gates and internal targets look at."""
        self.record = replace(self.record, marks=(*self.record.marks, mark))

    def add_fact(self, name: str, fact: Fact) -> None:
        self.case = replace(self.case, facts={**self.case.facts, name: fact})


def gather(requests: Sequence[PrivacyRequest]) -> list[CaseFile]:
    """The files of `requests`, in their order. Submissions must have been loaded with them."""
    ids = [request.id for request in requests]
    happened = clock_events.of(ids)
    facts = _facts(ids)
    laws = _laws(ids)
    versions = _versions(requests, laws)
    restrictions = _restrictions(request.policy_version_id for request in requests)
    calendars = _calendars(request.organization_id for request in requests)
    deadlines = _deadlines(ids)
    organizations = {key: version.organization for key, version in calendars.items()}
    records = case_record.of(requests, {key: one.marks for key, one in happened.items()}, organizations)
    earlier = _same_person(requests)
    files = []
    for request in requests:
        own_versions = [versions[request.policy_version_id], *(versions[key] for key in laws[request.id])]
        files.append(
            open_file(
                request,
                events=tuple(happened[request.id].events),
                record=records[request.id],
                facts=facts[request.id],
                versions=own_versions,
                calendar_version=calendars[request.organization_id],
                earlier=_before(request, earlier),
                restrictions=restrictions[request.policy_version_id],
                deadlines=deadlines[request.id],
            )
        )
    return files


def open_file(
    request: PrivacyRequest,
    *,
    facts: Mapping[str, Fact],
    versions: Sequence[PolicyVersion],
    calendar_version: CalendarVersion,
    events: tuple[CaseEvent, ...] = (),
    record: Record | None = None,
    earlier: tuple[EarlierRequest, ...] = (),
    restrictions: frozenset[str] = frozenset(),
    deadlines: Iterable[Deadline] = (),
) -> CaseFile:
    """A file from what is at hand. `versions`: the policy's first, then the laws'."""
    rules, *laws = (rule_set(version) for version in versions)
    case = Case(
        right=Right(request.right),
        received_on=request.received_on,
        zone=ZoneInfo(request.zone),
        scope=Scope(request.scope),
        requester_role=Role(request.submission.requester_role),
        facts=facts,
        events=events,
        earlier_requests=earlier,
        submission=str(request.submission_id),
        restrictions_applied=restrictions,
    )
    return CaseFile(
        request=request,
        case=case,
        rules=rules,
        laws={law.pack: law for law in laws},
        versions={rules.pack: versions[0]} | {law.pack: row for law, row in zip(laws, versions[1:], strict=True)},
        calendar_version=calendar_version,
        calendar=business_calendar(calendar_version.organization, calendar_version),
        deadlines=list(deadlines),
        record=record or Record(),
    )


def _facts(ids: Sequence[UUID]) -> Mapping[UUID, dict[str, Fact]]:
    """The facts that count: of each name the latest found one, else the latest stated one.

    What has been forgotten is not known any more.
    """
    facts: dict[UUID, dict[str, Fact]] = defaultdict(dict)
    rows = RequestFact.objects.filter(request__in=ids, request__data_key__erased_at=None)
    for row in rows.order_by("at", "id").select_related("request__data_key").only(*_OF_FACT):
        held = facts[row.request_id].get(row.name)
        if row.found_by_id is not None:
            facts[row.request_id][row.name] = found(envelope.open_fact(row), row.found_by_id)
        elif held is None or not held.is_found:
            facts[row.request_id][row.name] = Fact(envelope.open_fact(row))
    return facts


_OF_FACT: Final = ("name", "sealed", "found_by", "at", "request__data_key")


def found(value: str | int | bool, by: UUID) -> Fact:
    """A found fact. Its evidence is kept sealed: here it is only known to be there."""
    return Fact(value, found_by=str(by), evidence=clock_events.ON_FILE)


def _laws(ids: Sequence[UUID]) -> Mapping[UUID, list[UUID]]:
    laws: dict[UUID, list[UUID]] = defaultdict(list)
    for request_id, version_id in RequestLaw.objects.filter(request__in=ids).values_list("request", "version"):
        laws[request_id].append(version_id)
    return laws


def _versions(requests: Iterable[PrivacyRequest], laws: Mapping[UUID, list[UUID]]) -> dict[UUID, PolicyVersion]:
    """Without their documents: the rule sets are cached by hash, and only a new process reads a text."""
    ids = {request.policy_version_id for request in requests} | {key for keys in laws.values() for key in keys}
    return PolicyVersion.objects.defer("document").in_bulk(ids)


def _restrictions(version_ids: Iterable[UUID]) -> Mapping[UUID, frozenset[str]]:
    keys: dict[UUID, set[str]] = defaultdict(set)
    rows = RestrictionDecision.objects.filter(version__in=set(version_ids), applied=True)
    for version_id, key in rows.values_list("version", "rule_key"):
        keys[version_id].add(key)
    return defaultdict(frozenset, {version_id: frozenset(found) for version_id, found in keys.items()})


def _calendars(organization_ids: Iterable[UUID]) -> dict[UUID, CalendarVersion]:
    """The calendar version each organization computes under now."""
    rows = CalendarVersion.objects.filter(organization__in=set(organization_ids)).order_by("number")
    return {row.organization_id: row for row in rows.select_related("organization")}


def _deadlines(ids: Sequence[UUID]) -> Mapping[UUID, list[Deadline]]:
    rows: dict[UUID, list[Deadline]] = defaultdict(list)
    for row in Deadline.objects.filter(request__in=ids):
        rows[row.request_id].append(row)
    return rows


def _same_person(requests: Iterable[PrivacyRequest]) -> Mapping[UUID, list[PrivacyRequest]]:
    """All requests of the people these requests are linked to, by person."""
    people = {request.submission.person_id for request in requests} - {None}
    by_person: dict[UUID, list[PrivacyRequest]] = defaultdict(list)
    if people:
        rows = PrivacyRequest.objects.filter(submission__person__in=people).select_related("submission")
        for row in rows.defer("sealed", "submission__sealed", "submission__sealed_initials"):
            by_person[row.submission.person_id].append(row)  # type: ignore[index] # filtered on it
    return by_person


def _before(request: PrivacyRequest, by_person: Mapping[UUID, list[PrivacyRequest]]) -> tuple[EarlierRequest, ...]:
    """The person's requests that rank before this one, by moment of receipt, then id."""
    person = request.submission.person_id
    if person is None:
        return ()
    rank = (request.received_at, request.submission_id)
    return tuple(
        EarlierRequest(
            right=Right(other.right),
            received_on=other.received_on,
            outcome=Outcome(other.outcome or Outcome.OPEN),
            submission=str(other.submission_id),
            verified=other.verified_at is not None,
        )
        for other in by_person[person]
        if (other.received_at, other.submission_id) < rank
    )
