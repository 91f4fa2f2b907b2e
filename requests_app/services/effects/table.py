"""What an act changes besides the state of its request."""

from collections.abc import Mapping
from typing import Final

from ...domain.lifecycle import Action, State
from ...models import PrivacyRequest
from ..act import Act
from ..case_file import CaseFile
from . import answers, facts, merging, people, receiving
from .rows import Effect, Effects

EFFECTS: Final[Mapping[Action, Effect]] = {
    Action.ASSIGN: people.assign,
    Action.SET_PRIORITY: people.set_priority,
    Action.FIND_FACT: facts.find,
    Action.VERIFY_IDENTITY: people.verify,
    Action.SEE_AUTHORITY: people.see_authority,
    Action.NAME_NOTICE: people.name_notice,
    Action.ADD_ITEM: answers.add_item,
    Action.DECIDE_ITEM: answers.decide_item,
    Action.CLOSE_UNVERIFIED: answers.close_unverified,
    Action.PROPOSE_DECISION: answers.propose,
    Action.SPLIT: answers.split,
    Action.MERGE: merging.merge,
    Action.UNDO_MERGE: merging.reopen,
    Action.REOPEN: merging.reopen,
    Action.RELEASE: receiving.release,
    Action.DECIDE_APPEAL: answers.decide_appeal,
    Action.CORRECT_RECEIPT: receiving.correct_receipt,
}


def apply(act: Act, file: CaseFile, effects: Effects) -> CaseFile:
    """Make the changes of `act` in memory; the file as it is then.

    Raises Refused, before anything is changed, if they cannot be made.
    """
    effect = EFFECTS.get(act.action)
    return (effect(act, file, effects) if effect else None) or file


def move(act: Act, request: PrivacyRequest, state: State) -> None:
    """The state, and what goes with being closed or open."""
    if state is not request.lifecycle_state:
        request.state_since = act.at
    if state is State.CLOSED and request.state != State.CLOSED:
        request.closed_at = act.at
    elif state is not State.CLOSED:
        request.closed_at = None
    if act.line.outcome is not None:
        request.outcome = act.line.outcome.value
    request.state = state.value
