"""After it was closed, and what corrects the record."""

from typing import Final

from ...domain.lifecycle import Action
from .. import decision_forms as decide
from .. import linking_forms as linking
from .. import person_forms as person
from .line import Act, ActGroup

_GROUP = ActGroup.RECORD

ACTS: Final = (
    Act(Action.REOPEN, _GROUP, "Open it again", "Open it again", decide.ReopenForm),
    Act(
        Action.UNDO_MERGE,
        _GROUP,
        "Undo the merge: it is a request of its own",
        "Undo the merge",
        linking.UndoMergeForm,
        "It goes on by itself, with its own receipt and its own dates.",
    ),
    Act(Action.RECEIVE_APPEAL, _GROUP, "Record an appeal", "Record the appeal", person.PersonActedForm),
    Act(
        Action.DECIDE_APPEAL,
        _GROUP,
        "Record the decision of the appeal",
        "Record it",
        decide.AppealDecidedForm,
        "Decided by somebody who took no part in the answer.",
    ),
    Act(
        Action.CORRECT_RECEIPT,
        _GROUP,
        "Correct the day of receipt",
        "Correct the day of receipt",
        decide.CorrectReceiptForm,
        "Every date is computed again from the true first day, and the version in force on it governs.",
    ),
)
