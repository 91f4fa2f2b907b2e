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
    PRIORITY_SET = "priority_set"
    NOTED = "noted"
    FACT_FOUND = "fact_found"
    PERSON_LINKED = "person_linked"
    STATUS_LINK_SENT = "status_link_sent"
    CODE_SENT = "code_sent"
    CODE_TYPED = "code_typed"
    CONTACT_CHANGED = "contact_changed"
    MESSAGE_SENT = "message_sent"
    MESSAGE_RECEIVED = "message_received"
    FILE_ATTACHED = "file_attached"
    FILE_RECEIVED = "file_received"
    FILE_FETCHED = "file_fetched"
    FILE_ERASED = "file_erased"
    # treatment
    WORK_STARTED = "work_started"
    ACKNOWLEDGEMENT_SENT = "acknowledgement_sent"
    IDENTITY_REQUESTED = "identity_requested"
    IDENTITY_VERIFIED = "identity_verified"
    VERIFICATION_FAILED = "verification_failed"
    STEP_CHECKED = "step_checked"
    AUTHORITY_REQUESTED = "authority_requested"
    AUTHORITY_SEEN = "authority_seen"
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
    FEE_WAIVED = "fee_waived"
    CAP_REACHED = "cap_reached"
    CAP_DECIDED = "cap_decided"
    ITEM_ADDED = "item_added"
    ITEM_DECIDED = "item_decided"
    DECISION_PROPOSED = "decision_proposed"
    DECISION_APPROVED = "decision_approved"
    RELEASE_REVIEWED = "release_reviewed"
    # ending
    RESPONSE_SENT = "response_sent"
    DENIED = "denied"
    FOUND_MISDIRECTED = "found_misdirected"
    MERGED = "merged"
    MERGE_UNDONE = "merge_undone"
    OPENED_FROM = "opened_from"
    SPLIT_OFF = "split_off"
    COMPLAINT_RECEIVED = "complaint_received"
    NOTICE_NAMED = "notice_named"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_DECIDED = "appeal_decided"
    # alerts
    ALERT_RAISED = "alert_raised"
    ALERT_SKIPPED = "alert_skipped"
    ALERT_SEEN = "alert_seen"
    ALERT_SEEN_UNDONE = "alert_seen_undone"


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
    EventName.PRIORITY_SET: EventKind("How pressing it is was set."),
    EventName.NOTED: EventKind("Somebody wrote a note."),
    EventName.FACT_FOUND: EventKind("A named person found a fact, with evidence."),
    EventName.PERSON_LINKED: EventKind("The submission was linked to a person."),
    EventName.STATUS_LINK_SENT: EventKind("A new link to the status page was made; earlier ones stopped working."),
    EventName.CODE_SENT: EventKind("A code to open the status page was made; earlier ones stopped working."),
    EventName.CODE_TYPED: EventKind("The code that was sent was typed in: the address reaches the person."),
    EventName.CONTACT_CHANGED: EventKind(
        "How the person is reached was changed; identity is to be established anew.", _PUBLIC
    ),
    EventName.MESSAGE_SENT: EventKind("We wrote to the person.", _PUBLIC),
    EventName.MESSAGE_RECEIVED: EventKind("The person wrote to us.", _PUBLIC),
    EventName.FILE_ATTACHED: EventKind("A file was put into the case."),
    EventName.FILE_RECEIVED: EventKind("The person sent a file.", _PUBLIC),
    EventName.FILE_FETCHED: EventKind("The person fetched a file.", _PUBLIC),
    EventName.FILE_ERASED: EventKind("A file was erased."),
    EventName.WORK_STARTED: EventKind("Work on the request began.", _PUBLIC),
    EventName.ACKNOWLEDGEMENT_SENT: EventKind("Receipt was confirmed to the person.", _PUBLIC),
    EventName.IDENTITY_REQUESTED: EventKind("The person was asked to show who they are.", _PUBLIC),
    EventName.IDENTITY_VERIFIED: EventKind("The person's identity was established.", _PUBLIC),
    EventName.VERIFICATION_FAILED: EventKind("An attempt to establish identity failed."),
    EventName.STEP_CHECKED: EventKind("One step of establishing identity was taken."),
    EventName.AUTHORITY_REQUESTED: EventKind(
        "The representative was asked to show that they may act for the person.", _PUBLIC
    ),
    EventName.AUTHORITY_SEEN: EventKind("Proof was seen that the representative may act for the person.", _PUBLIC),
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
    EventName.FEE_WAIVED: EventKind("It was decided to ask for no fee after all.", _PUBLIC),
    EventName.CAP_REACHED: EventKind("The person has asked as often as the policy's printed limit allows."),
    EventName.CAP_DECIDED: EventKind("A supervisor decided whether a request over the printed limit is answered."),
    EventName.ITEM_ADDED: EventKind("An item of what was asked for was listed, to be decided by itself."),
    EventName.ITEM_DECIDED: EventKind("One item was decided."),
    EventName.DECISION_PROPOSED: EventKind("A decision was laid before a second person."),
    EventName.DECISION_APPROVED: EventKind("A second person approved the decision."),
    EventName.RELEASE_REVIEWED: EventKind("A second person reviewed what is to be released."),
    EventName.RESPONSE_SENT: EventKind("The answer was sent.", _PUBLIC),
    EventName.DENIED: EventKind("The request was denied on a ground, with a reason.", _PUBLIC),
    EventName.FOUND_MISDIRECTED: EventKind("It was meant for somebody else."),
    EventName.MERGED: EventKind("It repeats another request and is handled there."),
    EventName.MERGE_UNDONE: EventKind("The merge was undone: the request goes on by itself."),
    EventName.OPENED_FROM: EventKind("It was opened from another request and has its receipt."),
    EventName.SPLIT_OFF: EventKind("Part of it goes on as another request, with the same receipt."),
    EventName.NOTICE_NAMED: EventKind("A more specific notice was found to govern, or found not to."),
    EventName.COMPLAINT_RECEIVED: EventKind("The person complained.", _PUBLIC),
    EventName.WITHDRAWN: EventKind("The person withdrew the request.", _PUBLIC),
    EventName.REOPENED: EventKind("The request was opened again.", _PUBLIC),
    EventName.APPEAL_RECEIVED: EventKind("The person appealed against the answer.", _PUBLIC),
    EventName.APPEAL_DECIDED: EventKind("The appeal was decided.", _PUBLIC),
    EventName.ALERT_RAISED: EventKind("An alert about a date was raised."),
    EventName.ALERT_SKIPPED: EventKind("An alert was passed over because a later one had come due."),
    EventName.ALERT_SEEN: EventKind("Somebody has seen an alert that repeats; for them it is silent for a while."),
    EventName.ALERT_SEEN_UNDONE: EventKind("An alert that somebody had seen repeats again."),
}

