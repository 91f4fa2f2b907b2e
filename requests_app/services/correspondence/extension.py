"""What a notice of more time, sent now, would do: which date it would move, to when, and by which rule."""

import datetime as dt
from dataclasses import dataclass, replace

from policies.domain.case import CaseEvent
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Citation
from policies.domain.terms import Act, AuthorityKind, EventType

from ...domain.lifecycle import State
from ..case_file import CaseFile
from ..clock_events import ON_FILE


@dataclass(frozen=True, slots=True)
class MoreTime:
    """`why_not`: why the notice would move nothing; then `new_date` is None. `until`: the last day to send it."""

    due: dt.date | None
    new_date: dt.date | None
    because: tuple[Citation, ...] = ()
    why_not: str = ""


def more_time(file: CaseFile, *, days: int | None, now: dt.datetime) -> MoreTime:
    """The binding date as it is and as it would be after a written notice with a reason, sent at `now`.

    `days`: those promised; None: all that the rule allows.
    """
    was = _binding(file, now)
    if was is None or was.due_on is None:
        return MoreTime(None, None, why_not="No date of this case is running that a notice could move.")
    notice = CaseEvent(type=EventType.EXTENSION_NOTICE, at=now, written=True, reason=ON_FILE, days=days or _most(was))
    trial = replace(file, case=replace(file.case, events=(*file.case.events, notice)))
    moved = _binding(trial, now)
    if moved is None or moved.due_on is None or moved.due_on <= was.due_on:
        return MoreTime(was.due_on, None, because=was.because, why_not=_why_not(was, moved))
    return MoreTime(was.due_on, moved.due_on, because=_extending(was, moved))


def _binding(file: CaseFile, now: dt.datetime) -> DeadlineFinding | None:
    """The deadline for the answer, or on an appeal for its decision."""
    act = Act.DECIDE_APPEAL if file.request.state == State.APPEALED else Act.RESPOND
    found = file.assess(as_of=now).deadlines.get(act)
    return found if found is not None and found.kind is not AuthorityKind.TARGET else None


def _most(was: DeadlineFinding) -> int | None:
    """So many days that a rule which wants their number is met; what is too much is cut by the rule."""
    if was.latest_possible_on is None or was.first_due_on is None:
        return None
    return max((was.latest_possible_on - was.first_due_on).days, 1)


def _why_not(was: DeadlineFinding, moved: DeadlineFinding | None) -> str:
    tried = moved.notices_not_counted if moved else ()
    if len(tried) > len(was.notices_not_counted):
        return f"A notice sent now would move nothing: {tried[-1]}."
    return "A notice sent now would move nothing: no rule of the date that binds lets it be extended."


def _extending(was: DeadlineFinding, moved: DeadlineFinding) -> tuple[Citation, ...]:
    """The rules of the new date; the one that extends first."""
    added = tuple(citation for citation in moved.because if citation not in was.because)
    return added or moved.because
