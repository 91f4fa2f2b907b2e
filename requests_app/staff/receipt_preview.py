"""What a corrected day of receipt would change, in words."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from .. import day_words
from ..services import receipt


@dataclass(frozen=True, slots=True)
class ReceiptChange:
    """One request of the submission, before and after."""

    reference: str
    received: str
    received_was: str
    version: str
    version_was: str
    due: str
    due_was: str

    @property
    def other_version(self) -> bool:
        return self.version != self.version_was


def receipt_changes(submission_id: UUID, received_at: dt.datetime) -> list[ReceiptChange]:
    """Raises Incomplete when nothing was in force that day."""
    return [
        ReceiptChange(
            reference=moved.reference,
            received=day_words.day(moved.received_on),
            received_was=day_words.day(moved.received_on_was),
            version=moved.version,
            version_was=moved.version_was,
            due=_day(moved.due_on),
            due_was=_day(moved.due_on_was),
        )
        for moved in receipt.preview(submission_id, received_at)
    ]


def _day(date: dt.date | None) -> str:
    return day_words.day(date) if date else "no date"
