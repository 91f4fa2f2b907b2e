"""The life of a request: its states, what may be done in each, and where that leads. A closed table.

The table is the whole truth: the one transition function refuses what is not here, and the staff pages grey it out.
Overdue is not a state; it is computed from a deadline and a moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policies.domain.case import CaseEvent
from policies.domain.terms import EventType, Outcome

from .events import EventName
from .refusals import NotAllowed


class State(StrEnum):
    """Where a request stands. `closed` has an outcome; the others have none."""

    QUARANTINED = "quarantined"
    RECEIVED = "received"
    VERIFYING = "verifying"
    NEEDS_DETAIL = "needs_detail"
    IN_PROGRESS = "in_progress"
    APPEALED = "appealed"
    CLOSED = "closed"


LIVE: Final = frozenset(State) - {State.CLOSED}
OPEN: Final = LIVE - {State.QUARANTINED}
KNOWN: Final = frozenset(State) - {State.QUARANTINED}
BEFORE_ANSWER: Final = OPEN - {State.APPEALED}
WAITING_FOR_PERSON: Final = frozenset({State.VERIFYING, State.NEEDS_DETAIL})
WAITING_FOR_US: Final = OPEN - WAITING_FOR_PERSON

STATE_WORDS: Final[dict[State, str]] = {
    State.QUARANTINED: "Held for review as possible spam",
    State.RECEIVED: "Received, not started",
    State.VERIFYING: "Waiting for the person: identity",
    State.NEEDS_DETAIL: "Waiting for the person: more detail",
    State.IN_PROGRESS: "In progress",
    State.APPEALED: "Appealed",
    State.CLOSED: "Closed",
}


class Action(StrEnum):
    """What somebody may do with a request."""

    RELEASE = "release"
    DISMISS = "dismiss"
    ACKNOWLEDGE = "acknowledge"
    START_WORK = "start_work"
    ASSIGN = "assign"
    SET_PRIORITY = "set_priority"
    ADD_NOTE = "add_note"
    FIND_FACT = "find_fact"
    REQUEST_IDENTITY = "request_identity"
    SEND_REMINDER = "send_reminder"
    CHECK_STEP = "check_step"
    VERIFY_IDENTITY = "verify_identity"
    FAIL_VERIFICATION = "fail_verification"
    REQUEST_AUTHORITY = "request_authority"
    SEE_AUTHORITY = "see_authority"
    REQUEST_CLARIFICATION = "request_clarification"
    RECEIVE_CLARIFICATION = "receive_clarification"
    SEND_MESSAGE = "send_message"
    RECEIVE_MESSAGE = "receive_message"
    CHANGE_CONTACT = "change_contact"
    ATTACH_FILE = "attach_file"
    RECEIVE_FILE = "receive_file"
    FETCH_FILE = "fetch_file"
    ERASE_FILE = "erase_file"
    SEND_EXTENSION_NOTICE = "send_extension_notice"
    RECORD_BOUNCE = "record_bounce"
    FIND_FEE = "find_fee"
    SEND_FEE_REASON = "send_fee_reason"
    SEND_FEE_ESTIMATE = "send_fee_estimate"
    ACCEPT_FEE = "accept_fee"
    DECLINE_FEE = "decline_fee"
    WAIVE_FEE = "waive_fee"
    DECIDE_CAP = "decide_cap"
    ADD_ITEM = "add_item"
    DECIDE_ITEM = "decide_item"
    REVIEW_RELEASE = "review_release"
    PROPOSE_DECISION = "propose_decision"
    APPROVE_DECISION = "approve_decision"
    FULFILL = "fulfill"
    FULFILL_PARTLY = "fulfill_partly"
    DENY = "deny"
    CLOSE_UNVERIFIED = "close_unverified"
    CLOSE_NOT_ELIGIBLE = "close_not_eligible"
    CLOSE_MISDIRECTED = "close_misdirected"
    MERGE = "merge"
    UNDO_MERGE = "undo_merge"
    SPLIT = "split"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    RECEIVE_APPEAL = "receive_appeal"
    DECIDE_APPEAL = "decide_appeal"
    COMPLAIN = "complain"
    NAME_NOTICE = "name_notice"
    CORRECT_RECEIPT = "correct_receipt"


class Doer(StrEnum):
    """Who may do it: always a member of staff; some steps are also the person's own, or follow from a mail."""

    STAFF = "staff"
    REQUESTER = "requester"
    SYSTEM = "system"


