"""What a change of the calendar would move, in words."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.domain.terms import Act, AuthorityKind

from ... import day_words
from ...services.calendar_preview import Preview, Shift
from ...wording import ACTS

SAYS: Final = {
    "later": "{count} would be due later",
    "earlier": "{count} would be due earlier",
    "late": "{count} would be overdue at once",
    "kept": "{count} would be later by the rules alone and stay: the person was told the day",
    "act_by": "{count} would keep the due date, with another day to act by",
}


@dataclass(frozen=True, slots=True)
class KindLine:
    """`examples`: the earliest and the latest."""

    says: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PreviewLines:
    summary: str
    kinds: tuple[KindLine, ...]


def preview_lines(found: Preview, *, today: dt.date, names: bool) -> PreviewLines:
    """`names`: whether the reader may know which requests they are."""
    kinds = tuple(_kinds(found, today, names))
    count = f"{found.open_ones} open deadline{'' if found.open_ones == 1 else 's'} with a date"
    summary = f"{count}. {'Of them:' if kinds else 'None of them would move.'}"
    if found.unknown:
        summary += (
            f" {found.unknown} could not be computed and {'is' if found.unknown == 1 else 'are'} not counted here."
        )
    return PreviewLines(summary, kinds)


def _kinds(found: Preview, today: dt.date, names: bool) -> Iterator[KindLine]:
    for kind, says in SAYS.items():
        if number := found.count(kind, today):
            yield KindLine(says.format(count=number), tuple(_example(kind, one, names) for one in found.examples(kind)))


def _example(kind: str, shift: Shift, names: bool) -> str:
    what = "internal target" if shift.kind == AuthorityKind.TARGET else ACTS[Act(shift.act)]
    which = f"{shift.reference}, {what}" if names else what
    if kind == "act_by":
        return f"{which}: act by {day_words.day(shift.act_by)}, before {day_words.day(shift.act_by_was)}"
    if kind == "kept":
        return f"{which}: stays {day_words.day(shift.becomes)}, the rules alone say {day_words.day(shift.rules_say)}"
    return f"{which}: {day_words.day(shift.becomes)}, before {day_words.day(shift.was)}"
