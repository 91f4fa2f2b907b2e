"""Everything that is ever recorded about a submission or a request: the closed list, one sentence each.

`voice`: `public` events may be shown to the person (in approved words only); all others never are.
The names that matter to clocks, caps and fees are the same words as `policies.domain.terms.EventType`.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policies.domain.terms import EventType


class Voice(StrEnum):
    INTERNAL = "internal"
    PUBLIC = "public"


class EventName(StrEnum):
    # arriving
    RECEIVED = "received"
    QUARANTINED = "quarantined"
    RELEASED = "released"
    DISMISSED = "dismissed"
    RECEIPT_CORRECTED = "receipt_corrected"
    READ_BACK = "read_back"
    # clocks
    DUE_DATE_SET = "due_date_set"
    DUE_DATE_CHANGED = "due_date_changed"
    DUE_DATE_PAUSED = "due_date_paused"
    DEADLINE_MET = "deadline_met"
    DEADLINE_MISSED = "deadline_missed"
    DEADLINE_CLOSED = "deadline_closed"
    # people
    ASSIGNED = "assigned"
    NOTED = "noted"
    FACT_FOUND = "fact_found"
    PERSON_LINKED = "person_linked"
    STATUS_LINK_SENT = "status_link_sent"
    # treatment
    WORK_STARTED = "work_started"
    ACKNOWLEDGEMENT_SENT = "acknowledgement_sent"
    IDENTITY_REQUESTED = "identity_requested"
    IDENTITY_VERIFIED = "identity_verified"
    VERIFICATION_FAILED = "verification_failed"
    REMINDER_SENT = "reminder_sent"
    CLARIFICATION_REQUESTED = "clarification_requested"
    CLARIFICATION_RECEIVED = "clarification_received"
    EXTENSION_NOTICE = "extension_notice"
    NOTICE_BOUNCED = "notice_bounced"
    FEE_FOUND = "fee_found"
    FEE_REASON_SENT = "fee_reason_sent"
    FEE_ESTIMATE_SENT = "fee_estimate_sent"
    FEE_ACCEPTED = "fee_accepted"
    FEE_DECLINED = "fee_declined"
    CAP_REACHED = "cap_reached"
    # ending
    RESPONSE_SENT = "response_sent"
    DENIED = "denied"
    FOUND_MISDIRECTED = "found_misdirected"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_DECIDED = "appeal_decided"
    # alerts
    ALERT_RAISED = "alert_raised"
    ALERT_SKIPPED = "alert_skipped"


@dataclass(frozen=True, slots=True)
class EventKind:
    """What an event says, and to whom it may be said."""

    sentence: str
    voice: Voice = Voice.INTERNAL


_PUBLIC: Final = Voice.PUBLIC

EVENTS: Final[dict[EventName, EventKind]] = {
    EventName.RECEIVED: EventKind("The request was received.", _PUBLIC),
    EventName.QUARANTINED: EventKind("It was held for review because it looked like spam; its day of receipt stands."),
    EventName.RELEASED: EventKind("A person found it to be genuine and released it."),
    EventName.DISMISSED: EventKind("A person found that it was not a request from anybody."),
    EventName.RECEIPT_CORRECTED: EventKind("The moment of receipt was corrected, and every date computed again."),
    EventName.READ_BACK: EventKind("What was taken down was read back to the person, who agreed."),
    EventName.DUE_DATE_SET: EventKind("A date was computed.", _PUBLIC),
    EventName.DUE_DATE_CHANGED: EventKind("A date changed.", _PUBLIC),
    EventName.DUE_DATE_PAUSED: EventKind("A clock stopped, as its rule says.", _PUBLIC),
    EventName.DEADLINE_MET: EventKind("What was owed was done in time."),
    EventName.DEADLINE_MISSED: EventKind("What was owed was done after its day."),
    EventName.DEADLINE_CLOSED: EventKind("A deadline is no longer owed."),
    EventName.ASSIGNED: EventKind("It was given to somebody."),
    EventName.NOTED: EventKind("Somebody wrote a note."),
    EventName.FACT_FOUND: EventKind("A named person found a fact, with evidence."),
    EventName.PERSON_LINKED: EventKind("The submission was linked to a person."),
    EventName.STATUS_LINK_SENT: EventKind("A new link to the status page was made; earlier ones stopped working."),
    EventName.WORK_STARTED: EventKind("Work on the request began.", _PUBLIC),
    EventName.ACKNOWLEDGEMENT_SENT: EventKind("Receipt was confirmed to the person.", _PUBLIC),
    EventName.IDENTITY_REQUESTED: EventKind("The person was asked to show who they are.", _PUBLIC),
    EventName.IDENTITY_VERIFIED: EventKind("The person's identity was established.", _PUBLIC),
    EventName.VERIFICATION_FAILED: EventKind("An attempt to establish identity failed."),
    EventName.REMINDER_SENT: EventKind("The person was reminded of what is needed.", _PUBLIC),
    EventName.CLARIFICATION_REQUESTED: EventKind("The person was asked for more detail.", _PUBLIC),
    EventName.CLARIFICATION_RECEIVED: EventKind("The person gave more detail.", _PUBLIC),
    EventName.EXTENSION_NOTICE: EventKind("The person was told that more time is needed.", _PUBLIC),
    EventName.NOTICE_BOUNCED: EventKind("A notice came back undelivered."),
    EventName.FEE_FOUND: EventKind("A named person found a ground for a fee, with evidence."),
    EventName.FEE_REASON_SENT: EventKind("The person was told why there is a fee.", _PUBLIC),
    EventName.FEE_ESTIMATE_SENT: EventKind("The person was sent a cost estimate.", _PUBLIC),
    EventName.FEE_ACCEPTED: EventKind("The person accepted the fee.", _PUBLIC),
    EventName.FEE_DECLINED: EventKind("The person declined the fee.", _PUBLIC),
    EventName.CAP_REACHED: EventKind("The person has asked as often as the policy's printed limit allows."),
    EventName.RESPONSE_SENT: EventKind("The answer was sent.", _PUBLIC),
    EventName.DENIED: EventKind("The request was denied on a ground, with a reason.", _PUBLIC),
    EventName.FOUND_MISDIRECTED: EventKind("It was meant for somebody else."),
    EventName.MERGED: EventKind("It repeats another request and is handled there."),
    EventName.WITHDRAWN: EventKind("The person withdrew the request.", _PUBLIC),
    EventName.REOPENED: EventKind("The request was opened again.", _PUBLIC),
    EventName.APPEAL_RECEIVED: EventKind("The person appealed against the answer.", _PUBLIC),
    EventName.APPEAL_DECIDED: EventKind("The appeal was decided.", _PUBLIC),
    EventName.ALERT_RAISED: EventKind("An alert about a date was raised."),
    EventName.ALERT_SKIPPED: EventKind("An alert was passed over because a later one had come due."),
}

CLOCK_EVENTS: Final = frozenset(EventName(event.value) for event in EventType)
"""The events that `assess` is given."""
