"""One line of the menu of a case, and the headings under which the lines stand."""

from dataclasses import dataclass
from enum import StrEnum

from ...domain.lifecycle import Action
from ..act_forms import ActForm


class ActGroup(StrEnum):
    """The headings of the menu, in order; the value is what is printed."""

    WORK = "Work on it"
    PERSON = "With the person"
    IDENTITY = "Who they are, and who may act for them"
    TIME = "More time"
    FEE = "Fee"
    DECIDE = "Decide"
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
