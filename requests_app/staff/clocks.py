"""The clocks of a case, ready to print: the date, how far off, under whose word, and why that day."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from policies.domain.calendars import local_day
from policies.domain.terms import AuthorityKind

from .. import day_words
from ..domain.clock_states import DeadlineState
from ..models import Deadline
from ..wording import ACTS, AUTHORITIES, fact_name
from .citations import Cite, Titles, cited_rows
from .presentation import Tone, Words, due_words
from .seen_lines import SeenLine


@dataclass(frozen=True, slots=True)
class StepLine:
    """One line of the arithmetic."""

    on: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """One deadline as the case page shows it."""

    id: str
    act: str
    authority: str
    binding: bool
    state: Words
    due: str
    act_by: str
    notes: tuple[str, ...]
    unless: str
    because: list[Cite]
    steps: list[StepLine]
    live: bool
    key: str
    """The id as addresses have it."""
    seen: SeenLine | None


def clocks(
    deadlines: Iterable[Deadline],
    titles: Titles,
    *,
    now: dt.datetime,
    zone: ZoneInfo,
    seen: Mapping[UUID, SeenLine] | None = None,
) -> list[Clock]:
    """Live ones first, the binding one of each act before the others, targets last."""
    ordered = sorted(deadlines, key=_order)
    return [_clock(row, titles, (seen or {}).get(row.pk), now=now, zone=zone) for row in ordered]


def _order(row: Deadline) -> tuple[bool, bool, bool, dt.date]:
    return (
        row.state != DeadlineState.LIVE,
        row.kind == AuthorityKind.TARGET,
        not row.binding,
        row.due_on or dt.date.max,
    )


def _clock(row: Deadline, titles: Titles, seen: SeenLine | None, *, now: dt.datetime, zone: ZoneInfo) -> Clock:
    return Clock(
        id=row.pk.hex,
        act=ACTS[row.act],
        authority=authority_words(row.kind, row.authority, titles),
        binding=row.binding,
        state=_state(row, now=now, zone=zone),
        due=day_words.day(row.due_on) if row.due_on else "No date while paused",
        act_by=day_words.day(row.act_by) if row.act_by and row.act_by != row.due_on else "",
        notes=tuple(_notes(row, local_day(now, zone))),
        unless=", ".join(fact_name(name) for name in row.unless),
        because=cited_rows(row.because, titles),
        steps=[StepLine(_day(step["date"]), step["why"]) for step in row.arithmetic],
        live=row.state == DeadlineState.LIVE,
        key=str(row.pk),
        seen=seen,
    )


def authority_words(kind: str, authority: str, titles: Titles) -> str:
    """Under whose word a date stands: `Required by law: HIPAA Privacy Rule`."""
    if kind == AuthorityKind.TARGET:
        return "Internal target; no promise to anyone"
    words = AUTHORITIES[AuthorityKind(kind)]
    return f"{words[0].upper()}{words[1:]}: {titles.get(authority, authority)}"


def _state(row: Deadline, *, now: dt.datetime, zone: ZoneInfo) -> Words:
    """What the badge says. A target that has passed is missed, not legally overdue."""
    match DeadlineState(row.state):
        case DeadlineState.MET:
            return Words(f"Met {_when(row, zone)}", Tone.GOOD)
        case DeadlineState.MISSED:
            return Words(f"Done late {_when(row, zone)}".rstrip(), Tone.LATE)
        case DeadlineState.CLOSED:
            return Words("No longer owed")
    if row.due_on is None:
        return Words("Paused", Tone.NOTE)
    distance = due_words(row.due_on, row.act_by, now=now, zone=zone).distance
    if distance.tone is Tone.LATE and row.kind == AuthorityKind.TARGET:
        return Words(f"Target passed, {distance.text}", Tone.SOON)
    return distance


def _when(row: Deadline, zone: ZoneInfo) -> str:
    return f"on {day_words.day(row.met_at.astimezone(zone).date())}" if row.met_at else ""


def _notes(row: Deadline, today: dt.date) -> Iterable[str]:
    if row.due_on is None and row.told_due_on is not None:
        yield f"Before the pause the person was told {day_words.day(row.told_due_on)}."
    if row.extended and row.first_due_on:
        yield f"Extended. At first it was {day_words.day(row.first_due_on)}."
    if row.extended is False:
        yield "A notice of extension was recorded, but it did not count: the date stands."
    still_open = row.state == DeadlineState.LIVE and row.first_due_on is not None and today <= row.first_due_on
    if still_open and row.latest_possible_on and row.latest_possible_on != row.due_on:
        yield f"A lawful notice could still move it, at most to {day_words.day(row.latest_possible_on)}."
    if row.fault_at is not None:
        yield "It could not be computed anew; an operator was told. Treat it as overdue."


def _day(iso: str) -> str:
    return day_words.day(dt.date.fromisoformat(iso))