CLOCK_EVENTS: Final = frozenset(EventName(event.value) for event in EventType)
"""The events that `assess` is given."""

MARKS: Final = frozenset(
    {
        EventName.IDENTITY_VERIFIED,
        EventName.VERIFICATION_FAILED,
        EventName.RESPONSE_SENT,
        EventName.DENIED,
        EventName.APPEAL_RECEIVED,
        EventName.REOPENED,
        EventName.STEP_CHECKED,
        EventName.AUTHORITY_REQUESTED,
        EventName.AUTHORITY_SEEN,
        EventName.CONTACT_CHANGED,
        EventName.MESSAGE_SENT,
        EventName.MESSAGE_RECEIVED,
        EventName.FILE_RECEIVED,
        EventName.FEE_FOUND,
        EventName.FEE_WAIVED,
        EventName.CAP_DECIDED,
        EventName.ITEM_ADDED,
        EventName.ITEM_DECIDED,
        EventName.FACT_FOUND,
        EventName.FILE_ATTACHED,
        EventName.APPEAL_DECIDED,
        EventName.DECISION_PROPOSED,
        EventName.DECISION_APPROVED,
        EventName.RELEASE_REVIEWED,
    }
)
"""The events by which gates tell who has done what: see `record`."""

REACHES: Final = frozenset({EventName.CONTACT_CHANGED, EventName.MESSAGE_SENT})
"""The marks after which the person can be reached again, when mail to them came back."""
