"""One act on one request, while it is being decided: what is asked, by whom, and what it would come to."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from uuid import UUID

from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.situation import Situation
from policies.domain.terms import AuthorityKind, EventType
from records.chain import Actor, ActorKind
from records.models import Event

from ..domain import gates, lifecycle
from ..domain.events import CLOCK_EVENTS, REACHES, EventName
from ..domain.lifecycle import Action, Transition
from ..domain.refusals import Blocked, Incomplete, NotPermitted, Stale
from ..models import PrivacyRequest
from . import approved_words, clock_events
from .case_file import CaseFile
from .details import Details

ALERTS: Final = (
    EventName.ALERT_RAISED.value,
    EventName.ALERT_SKIPPED.value,
    EventName.ALERT_SEEN.value,
    EventName.ALERT_SEEN_UNDONE.value,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What somebody wants to do. `at`: when it happened; `now`: when it is recorded."""

    action: Action
    details: Details
    by: Actor
    at: dt.datetime
    now: dt.datetime
    works_for: frozenset[UUID] = frozenset()
    """For staff: the organizations in which `by` holds a role that may change requests; an auditor only reads."""
    supervises: frozenset[UUID] = frozenset()
    """Those of them in which `by` is a supervisor or privacy officer."""

    @property
    def line(self) -> Transition:
        return lifecycle.TRANSITIONS[self.action]


def check(act: Act, file: CaseFile, *, seen: int | None = None) -> Assessment:
    """Raise a Refused unless the table, the details and the rules all allow `act` now. Changes nothing.

    Returns what the rules say of the case before the act.
    """
    request = file.request
    if seen is not None and seen != request.event_seq and _changed_since(seen, request):
        raise Stale(request.reference)
    line = lifecycle.check(act.action, request.lifecycle_state, request.lifecycle_outcome, reference=request.reference)
    _check_doer(act, line, request)
    if problems := {**_moment(act, request), **act.details.missing(line.needs)}:
        raise Incomplete(request.reference, problems)
    return _check_rules(act, file)


def body_of(act: Act) -> dict[str, Any]:
    """What the event of `act` says."""
    happened = {"happened_at": act.at.isoformat()} if act.line.event in CLOCK_EVENTS else {}
    outcome = {"outcome": act.line.outcome.value} if act.line.outcome else {}
    return {**happened, **outcome, **act.details.body()}


def count_event(act: Act, file: CaseFile, body: Mapping[str, Any]) -> None:
    """Let the file know of the event before it is written, so that dates are derived with it."""
    if act.line.event in CLOCK_EVENTS:
        plain = {**body, "new_date": str(body["new_date"]) if body.get("new_date") else None}
        file.add_event(clock_events.from_body(EventType(act.line.event.value), plain, by=act.by.id))
    if act.line.event in REACHES:
        file.add_mark(clock_events.mark(act.line.event, body, id="", by=act.by, at=act.now))


def _changed_since(seen: int, request: PrivacyRequest) -> bool:
    """Whether anything but alerts was written since; an alert changes nothing that was looked at."""
    kind = PrivacyRequest._meta.label_lower
    later = Event.objects.filter(subject_kind=kind, subject_id=request.id, seq__gt=seen)
    return seen > request.event_seq or later.exclude(type__in=ALERTS).exists()


def _check_doer(act: Act, line: Transition, request: PrivacyRequest) -> None:
    if act.by.kind.value not in line.by:
        raise NotPermitted(request.reference, "member of staff")
    if act.by.kind is ActorKind.STAFF and request.organization_id not in act.works_for:
        raise NotPermitted(request.reference, "handler")
    if line.supervisor and request.organization_id not in act.supervises:
        raise NotPermitted(request.reference, "supervisor")


def _moment(act: Act, request: PrivacyRequest) -> dict[str, str]:
    """It happened on the day of receipt or later, and not in the future."""
    if act.at > act.now:
        return {"happened_on": "It cannot have happened in the future."}
    if act.at.astimezone(request.zone_info).date() < request.received_on:
        return {"happened_on": f"The request was received on {request.received_on}: it happened then or later."}
    return {}


def _check_rules(act: Act, file: CaseFile) -> Assessment:
    """The gates look at the case as it is; a denial's needs are those of the ground it names."""
    situation = Situation.of(replace(file.case, as_of=act.now), file.rules, file.laws, file.calendar)
    assessment = file.assess(as_of=act.now)
    attempt = gates.Attempt(
        action=act.action,
        situation=situation,
        assessment=_if_denied(act, file, assessment) if act.action is Action.DENY else assessment,
        said=act.details,
        record=file.record,
        by=act.by.id if act.by.kind is ActorKind.STAFF else "",
        wording=approved_words.of_refusal(act.action, act.details, file),
    )
    if found := gates.block(attempt):
        raise Blocked(file.request.reference, found.why, found.next_step, found.because)
    if problems := gates.denial_problems(act.action, attempt.assessment, act.details):
        raise Incomplete(file.request.reference, problems)
    return assessment


def _if_denied(act: Act, file: CaseFile, assessment: Assessment) -> Assessment:
    """The assessment as if the denial on this ground stood."""
    if not act.details.ground:
        return assessment
    body = {"happened_at": act.at.isoformat(), "ground": act.details.ground}
    denied = clock_events.from_body(EventType.DENIED, body)
    trial = replace(file.case, events=(*file.case.events, denied))
    return replace(file, case=trial).assess(as_of=act.now)


def judged(before: Assessment, after: Assessment) -> tuple[list[str], tuple[str, ...]]:
    """Under which authorities the latest extension notice counted, and why it did not under the others."""
    was = {(d.act, d.authority): len(d.notices_not_counted) for d in before.all_deadlines}
    counted, notes = [], []
    for d in after.all_deadlines:
        if d.kind is AuthorityKind.TARGET or d.met is True:
            continue
        if len(d.notices_not_counted) > was.get((d.act, d.authority), 0):
            notes.append(f"{d.act.value} under {d.authority}: {d.notices_not_counted[-1]}")
        elif d.extended:
            counted.append(d.authority)
    return counted, tuple(notes)


def because(act: Act, before: Assessment) -> tuple[Citation, ...]:
    """The rules a decision rests on; most acts rest on none."""
    ground = act.details.ground
    match act.action:
        case Action.DENY:
            if before.frequency_cap is not None and not before.frequency_cap.allowed and ground == gates.OVER_THE_CAP:
                return before.frequency_cap.because
            named = tuple(citation for rule, citation in before.denial.grounds if rule.key == ground)
            return (*named, *before.denial.because)
        case Action.CLOSE_NOT_ELIGIBLE:
            return before.eligible_because
        case Action.FIND_FEE:
            return before.fee.because
    return ()
