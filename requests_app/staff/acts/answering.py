"""Deciding, answering, and closing without an answer."""

from typing import Final

from ...domain.lifecycle import Action
from .. import decision_forms as decide
from .. import item_forms as items
from .. import linking_forms as linking
from .. import person_forms as person
from .. import second_person_forms as second
from .line import Act, ActGroup

DECIDE, ANSWER, CLOSE = ActGroup.DECIDE, ActGroup.ANSWER, ActGroup.CLOSE

DECIDING: Final = (
    Act(
        Action.DECIDE_CAP,
        DECIDE,
        "Decide: over the printed limit",
        "Record the decision",
        second.CapForm,
        "Nothing refuses by itself: you decide, with a reason, in your own name.",
    ),
    Act(
        Action.ADD_ITEM,
        DECIDE,
        "List an item to decide by itself",
        "Add the item",
        items.AddItemForm,
        "When not all of it has the same answer. Once items are listed, each must be decided.",
    ),
    Act(Action.DECIDE_ITEM, DECIDE, "Decide an item", "Record the decision", items.DecideItemForm),
    Act(
        Action.REVIEW_RELEASE,
        DECIDE,
        "Record that you reviewed what is released",
        "Record the review",
        second.ReviewForm,
        "Somebody else then records the answer: one person prepares, another looks.",
    ),
    Act(
        Action.PROPOSE_DECISION,
        DECIDE,
        "Lay a decision before a second person",
        "Lay it before them",
        second.ProposeForm,
        "It decides nothing yet. A colleague looks at just this and approves it.",
    ),
    Act(
        Action.APPROVE_DECISION,
        DECIDE,
        "Approve what a colleague proposed",
        "Approve it",
        second.ApproveForm,
        "You approve exactly this, in your own name. If it should be otherwise, propose that instead.",
    ),
)
ANSWERS: Final = (
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
        decide.PartlyForm,
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
)
CLOSING: Final = (
    Act(Action.WITHDRAW, CLOSE, "Record that the person withdrew it", "Record it and close", person.PersonActedForm),
    Act(Action.CLOSE_MISDIRECTED, CLOSE, "Close: meant for somebody else", "Close it", decide.ReasonForm),
    Act(
        Action.MERGE,
        CLOSE,
        "Merge: it repeats another request",
        "Merge it",
        linking.MergeForm,
        "It is linked, not moved; the other request answers both.",
    ),
)
ACTS: Final = (*DECIDING, *ANSWERS, *CLOSING)
