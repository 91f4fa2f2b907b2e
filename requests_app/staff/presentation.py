"""How a date, a state and a next step are shown: words first, a tone beside them."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

from policies.domain.terms import Act, Outcome

from .. import day_words
from ..domain.clock_states import DeadlineState
from ..domain.lifecycle import STATE_WORDS, State
from ..models import Deadline, PrivacyRequest
from ..wording import ACTS, OUTCOMES
from .queues import SOON_DAYS


class Tone(StrEnum):
    """Helps the eye; whatever it means is also said in words."""

    LATE = "late"
    SOON = "soon"
    GOOD = "good"
    NOTE = "note"
    CALM = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A few words with a tone."""

    text: str
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class DueWords:
    """A due date as a list shows it: `Thu 16 April 2026`, `in 3 days`, and the day to act by."""

    on: str
    distance: Words
    act_by: str


def due_words(due_on: dt.date, act_by: dt.date | None, *, now: dt.datetime, zone: ZoneInfo) -> DueWords:
    """Late is what lies before today in the organization's zone; the due date itself is still in time."""
    today = now.astimezone(zone).date()
    left = (due_on - today).days
    tone = Tone.LATE if left < 0 else Tone.SOON if left <= SOON_DAYS else Tone.CALM
    return DueWords(day_words.day(due_on), Words(day_words.distance(due_on, today), tone), _act_by(act_by, due_on))


def due_of(request: PrivacyRequest, *, now: dt.datetime) -> DueWords | None:
    """The binding date of a request; None when it has none."""
    if request.binding_due_on is None:
        return None
    zone = ZoneInfo(request.organization.timezone)
    return due_words(request.binding_due_on, request.act_by, now=now, zone=zone)


def _act_by(act_by: dt.date | None, due_on: dt.date) -> str:
    """Said only when it differs: a due date on a business day is the day to act by."""
    return f"act by {day_words.day(act_by)}" if act_by and act_by != due_on else ""


def state_words(state: str, outcome: str = "") -> Words:
    """The state, or for a closed request how it ended."""
    if state == State.CLOSED and outcome:
        good = outcome in (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED)
        return Words(OUTCOMES[Outcome(outcome)], Tone.GOOD if good else Tone.CALM)
    tone = {State.QUARANTINED: Tone.SOON, State.VERIFYING: Tone.NOTE, State.NEEDS_DETAIL: Tone.NOTE}
    return Words(STATE_WORDS[State(state)], tone.get(State(state), Tone.CALM))


def next_step(request: PrivacyRequest, deadlines: list[Deadline], on_its_way: str = "") -> str:
    """The one thing to do next, in words; empty when nothing is left. `on_its_way`: what a letter will do by itself."""
    state = State(request.state)
    fixed = {
        State.CLOSED: "",
        State.QUARANTINED: "Look at it: genuine or spam?",
        State.VERIFYING: "Wait for proof of identity, or remind",
        State.NEEDS_DETAIL: "Wait for the answer, or remind",
        State.APPEALED: "Decide the appeal",
    }
    if request.fault_at is not None and state is not State.CLOSED:
        return "A date could not be computed; tell the operator"
    if on_its_way and state is not State.CLOSED:
        return on_its_way
    if state in fixed:
        return fixed[state]
    if _owes(deadlines, Act.ACKNOWLEDGE):
        return ACTS[Act.ACKNOWLEDGE]
    if request.assignee_id is None:
        return "Give it to somebody"
    if request.eligible is False:
        return "Decide: not covered by the policy"
    return "Start work" if state is State.RECEIVED else ACTS[Act.RESPOND]


def _owes(deadlines: list[Deadline], act: Act) -> bool:
    return any(d.act == act and d.state == DeadlineState.LIVE for d in deadlines)
