"""What somebody may do in a story, in plain words, and what each deed says to the lifecycle."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from requests_app.domain.lifecycle import Action

from .page import UnclearPage


@dataclass(frozen=True)
class Deed:
    """An action. `words`: what may be said with it; `says`: what is always said with it."""

    action: Action
    words: tuple[str, ...] = ()
    says: Mapping[str, Any] = field(default_factory=dict)


def _many(value: Any) -> tuple[str, ...]:
    return tuple(value) if isinstance(value, list) else (str(value),)


DETAILS: Final[Mapping[str, tuple[str, Callable[[Any], Any]]]] = {
    "in writing": ("written", bool),
    "through": ("channel", str),
    "reason": ("reason", str),
    "words": ("note", str),
    "days": ("days", int),
    "new date": ("new_date", dt.date.fromisoformat),
    "of": ("of", str),
    "ground": ("ground", str),
    "evidence": ("evidence", str),
    "amount": ("amount", str),
    "law": ("citation", str),
    "professional": ("professional", str),
    "told of the review": ("review_told", bool),
    "told where to complain": ("complaint_told", bool),
    "step": ("step", str),
    "steps": ("steps", _many),
    "compared": ("compared", _many),
    "passed": ("passed", bool),
    "way of the answer": ("channel_proof", str),
    "ways": ("proven_ways", _many),
    "proof": ("proof", str),
    "until": ("expires_on", dt.date.fromisoformat),
    "decision": ("decision", str),
    "outcome": ("outcome", str),
    "class": ("records_class", str),
    "right": ("right", str),
    "scope": ("scope", str),
    "notice": ("notice", str),
    "fact": ("fact", str),
}
"""By the word of the page: the detail that it is, and how its value is read."""

_NOTICE: Final = ("in writing", "through", "reason")
_REFUSAL: Final = ("ground", "law", "professional", "told of the review", "told where to complain")

DEEDS: Final[Mapping[str, Deed]] = {
    "confirms receipt": Deed(Action.ACKNOWLEDGE, ("in writing", "through")),
    "starts work": Deed(Action.START_WORK),
    "notes": Deed(Action.ADD_NOTE, ("words",)),
    "asks for proof of identity": Deed(Action.REQUEST_IDENTITY, _NOTICE),
    "sends a reminder": Deed(Action.SEND_REMINDER, _NOTICE),
    "takes a step of identity": Deed(Action.CHECK_STEP, ("step", "compared", "passed", "evidence")),
    "establishes identity": Deed(Action.VERIFY_IDENTITY, ("evidence", "steps", "way of the answer", "ways")),
    "finds identity not shown": Deed(Action.FAIL_VERIFICATION, ("reason",)),
    "asks for proof of authority": Deed(Action.REQUEST_AUTHORITY, _NOTICE),
    "sees proof of authority": Deed(Action.SEE_AUTHORITY, ("proof", "evidence", "until")),
    "asks for detail": Deed(Action.REQUEST_CLARIFICATION, _NOTICE),
    "gives detail": Deed(Action.RECEIVE_CLARIFICATION, ("words",)),
    "writes to us": Deed(Action.RECEIVE_MESSAGE, ("words",)),
    "writes to the person": Deed(Action.SEND_MESSAGE, ("words",)),
    "says that more time is needed": Deed(Action.SEND_EXTENSION_NOTICE, (*_NOTICE, "days", "new date")),
    "records that it came back": Deed(Action.RECORD_BOUNCE, ("of",)),
    "finds a ground for a fee": Deed(Action.FIND_FEE, ("ground", "evidence")),
    "says why there is a fee": Deed(Action.SEND_FEE_REASON, _NOTICE),
    "sends a cost estimate": Deed(Action.SEND_FEE_ESTIMATE, ("amount", "in writing", "through")),
    "accepts the fee": Deed(Action.ACCEPT_FEE),
    "declines the fee": Deed(Action.DECLINE_FEE),
    "decides over the limit": Deed(Action.DECIDE_CAP, ("decision", "reason")),
    "reviews what goes out": Deed(Action.REVIEW_RELEASE, ("evidence",)),
    "proposes": Deed(Action.PROPOSE_DECISION, ("decision", "ground", "reason")),
    "answers in full": Deed(Action.FULFILL, ("in writing", "through", "words")),
    "answers in part": Deed(Action.FULFILL_PARTLY, (*_NOTICE, "law", "told of the review", "told where to complain")),
    "denies": Deed(Action.DENY, (*_NOTICE, *_REFUSAL)),
    "answers that identity was not shown": Deed(Action.CLOSE_UNVERIFIED, _NOTICE),
    "answers that the policy does not cover it": Deed(Action.CLOSE_NOT_ELIGIBLE, _NOTICE),
    "finds it meant for somebody else": Deed(Action.CLOSE_MISDIRECTED, _NOTICE),
    "splits off": Deed(Action.SPLIT, ("right", "scope")),
    "undoes the merge": Deed(Action.UNDO_MERGE, ("reason",)),
    "withdraws": Deed(Action.WITHDRAW, ("words",)),
    "opens it again": Deed(Action.REOPEN, ("reason",)),
    "appeals": Deed(Action.RECEIVE_APPEAL, ("reason",)),
    "decides the appeal": Deed(Action.DECIDE_APPEAL, ("reason", "outcome", "professional")),
    "names the notice that governs": Deed(Action.NAME_NOTICE, ("notice", "reason")),
}
"""The deeds that are one act of the lifecycle. Those that take more are with the stage."""


def details_of(deed: Deed, said: Mapping[str, Any], where: str) -> dict[str, Any]:
    """What is said with the act. Raises UnclearPage for a word that this deed does not know."""
    found = dict(deed.says)
    for word, value in said.items():
        if word not in deed.words:
            raise UnclearPage(f"{where}: “{word}” cannot be said of this. Known: {', '.join(sorted(deed.words))}.")
        name, read = DETAILS[word]
        try:
            found[name] = read(value)
        except (TypeError, ValueError):
            raise UnclearPage(f"{where}: “{value}” is no value for “{word}”.") from None
    return found
