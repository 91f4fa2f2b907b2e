"""Everything staff may do with a request, as the case page offers it: its words, its form, its place in the menu."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ..domain.lifecycle import Action
from . import decision_forms as decide
from . import person_forms as person
from .act_forms import ActForm


class ActGroup(StrEnum):
    """The headings of the menu, in order; the value is what is printed."""

    WORK = "Work on it"
    PERSON = "With the person"
    TIME = "More time"
    FEE = "Fee"
    ANSWER = "Answer"
    CLOSE = "Close without an answer"
    RECORD = "The record"


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the menu and the page behind it."""

    action: Action
    group: ActGroup
    label: str
    verb: str
    form: type[ActForm]
    explains: str = ""

    @property
    def slug(self) -> str:
        return self.action.value.replace("_", "-")


WORK, PERSON, TIME = ActGroup.WORK, ActGroup.PERSON, ActGroup.TIME
FEE, ANSWER, CLOSE, RECORD = ActGroup.FEE, ActGroup.ANSWER, ActGroup.CLOSE, ActGroup.RECORD

ACTS: Final[tuple[Act, ...]] = (
    Act(Action.ASSIGN, WORK, "Give it to somebody", "Give it to them", decide.AssignForm),
    Act(Action.START_WORK, WORK, "Start work", "Start work", person.NothingElseForm),
    Act(
        Action.FIND_FACT,
        WORK,
        "Record what you found out",
        "Record the finding",
        decide.FindFactForm,
        "Dates and what may be denied can depend on it; they are computed again at once.",
    ),
    Act(Action.ADD_NOTE, WORK, "Write a note", "Save the note", decide.NoteForm),
    Act(
        Action.ACKNOWLEDGE,
        PERSON,
        "Record that receipt was confirmed",
        "Record the confirmation",
        person.AcknowledgeForm,
        "In writing or by word of mouth.",
    ),
    Act(
        Action.REQUEST_IDENTITY,
        PERSON,
        "Record that proof of identity was asked for",
        "Record it",
        person.AskIdentityForm,
        "The clock goes on unless a rule says otherwise.",
    ),
    Act(
        Action.VERIFY_IDENTITY,
        PERSON,
        "Record that identity is established",
        "Record it",
        person.VerifiedForm,
        "The request then counts towards the policy's limit, if it has one.",
    ),
    Act(
        Action.FAIL_VERIFICATION,
        PERSON,
        "Record that identity was not established",
        "Record it",
        person.NotVerifiedForm,
        "The request stays open; the person can try again.",
    ),
    Act(
        Action.REQUEST_CLARIFICATION,
        PERSON,
        "Record that you asked for more detail",
        "Record the question",
        person.AskDetailForm,
        "The clock goes on unless a rule says otherwise.",
    ),
    Act(
        Action.RECEIVE_CLARIFICATION,
        PERSON,
        "Record the person's answer",
        "Record the answer",
        person.DetailReceivedForm,
    ),
    Act(Action.SEND_REMINDER, PERSON, "Record a reminder", "Record the reminder", person.RemindForm),
    Act(
        Action.RECORD_BOUNCE,
        PERSON,
        "Record that a notice came back",
        "Record it",
        person.BounceForm,
        "What came back told nobody anything. A date that rested on it may fall back.",
    ),
    Act(
        Action.SEND_EXTENSION_NOTICE,
        TIME,
        "Record a notice that more time is needed",
        "Record the notice",
        person.ExtensionForm,
    ),
    Act(
        Action.FIND_FEE,
        FEE,
        "Find a ground for a fee",
        "Record the finding",
        decide.FeeFoundForm,
        "You find it in your own name. It charges nobody anything yet.",
    ),
    Act(Action.SEND_FEE_REASON, FEE, "Record that the reason was sent", "Record it", person.FeeReasonForm),
    Act(Action.SEND_FEE_ESTIMATE, FEE, "Record that the cost estimate was sent", "Record it", person.FeeEstimateForm),
    Act(Action.ACCEPT_FEE, FEE, "Record that the person accepts the fee", "Record it", person.PersonActedForm),
    Act(Action.DECLINE_FEE, FEE, "Record that the person declines the fee", "Record it", person.PersonActedForm),
    Act(
        Action.FULFILL,
        ANSWER,
        "Record that the answer was sent",
        "Record the answer and close",
        decide.FulfilledForm,
        "Everything asked for was done.",
    ),
    Act(
        Action.FULFILL_PARTLY,
        ANSWER,
        "Record a partial answer",
        "Record the answer and close",
        decide.AnswerWithReasonForm,
        "Some of it was done; the person was told why not all.",
    ),
    Act(
        Action.DENY,
        ANSWER,
        "Record a denial",
        "Record the denial and close",
        decide.DenyForm,
        "You decide; nothing here denies by itself.",
    ),
    Act(
        Action.CLOSE_UNVERIFIED,
        ANSWER,
        "Answer that identity was not established",
        "Record the answer and close",
        decide.AnswerWithReasonForm,
    ),
    Act(
        Action.CLOSE_NOT_ELIGIBLE,
        ANSWER,
        "Answer that the policy does not cover it",
        "Record the answer and close",
        decide.AnswerWithReasonForm,
    ),
    Act(Action.WITHDRAW, CLOSE, "Record that the person withdrew it", "Record it and close", person.PersonActedForm),
    Act(
        Action.CLOSE_MISDIRECTED,
        CLOSE,
        "Close: meant for somebody else",
        "Close it",
        decide.ReasonForm,
    ),
    Act(
        Action.MERGE,
        CLOSE,
        "Merge: it repeats another request",
        "Merge it",
        decide.MergeForm,
        "It is linked, not moved; the other request answers both.",
    ),
    Act(Action.REOPEN, RECORD, "Open it again", "Open it again", decide.ReopenForm),
    Act(Action.RECEIVE_APPEAL, RECORD, "Record an appeal", "Record the appeal", person.PersonActedForm),
    Act(Action.DECIDE_APPEAL, RECORD, "Record the decision of the appeal", "Record it", decide.AppealDecidedForm),
    Act(
        Action.CORRECT_RECEIPT,
        RECORD,
        "Correct the day of receipt",
        "Correct the day of receipt",
        decide.CorrectReceiptForm,
        "Every date is computed again from the true first day, and the version in force on it governs.",
    ),
)
"""Release and dismissal are not here: they stand on the page of what is held for review."""

BY_SLUG: Final = {act.slug: act for act in ACTS}
BY_ACTION: Final = {act.action: act for act in ACTS}