class Goes(StrEnum):
    """Where a transition leads when that is not one fixed state."""

    STAYS = "stays"
    ON = "on"
    """To what is still waited for: identity, then detail; otherwise to work."""


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: from which states, to where, with which outcome, recorded as which event."""

    event: EventName
    sources: frozenset[State]
    target: State | Goes
    outcome: Outcome | None = None
    needs: tuple[str, ...] = ()
    """Details that must not be empty, whatever the policy says."""
    by: frozenset[Doer] = frozenset({Doer.STAFF})
    supervisor: bool = False
    """It takes a supervisor or privacy officer."""


def _step(
    event: EventName,
    sources: Iterable[State],
    target: State | Goes = Goes.STAYS,
    *needs: str,
    outcome: Outcome | None = None,
    also_by: Doer | None = None,
    supervisor: bool = False,
) -> Transition:
    doers = {Doer.STAFF, also_by} if also_by else {Doer.STAFF}
    return Transition(event, frozenset(sources), target, outcome, needs, frozenset(doers), supervisor)


TRANSITIONS: Final[dict[Action, Transition]] = {
    Action.RELEASE: _step(EventName.RELEASED, {State.QUARANTINED}, State.RECEIVED),
    Action.DISMISS: _step(
        EventName.DISMISSED, {State.QUARANTINED}, State.CLOSED, "reason", outcome=Outcome.MISDIRECTED
    ),
    Action.ACKNOWLEDGE: _step(EventName.ACKNOWLEDGEMENT_SENT, OPEN, also_by=Doer.SYSTEM),
    Action.START_WORK: _step(EventName.WORK_STARTED, {State.RECEIVED}, State.IN_PROGRESS),
    Action.ASSIGN: _step(EventName.ASSIGNED, LIVE, Goes.STAYS, "assignee", also_by=Doer.SYSTEM),
    Action.SET_PRIORITY: _step(EventName.PRIORITY_SET, LIVE, Goes.STAYS, "priority", also_by=Doer.SYSTEM),
    Action.ADD_NOTE: _step(EventName.NOTED, State, Goes.STAYS, "note"),
    Action.FIND_FACT: _step(EventName.FACT_FOUND, LIVE, Goes.STAYS, "fact", "evidence"),
    Action.REQUEST_IDENTITY: _step(
        EventName.IDENTITY_REQUESTED, {State.RECEIVED, State.IN_PROGRESS, State.NEEDS_DETAIL}, Goes.ON
    ),
    Action.SEND_REMINDER: _step(EventName.REMINDER_SENT, WAITING_FOR_PERSON, also_by=Doer.SYSTEM),
    Action.CHECK_STEP: _step(EventName.STEP_CHECKED, OPEN, Goes.STAYS, "step", "passed", also_by=Doer.REQUESTER),
    Action.VERIFY_IDENTITY: _step(EventName.IDENTITY_VERIFIED, OPEN, Goes.ON, "evidence"),
    Action.FAIL_VERIFICATION: _step(EventName.VERIFICATION_FAILED, OPEN, Goes.ON, "reason"),
    Action.REQUEST_AUTHORITY: _step(EventName.AUTHORITY_REQUESTED, OPEN),
    Action.SEE_AUTHORITY: _step(EventName.AUTHORITY_SEEN, OPEN, Goes.STAYS, "proof", "evidence"),
    Action.REQUEST_CLARIFICATION: _step(
        EventName.CLARIFICATION_REQUESTED, {State.RECEIVED, State.IN_PROGRESS, State.VERIFYING}, Goes.ON, "reason"
    ),
    Action.RECEIVE_CLARIFICATION: _step(
        EventName.CLARIFICATION_RECEIVED, BEFORE_ANSWER, Goes.ON, also_by=Doer.REQUESTER
    ),
    Action.SEND_MESSAGE: _step(EventName.MESSAGE_SENT, KNOWN, Goes.STAYS, "note"),
    Action.RECEIVE_MESSAGE: _step(EventName.MESSAGE_RECEIVED, State, Goes.STAYS, "note", also_by=Doer.REQUESTER),
    Action.CHANGE_CONTACT: _step(EventName.CONTACT_CHANGED, State, also_by=Doer.REQUESTER),
    Action.ATTACH_FILE: _step(EventName.FILE_ATTACHED, KNOWN, Goes.STAYS, "file"),
    Action.RECEIVE_FILE: _step(EventName.FILE_RECEIVED, State, Goes.STAYS, "file", also_by=Doer.REQUESTER),
    Action.FETCH_FILE: _step(EventName.FILE_FETCHED, State, Goes.STAYS, "file", also_by=Doer.REQUESTER),
    Action.ERASE_FILE: _step(EventName.FILE_ERASED, State, Goes.STAYS, "file", also_by=Doer.SYSTEM),
    Action.SEND_EXTENSION_NOTICE: _step(EventName.EXTENSION_NOTICE, OPEN),
    Action.RECORD_BOUNCE: _step(EventName.NOTICE_BOUNCED, State, Goes.STAYS, "of", also_by=Doer.SYSTEM),
    Action.FIND_FEE: _step(EventName.FEE_FOUND, BEFORE_ANSWER, Goes.STAYS, "ground", "evidence"),
    Action.SEND_FEE_REASON: _step(EventName.FEE_REASON_SENT, BEFORE_ANSWER, Goes.STAYS, "reason"),
    Action.SEND_FEE_ESTIMATE: _step(EventName.FEE_ESTIMATE_SENT, BEFORE_ANSWER, Goes.STAYS, "amount"),
    Action.ACCEPT_FEE: _step(EventName.FEE_ACCEPTED, BEFORE_ANSWER, also_by=Doer.REQUESTER),
    Action.DECLINE_FEE: _step(EventName.FEE_DECLINED, BEFORE_ANSWER, also_by=Doer.REQUESTER),
    Action.WAIVE_FEE: _step(EventName.FEE_WAIVED, BEFORE_ANSWER, Goes.STAYS, "reason"),
    Action.DECIDE_CAP: _step(EventName.CAP_DECIDED, BEFORE_ANSWER, Goes.STAYS, "decision", "reason", supervisor=True),
    Action.ADD_ITEM: _step(EventName.ITEM_ADDED, BEFORE_ANSWER, Goes.STAYS, "note"),
    Action.DECIDE_ITEM: _step(EventName.ITEM_DECIDED, BEFORE_ANSWER, Goes.STAYS, "item", "decision"),
    Action.REVIEW_RELEASE: _step(EventName.RELEASE_REVIEWED, OPEN, Goes.STAYS, "evidence"),
    Action.PROPOSE_DECISION: _step(EventName.DECISION_PROPOSED, BEFORE_ANSWER, Goes.STAYS, "decision", "reason"),
    Action.APPROVE_DECISION: _step(EventName.DECISION_APPROVED, BEFORE_ANSWER),
    Action.FULFILL: _step(EventName.RESPONSE_SENT, BEFORE_ANSWER, State.CLOSED, outcome=Outcome.FULFILLED),
    Action.FULFILL_PARTLY: _step(
        EventName.RESPONSE_SENT, BEFORE_ANSWER, State.CLOSED, "reason", outcome=Outcome.PARTLY_FULFILLED
    ),
    Action.DENY: _step(EventName.DENIED, BEFORE_ANSWER, State.CLOSED, "reason", outcome=Outcome.DENIED),
    Action.CLOSE_UNVERIFIED: _step(
        EventName.RESPONSE_SENT, BEFORE_ANSWER, State.CLOSED, "reason", outcome=Outcome.UNVERIFIED
    ),
    Action.CLOSE_NOT_ELIGIBLE: _step(
        EventName.RESPONSE_SENT, BEFORE_ANSWER, State.CLOSED, "reason", outcome=Outcome.NOT_ELIGIBLE
    ),
    Action.CLOSE_MISDIRECTED: _step(
        EventName.FOUND_MISDIRECTED, BEFORE_ANSWER, State.CLOSED, "reason", outcome=Outcome.MISDIRECTED
    ),
    Action.MERGE: _step(EventName.MERGED, LIVE - {State.APPEALED}, State.CLOSED, "into", outcome=Outcome.MERGED),
    Action.UNDO_MERGE: _step(EventName.MERGE_UNDONE, {State.CLOSED}, Goes.ON, "reason", also_by=Doer.SYSTEM),
    Action.SPLIT: _step(EventName.SPLIT_OFF, BEFORE_ANSWER, Goes.STAYS, "right", "scope"),
    Action.WITHDRAW: _step(
        EventName.WITHDRAWN, BEFORE_ANSWER, State.CLOSED, outcome=Outcome.WITHDRAWN, also_by=Doer.REQUESTER
    ),
    Action.REOPEN: _step(EventName.REOPENED, {State.CLOSED}, Goes.ON, "reason"),
    Action.RECEIVE_APPEAL: _step(EventName.APPEAL_RECEIVED, {State.CLOSED}, State.APPEALED, also_by=Doer.REQUESTER),
    Action.DECIDE_APPEAL: _step(EventName.APPEAL_DECIDED, {State.APPEALED}, State.CLOSED, "reason"),
    Action.COMPLAIN: _step(EventName.COMPLAINT_RECEIVED, KNOWN, Goes.STAYS, "note", also_by=Doer.REQUESTER),
    Action.NAME_NOTICE: _step(EventName.NOTICE_NAMED, KNOWN, Goes.STAYS, "reason"),
    Action.CORRECT_RECEIPT: _step(
        EventName.RECEIPT_CORRECTED, State, Goes.STAYS, "reason", "received_at", supervisor=True
    ),
}

APPEALABLE: Final = frozenset({Outcome.DENIED, Outcome.PARTLY_FULFILLED})
"""An appeal is against a refusal, whole or in part."""

ANSWERS: Final = frozenset(
    {Action.FULFILL, Action.FULFILL_PARTLY, Action.DENY, Action.CLOSE_UNVERIFIED, Action.CLOSE_NOT_ELIGIBLE}
)
"""What counts as the answer that the policy owes."""

ABOUT_IDENTITY: Final = frozenset(
    {EventType.IDENTITY_REQUESTED, EventType.IDENTITY_VERIFIED, EventType.VERIFICATION_FAILED}
)
_ABOUT_DETAIL: Final = frozenset({EventType.CLARIFICATION_REQUESTED, EventType.CLARIFICATION_RECEIVED})


@dataclass(frozen=True, slots=True)
class Waits:
    """What the person has been asked for and has not yet given."""

    identity: bool = False
    detail: bool = False

    @classmethod
    def after(cls, events: Iterable[CaseEvent]) -> "Waits":
        """What is still waited for after `events`, in the order they were recorded."""
        identity = detail = False
        for event in events:
            if event.type in ABOUT_IDENTITY:
                identity = event.type is EventType.IDENTITY_REQUESTED
            elif event.type in _ABOUT_DETAIL:
                detail = event.type is EventType.CLARIFICATION_REQUESTED
        return cls(identity, detail)


def allowed(state: State, outcome: Outcome | None = None) -> tuple[Action, ...]:
    """What the table lets somebody do with a request in this state, in the order of the table."""
    return tuple(action for action in Action if _permits(action, state, outcome))


def check(action: Action, state: State, outcome: Outcome | None, *, reference: str = "") -> Transition:
    """The line of the table for `action` in `state`; NotAllowed if there is none."""
    if not _permits(action, state, outcome):
        raise NotAllowed(reference, action.value, state.value, tuple(a.value for a in allowed(state, outcome)))
    return TRANSITIONS[action]


def _permits(action: Action, state: State, outcome: Outcome | None) -> bool:
    if action is Action.RECEIVE_APPEAL and outcome not in APPEALABLE:
        return False
    if action in (Action.REOPEN, Action.UNDO_MERGE) and (outcome is Outcome.MERGED) is (action is Action.REOPEN):
        return False
    return state in TRANSITIONS[action].sources


def leads_to(transition: Transition, state: State, waits: Waits) -> State:
    """The state after `transition`; `waits`: what is still waited for once its event is counted."""
    if transition.target is Goes.STAYS or (transition.target is Goes.ON and state is State.APPEALED):
        return state
    if isinstance(transition.target, State):
        return transition.target
    if waits.detail:
        return State.NEEDS_DETAIL
    return State.VERIFYING if waits.identity else State.IN_PROGRESS
