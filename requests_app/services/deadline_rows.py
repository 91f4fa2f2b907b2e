"""Bringing a request's deadline rows in line with what the pure core found. Nothing here computes a date."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from policies.domain.assessment import Assessment
from policies.domain.calendars import first_instant_after
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Citation, Step
from policies.domain.terms import Act, AuthorityKind, EventType, HouseAct, Outcome
from policies.domain.timeline import Timeline

from ..domain.arming import Arming
from ..domain.clock_states import DeadlineState, MovedBy
from ..domain.lifecycle import State
from ..models import Deadline
from . import mail_follow_up
from .case_file import CaseFile
from .escalation import arm, end_silence

NO_LONGER_OWED = frozenset({Outcome.WITHDRAWN, Outcome.MISDIRECTED, Outcome.MERGED})
TOLD = frozenset({Act.RESPOND, Act.DECIDE_APPEAL})
"""The acts whose date a person is told."""

DONE_BY = {
    Act.RESPOND: (EventType.RESPONSE_SENT, EventType.DENIED),
    Act.ACKNOWLEDGE: (EventType.ACKNOWLEDGEMENT_SENT, EventType.RESPONSE_SENT, EventType.DENIED),
    Act.DECIDE_APPEAL: (EventType.APPEAL_DECIDED,),
}

COLUMNS = tuple(f.attname for f in Deadline._meta.concrete_fields if f.name not in ("id", "organization", "request"))


@dataclass(slots=True)
class Change:
    """How a row changed. `was` and `state_was` are None for a new one; `differs`: it must be written."""

    row: Deadline
    because: tuple[Citation, ...]
    was: dt.date | None
    state_was: str | None
    differs: bool = True

    @property
    def is_new(self) -> bool:
        return self.state_was is None

    @property
    def moved(self) -> bool:
        return self.is_new or self.was != self.row.due_on


def settle(file: CaseFile, assessment: Assessment, *, now: dt.datetime, moved_by: MovedBy | None) -> list[Change]:
    """Update the rows of `file` in memory, add new ones, and say what changed."""
    rows = {(row.act, row.kind, row.authority): row for row in file.deadlines}
    before = {row.id: _columns(row) for row in file.deadlines}
    binding = {id(found) for found in assessment.deadlines.values()}
    changes = []
    found = (*assessment.all_deadlines, *mail_follow_up.target(file, now=now))
    for key, finding in strictest(found).items():
        row = rows.pop(key, None)
        if row is None:
            row = _new_row(file, finding)
            file.deadlines.append(row)
            changes.append(_follow(row, finding, file, now=now, moved_by=moved_by or MovedBy.FACTS, is_new=True))
        else:
            changes.append(_follow(row, finding, file, now=now, moved_by=moved_by, is_new=False))
        row.binding = id(finding) in binding
        _tell(row, file)
    changes += [_close(row) for row in rows.values() if row.state == DeadlineState.LIVE]
    for change in changes:
        end_silence(change.row, assignee=file.request.assignee_id, now=now)
        arm(change.row, file.rules.ladder, file.bell)
        change.differs = before.get(change.row.id) != _columns(change.row)
    return changes


def _columns(row: Deadline) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in COLUMNS)


def strictest(found: Iterable[DeadlineFinding]) -> dict[tuple[str, str, str], DeadlineFinding]:
    """One finding per act, kind and authority: of several targets of one right the earliest."""
    chosen: dict[tuple[str, str, str], DeadlineFinding] = {}
    for finding in found:
        key = (finding.act.value, finding.kind.value, finding.authority)
        held = chosen.get(key)
        if held is None or (finding.due_on or dt.date.max) < (held.due_on or dt.date.max):
            chosen[key] = finding
    return chosen


def _new_row(file: CaseFile, finding: DeadlineFinding) -> Deadline:
    return Deadline(
        organization_id=file.request.organization_id,
        request=file.request,
        act=finding.act.value,
        kind=finding.kind.value,
        authority=finding.authority,
    )


def _follow(
    row: Deadline, finding: DeadlineFinding, file: CaseFile, *, now: dt.datetime, moved_by: MovedBy | None, is_new: bool
) -> Change:
    """Make `row` say what `finding` says."""
    pauses = _pauses(finding, file)
    if not is_new:
        finding = _as_promised(row, finding, file, pauses)
    change = Change(row, finding.because, was=row.due_on, state_was=None if is_new else row.state)
    state = _state(finding, file)
    if not is_new:
        _arm_anew(row, finding, state, now, moved_by or _cause(row, file))
    else:
        row.moved_by = moved_by or MovedBy.RECEIPT
    _copy(row, finding, file)
    row.pauses = pauses
    row.state = state
    row.met_at = _done_at(finding.act, file) if state in (DeadlineState.MET, DeadlineState.MISSED) else None
    row.fault_at, row.fault_count, row.retry_at = None, 0, None
    return change


def _copy(row: Deadline, finding: DeadlineFinding, file: CaseFile) -> None:
    owner = file.versions.get(finding.rule.policy)
    row.rule_key = finding.rule.key
    row.rule_version_id = owner.id if owner else None
    row.started_on = finding.started_on
    row.due_on = finding.due_on
    row.act_by = finding.act_by
    row.late_from = finding.late_from
    row.first_due_on = finding.first_due_on
    row.extended = finding.extended
    row.latest_possible_on = finding.latest_possible_on
    row.unless = list(finding.unless)
    row.because = [citation_words(citation) for citation in finding.because]
    row.arithmetic = [step_words(step) for step in finding.arithmetic]
    row.counts_business_days = finding.counts_business_days
    row.calendar_version_id = file.calendar_version.id


def _as_promised(
    row: Deadline, finding: DeadlineFinding, file: CaseFile, pauses: list[list[str | None]]
) -> DeadlineFinding:
    """A date the person was told is not moved later by a change of the calendar.

    Only the calendar can have moved it when rule, start, extensions and pauses are what they were, whatever was done.
    """
    told = row.told_due_on
    if told is None or finding.due_on is None or finding.due_on <= told:
        return finding
    extended = _extended(step_words(step) for step in finding.arithmetic)
    was = (row.rule_key, row.started_on, _extended(row.arithmetic), row.pauses)
    if was != (finding.rule.key, finding.started_on, extended, pauses):
        return finding
    why = f"The person was told this day. A change of the calendar to {finding.due_on.isoformat()} does not undo that."
    return replace(
        finding,
        due_on=told,
        act_by=file.calendar.last_business_day_on_or_before(told),
        late_from=first_instant_after(told, file.case.zone),
        arithmetic=(*finding.arithmetic[:-1], Step("due", told, why)),
    )


def _extended(arithmetic: Iterable[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """The notices that counted: neither one that moved nothing nor one that came back extends a date."""
    return [(step["date"], step["why"]) for step in arithmetic if step["step"] == "extended"]


def _state(finding: DeadlineFinding, file: CaseFile) -> DeadlineState:
    request = file.request
    if finding.met:
        return DeadlineState.MET
    if isinstance(finding.act, HouseAct) and _done_at(finding.act, file) is not None:
        return DeadlineState.MISSED
    if isinstance(finding.act, HouseAct) and mail_follow_up.began_closed(file):
        return DeadlineState.LIVE
    if request.state == State.CLOSED:
        unowed = request.outcome in NO_LONGER_OWED or finding.met is None
        return DeadlineState.CLOSED if unowed else DeadlineState.MISSED
    if finding.act is Act.RESPOND and request.state == State.APPEALED:
        return DeadlineState.MISSED
    if finding.act is Act.ACKNOWLEDGE and _done_at(finding.act, file) is not None:
        return DeadlineState.MISSED
    return DeadlineState.LIVE


def _done_at(act: Act | HouseAct, file: CaseFile) -> dt.datetime | None:
    """When the act was done: for an acknowledgement the first time, for an answer the one that stands."""
    if isinstance(act, HouseAct):
        return mail_follow_up.done_at(file)
    times = sorted(event.at for event in file.case.events if event.type in DONE_BY[act])
    if not times:
        return None
    return times[0] if act is Act.ACKNOWLEDGE else times[-1]


def _arm_anew(
    row: Deadline, finding: DeadlineFinding, state: DeadlineState, now: dt.datetime, moved_by: MovedBy
) -> None:
    """Which alerts count as new, after the date moved or the request was opened again."""
    reopened = row.state != DeadlineState.LIVE and state is DeadlineState.LIVE
    if row.due_on == finding.due_on and row.extended == finding.extended and not reopened:
        return
    cause = MovedBy.REOPENING if reopened else moved_by
    arming = Arming(row.generation, row.armed_from)
    after = arming.after(cause, was_due_on=row.due_on, due_on=finding.due_on, now=now)
    if after.generation != row.generation:
        row.rung_days, row.seen = {}, {}
    row.generation, row.armed_from = after.generation, after.armed_from
    row.moved_by = cause


def _cause(row: Deadline, file: CaseFile) -> MovedBy:
    if row.calendar_version_id != file.calendar_version.id:
        return MovedBy.CALENDAR
    return MovedBy.PAUSE if row.due_on is None else MovedBy.FACTS


def _tell(row: Deadline, file: CaseFile) -> None:
    """Remember the date that the person is told with this change; held requests are told nothing."""
    if row.binding and row.act in TOLD and file.request.state != State.QUARANTINED and row.due_on is not None:
        row.told_due_on = row.due_on


def _close(row: Deadline) -> Change:
    """No rule asks for it any more, as when a fact shows that a law does not apply."""
    change = Change(row, (), was=row.due_on, state_was=row.state)
    row.state = DeadlineState.CLOSED
    row.binding = False
    return change


def _pauses(finding: DeadlineFinding, file: CaseFile) -> list[list[str | None]]:
    """The spans in which this clock stood still, as text: the ladder leaves them out."""
    if finding.kind is AuthorityKind.TARGET:
        return []
    owner = file.rules if finding.rule.policy == file.rules.pack else file.laws[finding.rule.policy]
    rule = next((r for r in owner.deadlines if r.key == finding.rule.key and r.act is finding.act), None)
    if rule is None or not rule.pauses:
        return []
    spans = Timeline(file.case).pauses(rule.pauses, finding.started_on)
    return [[span.first.isoformat(), span.last.isoformat() if span.last else None] for span in spans]


def citation_words(citation: Citation) -> dict[str, object]:
    """A rule as a row keeps it, to be read without loading the version."""
    reading = citation.reading
    return {
        "policy": citation.policy,
        "version": citation.version,
        "kind": citation.kind.value,
        "key": citation.key,
        "section": citation.section,
        "says": citation.says,
        "reading": {"text": reading.text, "by": reading.by, "on": reading.on.isoformat()} if reading else None,
        "reviewed": citation.reviewed,
    }


def step_words(step: Step) -> dict[str, str]:
    return {"step": step.step, "date": step.date.isoformat(), "why": step.why}
