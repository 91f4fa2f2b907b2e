"""Absences in words."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from organizations.models import Absence, Organization, User

from ... import day_words
from ...selectors.absences import current_and_coming, today_in


@dataclass(frozen=True, slots=True)
class AwayLine:
    """One absence. `may_end`: for who is away, and for supervisors."""

    id: UUID
    user_id: UUID
    who: str
    first: str
    last: str
    when: str
    deputy: str
    may_end: bool


def away_lines(rows: Iterable[Absence], user: User, *, for_others: bool, now: dt.datetime) -> list[AwayLine]:
    return [
        AwayLine(
            row.pk,
            row.user_id,
            "You" if row.user_id == user.pk else str(row.user),
            day_words.day(row.first_on),
            day_words.day(row.last_on),
            _when(row, now),
            "You" if row.deputy_id == user.pk else str(row.deputy),
            for_others or row.user_id == user.pk,
        )
        for row in rows
    ]


def home_lines(user: User, organizations: list[Organization], *, now: dt.datetime) -> list[str]:
    """For whom the user stands in today, and that they are away themselves."""
    several = len(organizations) > 1
    lines = []
    for row in current_and_coming(organizations, now=now):
        where = f" at {row.organization}" if several else ""
        until = day_words.day(row.last_on)
        if row.first_on > today_in(row.organization, now):
            continue
        if row.deputy_id == user.pk:
            lines.append(f"You stand in for {row.user}{where} until {until}. Their alerts come to you.")
        if row.user_id == user.pk:
            lines.append(f"You are away{where} until {until}. {row.deputy} stands in and gets your alerts.")
    return lines


def _when(row: Absence, now: dt.datetime) -> str:
    today = today_in(row.organization, now)
    return "now" if row.first_on <= today else day_words.distance(row.first_on, today)
