"""Deriving what is owed: events and facts in, deadline rows out. Nothing else writes a due date.

The caller holds the lock of the request whose deadlines are derived.

`derive` works in memory on gathered files; `store` writes them; `rederive` does both for requests already locked.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Model

from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.terms import AuthorityKind, HouseAct
from records import set_statements

from ..domain.clock_states import DeadlineState, MovedBy
from ..domain.events import EventName
from ..domain.lifecycle import State
from ..models import Deadline, PrivacyRequest
from . import case_file, history
from .case_file import CaseFile
from .deadline_rows import COLUMNS, Change, citation_words, settle
from .escalation import cancel_alerts
from .history import Happening

DERIVED: Final = ("eligible", "warnings", "binding_due_on", "act_by", "binding_authority", "fault_at")
"""The columns of a request that are computed, never set by hand."""

OVER_CAP: Final = "over_cap"
ENDED: Final = {
    DeadlineState.MET: EventName.DEADLINE_MET,
    DeadlineState.MISSED: EventName.DEADLINE_MISSED,
    DeadlineState.CLOSED: EventName.DEADLINE_CLOSED,
}


@dataclass(slots=True, kw_only=True)
class Derived:
    """What a derivation came to: to be stored with `store`, and its happenings to be written."""

    file: CaseFile
    assessment: Assessment
    changes: list[Change]
    happenings: list[Happening]


def rederive(requests: Sequence[PrivacyRequest], *, now: dt.datetime, moved_by: MovedBy | None = None) -> list[Derived]:
    """Compute every deadline of `requests` again from events and facts, and write what changed.

    The caller is in a transaction and holds the requests' locks; they were read after locking, with their submissions.
    """
    derived = [derive(file, now=now, moved_by=moved_by) for file in case_file.gather(requests)]
    store(derived, fields=DERIVED)
    history.write((happening for one in derived for happening in one.happenings), now=now)
    return derived


def derive(file: CaseFile, *, now: dt.datetime, moved_by: MovedBy | None = None, announce: bool = False) -> Derived:
    """Bring the rows of one file and the derived columns of its request up to date, in memory.

    `announce`: tell the person the dates that stand, as when the request was held for review until now.
    """
    assessment = file.assess(as_of=now)
    changes = settle(file, assessment, now=now, moved_by=moved_by)
    request = file.request
    over_cap_before = _is_over_cap(request)
    request.eligible = assessment.eligible
    request.warnings = warnings_of(assessment)
    request.fault_at = None
    bind(request, file.deadlines)
    happenings = [happening for change in changes for happening in _tell(change, request, announce=announce)]
    if _is_over_cap(request) and not over_cap_before and assessment.frequency_cap is not None:
        cap = assessment.frequency_cap
        body = {"counted": cap.counted, "next_eligible_on": cap.next_eligible_on, "refusal": cap.refusal}
        happenings.append(Happening(subject=request, name=EventName.CAP_REACHED, body=body, because=cap.because))
    return Derived(file=file, assessment=assessment, changes=changes, happenings=happenings)


def store(derived: Sequence[Derived], *, fields: Iterable[str], new_requests: bool = False) -> None:
    """Write deadline rows and the named columns of their requests, each with one statement."""
    rows = [(change.row, change.is_new) for one in derived for change in one.changes if change.differs]
    if added := [row for row, is_new in rows if is_new]:
        Deadline.objects.bulk_create(added)
    if kept := [row for row, is_new in rows if not is_new]:
        _update(Deadline, kept, COLUMNS)
    if not new_requests:
        _update(PrivacyRequest, [one.file.request for one in derived], fields)
        if over := [row.id for row, is_new in rows if not is_new and row.state != DeadlineState.LIVE]:
            cancel_alerts(over)


def bind(request: PrivacyRequest, rows: Iterable[Deadline]) -> None:
    """Repeat on the request the earliest live deadline of policy or law; an internal target never binds."""
    first = binding_of(rows)
    request.binding_due_on = first.due_on if first else None
    request.act_by = first.act_by if first else None
    request.binding_authority = first.kind if first else ""


def binding_of(rows: Iterable[Deadline]) -> Deadline | None:
    """The earliest live deadline of policy or law that is not paused; on a tie the policy's."""
    live = [
        row
        for row in rows
        if row.state == DeadlineState.LIVE and row.kind != AuthorityKind.TARGET and row.due_on is not None
    ]
    return min(live, key=lambda row: (row.due_on, row.kind != AuthorityKind.POLICY), default=None)


def warnings_of(assessment: Assessment) -> list[dict[str, Any]]:
    """What staff must know beside the dates, each with its rule. Never shown to the person."""
    found: list[dict[str, Any]] = [{"code": code.value, "because": []} for code in assessment.warnings]
    if assessment.eligible is not True:
        code = "not_eligible" if assessment.eligible is False else "eligibility_unknown"
        found.append({"code": code, "because": _words(assessment.eligible_because)})
    cap = assessment.frequency_cap
    if cap is not None and not cap.allowed:
        found.append(
            {
                "code": OVER_CAP,
                "counted": cap.counted,
                "next_eligible_on": cap.next_eligible_on.isoformat() if cap.next_eligible_on else None,
                "refusal": cap.refusal,
                "because": _words(cap.because),
            }
        )
    if assessment.questions:
        found.append({"code": "facts_unknown", "facts": list(assessment.questions), "because": []})
    return found


def _is_over_cap(request: PrivacyRequest) -> bool:
    return any(warning["code"] == OVER_CAP for warning in request.warnings)


def _words(because: Iterable[Citation]) -> list[dict[str, object]]:
    return [citation_words(citation) for citation in because]


def _update(model: type[Model], rows: Sequence[Model], names: Iterable[str]) -> None:
    """One statement for all rows; `bulk_update` takes four fifths of a whole transition."""
    attnames = [model._meta.get_field(name).attname for name in names]  # type: ignore[union-attr] # no relations back
    values = [[row.pk, *(getattr(row, name) for name in attnames)] for row in rows]
    set_statements.update(model, ["id", *attnames], values)


def _tell(change: Change, request: PrivacyRequest, *, announce: bool) -> Iterable[Happening]:
    """The events of one deadline's change. Only a binding date is for the person, and never while held for review."""
    row = change.row
    internal = not row.binding or request.state == State.QUARANTINED
    again = row.act == HouseAct.FOLLOW_UP_MAIL and change.state_was not in (None, DeadlineState.LIVE)
    if row.state == DeadlineState.LIVE and (change.moved or again or (announce and row.binding)):
        yield Happening(
            subject=request,
            name=_name(change, announce=announce),
            body=_body(change),
            because=change.because,
            internal=internal,
        )
    if row.state != change.state_was and row.state in ENDED:
        body = {"act": row.act, "kind": row.kind, "authority": row.authority, "due_on": row.due_on}
        yield Happening(subject=request, name=ENDED[DeadlineState(row.state)], body=body, because=change.because)


def _name(change: Change, *, announce: bool) -> EventName:
    if change.row.due_on is None:
        return EventName.DUE_DATE_PAUSED
    return EventName.DUE_DATE_SET if change.is_new or announce else EventName.DUE_DATE_CHANGED


def _body(change: Change) -> dict[str, Any]:
    row = change.row
    return {
        "act": row.act,
        "kind": row.kind,
        "authority": row.authority,
        "started_on": row.started_on,
        "was": change.was,
        "due_on": row.due_on,
        "act_by": row.act_by,
        "extended": row.extended,
        "generation": row.generation,
        "moved_by": row.moved_by,
    }
