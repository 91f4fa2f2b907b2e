"""Which alerts count as new after a due date moved. Pure."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from .clock_states import MovedBy

STAYS_SENT: Final = frozenset({MovedBy.CALENDAR, MovedBy.PAUSE})
"""After these, a rung that was sent stays sent, whatever its new day."""

FIRST: Final = 1


@dataclass(frozen=True, slots=True)
class Arming:
    """Which alerts of a deadline belong together (`generation`), and from when on its rungs are armed.

    `armed_from` None: every rung since the start counts, and one whose time has passed rings at once.
    """

    generation: int = FIRST
    armed_from: dt.datetime | None = None

    def after(
        self, moved_by: MovedBy, *, was_due_on: dt.date | None, due_on: dt.date | None, now: dt.datetime
    ) -> "Arming":
        """The arming after a change.

        A calendar's move or a pause leaves it: what was sent stays sent. Any other change of the due date is a new
        generation: after a later date, only rungs that lie ahead are armed again; after an earlier one, the rungs
        that this puts in the past are caught up with. Reopening arms only what lies ahead. An extension granted
        while the clock is paused is a new generation at once.
        """
        if moved_by is MovedBy.REOPENING:
            return Arming(self.generation + (was_due_on != due_on), now)
        if moved_by in STAYS_SENT or (was_due_on == due_on and due_on is not None):
            return self
        earlier = due_on is not None and was_due_on is not None and due_on < was_due_on
        return Arming(self.generation + 1, None if earlier else now)
