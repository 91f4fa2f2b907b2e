"""Where a request stands and what has happened to it, in the approved words. What is not here is not shown."""

from dataclasses import dataclass
from typing import Final

from policies.domain.terms import Outcome
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import State


@dataclass(frozen=True, slots=True)
class StateWords:
    """`title`: where it stands. `now`: what happens now, and what the person may do."""

    title: str
    now: str


WORKING: Final = StateWords("Being worked on", "We are preparing the answer. You do not have to do anything.")
RECEIVED: Final = StateWords("Received", "We have it. A person will read it. You do not have to do anything now.")

STATES: Final[dict[State, StateWords]] = {
    State.QUARANTINED: RECEIVED,
    State.RECEIVED: RECEIVED,
    State.VERIFYING: StateWords(
        "Waiting for you", "We asked you for something that shows who you are. Look for our message."
    ),
    State.NEEDS_DETAIL: StateWords("Waiting for you", "We asked you to tell us more. Look for our message."),
    State.IN_PROGRESS: WORKING,
    State.APPEALED: StateWords("Being looked at again", "You appealed. Another look is being taken at our answer."),
}

CLOSED: Final = StateWords("Closed", "We have closed this request. If that surprises you, please call or write to us.")
OUTCOMES: Final[dict[Outcome, StateWords]] = {
    Outcome.FULFILLED: StateWords("Done", "We sent you our answer. It says what we did."),
    Outcome.PARTLY_FULFILLED: StateWords(
        "Done in part", "We sent you our answer. It says what we did, and why not all."
    ),
    Outcome.DENIED: StateWords("Not done", "We sent you our answer. It says why, and what you can do about it."),
    Outcome.UNVERIFIED: StateWords("Closed", "We could not be sure who was asking. Our letter says how to go on."),
    Outcome.WITHDRAWN: StateWords("Taken back", "You took this request back."),
    Outcome.NOT_ELIGIBLE: StateWords("Closed", "We sent you our answer. It says who this right is for."),
}

HAPPENED: Final[dict[EventName, str]] = {
    EventName.RECEIVED: "We received your request.",
    EventName.ACKNOWLEDGEMENT_SENT: "We confirmed that we have it.",
    EventName.WORK_STARTED: "We began to work on it.",
    EventName.IDENTITY_REQUESTED: "We asked you to show who you are.",
    EventName.IDENTITY_VERIFIED: "We made sure who you are.",
    EventName.REMINDER_SENT: "We reminded you of what we need.",
    EventName.CLARIFICATION_REQUESTED: "We asked you to tell us more.",
    EventName.CLARIFICATION_RECEIVED: "You told us more.",
    EventName.EXTENSION_NOTICE: "We wrote to you that we need more time.",
    EventName.FEE_REASON_SENT: "We told you why there is a fee.",
    EventName.FEE_ESTIMATE_SENT: "We sent you an estimate of the cost.",
    EventName.FEE_ACCEPTED: "You accepted the fee.",
    EventName.FEE_DECLINED: "You declined the fee.",
    EventName.FEE_WAIVED: "We decided to ask for no fee after all.",
    EventName.RESPONSE_SENT: "We sent you our answer.",
    EventName.DENIED: "We sent you our answer.",
    EventName.WITHDRAWN: "You took the request back.",
    EventName.REOPENED: "The request was opened again.",
    EventName.AUTHORITY_REQUESTED: "We asked you to show that you may act for the person.",
    EventName.AUTHORITY_SEEN: "We saw that you may act for the person.",
    EventName.MESSAGE_SENT: "We wrote to you.",
    EventName.MESSAGE_RECEIVED: "You wrote to us.",
    EventName.FILE_RECEIVED: "You sent us a file.",
    EventName.FILE_FETCHED: "A file was downloaded.",
    EventName.CONTACT_CHANGED: "The way we reach you was changed.",
    EventName.COMPLAINT_RECEIVED: "You complained about how we handle this.",
    EventName.APPEAL_RECEIVED: "We received your appeal.",
    EventName.APPEAL_DECIDED: "We decided on your appeal.",
}
"""The approved words. An event that is not here is not shown, whatever its voice."""


def state_words(state: State, outcome: Outcome | None) -> StateWords:
    if state is State.CLOSED:
        return OUTCOMES.get(outcome, CLOSED) if outcome else CLOSED
    return STATES[state]
