"""Where a deadline stands, and what moved its date last."""

from enum import StrEnum


class DeadlineState(StrEnum):
    """`live`: owed. `met`, `missed`: done, in time or late. `closed`: no longer owed. Overdue is not stored."""

    LIVE = "live"
    MET = "met"
    MISSED = "missed"
    CLOSED = "closed"


class MovedBy(StrEnum):
    """Why the due date of a deadline is another one now; alerts are armed accordingly."""

    RECEIPT = "receipt"
    EXTENSION = "extension"
    PAUSE = "pause"
    CALENDAR = "calendar"
    FACTS = "facts"
    REOPENING = "reopening"
    APPEAL = "appeal"
    CORRECTION = "correction"
