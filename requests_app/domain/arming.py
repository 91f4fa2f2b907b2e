"""Which alerts count as new after a due date moved. Pure."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """Why a deadline is armed anew."""

    CALENDAR = "calendar"
    PAUSE = "pause"
    CHANGE = "change"  # an extension, an appeal, a corrected receipt, a fact found
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Arming:
    """Which alerts of a deadline are told apart (`generation`), and from when on they are armed."""

    generation: int = 0
    armed_from: dt.datetime | None = None

    def after(self, move: Move, *, was_due_on: dt.date | None, due_on: dt.date | None, now: dt.datetime) -> "Arming":
        """The arming after a move.

        A calendar's move or a pause leaves it: what was sent stays sent. Any other change of the due date is a new
        generation: after a later date, only rungs that lie ahead are armed again; after an earlier one, the rungs
        that this puts in the past are caught up with. Reopening arms only what lies ahead.
        """
        if move is Move.REOPENED:
            return Arming(self.generation + (was_due_on != due_on), now)
        if move is not Move.CHANGE or (was_due_on == due_on and due_on is not None):
            return self
        earlier = due_on is not None and was_due_on is not None and due_on < was_due_on
        return Arming(self.generation + 1, None if earlier else now)
