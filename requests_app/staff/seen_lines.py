"""What a clock says of its alert that repeats: who has seen it, until when it is silent, and whose it is to say so."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from organizations.models import User

from .. import day_words
from ..domain.clock_states import DeadlineState
from ..services.case_file import CaseFile
from ..services.recipients import Recipients
from ..services.seen import repeating, silent
from .access import Standing


@dataclass(frozen=True, slots=True)
class SeenLine:
    """`lines`: who has seen it. `may_see`, `may_undo`: the buttons."""

    lines: tuple[str, ...]
    may_see: bool
    may_undo: bool


def seen_lines(file: CaseFile, standing: Standing, *, now: dt.datetime) -> Mapping[UUID, SeenLine]:
    """By deadline, for those whose alert repeats now. Most cases have none, and cost no statement."""
    live = [row for row in file.deadlines if row.state == DeadlineState.LIVE and row.rung_days]
    late = [row for row in live if row.due_on is None or (row.late_from is not None and row.late_from <= now)]
    if not late:
        return {}
    request, user = file.request, standing.user
    who = Recipients([request.organization_id], now=now)
    names = {
        str(pk): name
        for pk, name in User.objects.filter(
            pk__in={one["by"] for row in late for one in row.seen.values()}
        ).values_list("pk", "name")
    }
    found = {}
    for row in late:
        rungs = repeating(row, request, file.rules.ladder, who)
        quiet = silent(row, now)
        reached = [one.name for one in rungs if user.pk in one.hearers]
        own = [name for name in quiet if name in reached or row.seen[name]["by"] == str(user.pk)]
        lines = tuple(_line(row.seen[name], names, request.zone_info) for name in quiet)
        writes = standing.may_write
        found[row.pk] = SeenLine(lines, writes and bool(set(reached) - set(quiet)), writes and bool(own))
    return {pk: line for pk, line in found.items() if line.lines or line.may_see}


def _line(one: Mapping[str, str], names: Mapping[str, str], zone: dt.tzinfo) -> str:
    until = dt.datetime.fromisoformat(one["until"]).astimezone(zone).date()
    return (
        f"{names.get(one['by'], 'A colleague')} has seen the alert. For them it is silent until {day_words.day(until)}."
    )
