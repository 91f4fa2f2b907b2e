"""Working on it: who does it, what was found out, what it really asks for."""

from typing import Final

from ...domain.lifecycle import Action
from .. import decision_forms as decide
from .. import linking_forms as linking
from .. import person_forms as person
from .line import Act, ActGroup

_GROUP = ActGroup.WORK

ACTS: Final = (
    Act(Action.ASSIGN, _GROUP, "Give it to somebody", "Give it to them", decide.AssignForm),
    Act(
        Action.SET_PRIORITY,
        _GROUP,
        "Set how pressing it is",
        "Set it",
        decide.PriorityForm,
        "It decides the order among requests due on the same day. No date moves.",
    ),
    Act(Action.START_WORK, _GROUP, "Start work", "Start work", person.NothingElseForm),
    Act(
        Action.FIND_FACT,
        _GROUP,
        "Record what you found out",
        "Record the finding",
        decide.FindFactForm,
        "Dates and what may be denied can depend on it; they are computed again at once.",
    ),
    Act(Action.ADD_NOTE, _GROUP, "Write a note", "Save the note", decide.NoteForm),
    Act(
        Action.SPLIT,
        _GROUP,
        "Split: part of it is another request",
        "Open the other request",
        linking.SplitForm,
        "The part becomes a request of its own: the same receipt, its own right, its own dates.",
    ),
    Act(
        Action.NAME_NOTICE,
        _GROUP,
        "Record that a specific notice governs",
        "Record it",
        linking.NoticeForm,
        "A more specific privacy notice may say otherwise. What it promises beside these dates is yours to keep.",
    ),
)
