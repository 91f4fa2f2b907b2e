"""What each kind of letter is: the act it stands for, what its text must say, and whether a mail may carry it."""

from dataclasses import dataclass
from typing import Final

from policies.domain.terms import Right

from ...domain.lifecycle import Action
from ...models import LetterKind

COMMON: Final = ("organization", "reference", "received", "calls", "language_help", "rule")


@dataclass(frozen=True, slots=True)
class Kind:
    """`actions`: what happens, in this order, when the letter has left. None: nothing but that it was sent.

    `says`: the words that a template must have a place for. `may_say`: those it can have besides. `is_answer`: it
    closes the request; a mail only tells that it is there.
    """

    actions: tuple[Action, ...]
    says: tuple[str, ...]
    may_say: tuple[str, ...] = ()
    is_answer: bool = False

    @property
    def places(self) -> frozenset[str]:
        """Every word a template of this kind can have a place for. `name` and `right` only in an answer."""
        own = ("name", "right") if self.is_answer else ()
        return frozenset((*COMMON, *own, *self.says, *self.may_say))


KINDS: Final[dict[LetterKind, Kind]] = {
    LetterKind.IDENTITY_REQUEST: Kind((Action.REQUEST_IDENTITY,), ("needed", "rule", "calls"), ("due", "reason")),
    LetterKind.AUTHORITY_REQUEST: Kind((Action.REQUEST_AUTHORITY,), ("needed", "rule", "calls"), ("due", "reason")),
    LetterKind.REMINDER: Kind((Action.SEND_REMINDER,), ("needed", "calls"), ("due", "reason")),
    LetterKind.CLARIFICATION: Kind((Action.REQUEST_CLARIFICATION,), ("reason", "calls"), ("due",)),
    LetterKind.EXTENSION: Kind((Action.SEND_EXTENSION_NOTICE,), ("reason", "due", "new_date", "rule", "calls")),
    LetterKind.FEE_NOTICE: Kind(
        (Action.SEND_FEE_REASON, Action.SEND_FEE_ESTIMATE), ("reason", "estimate", "rule", "calls")
    ),
    LetterKind.FULFILLED: Kind(
        (Action.FULFILL,), ("rule", "complaint", "no_retaliation", "calls"), ("note", "closing"), is_answer=True
    ),
    LetterKind.PARTLY_FULFILLED: Kind(
        (Action.FULFILL_PARTLY,),
        ("reason", "rule", "appeal", "complaint", "no_retaliation", "calls"),
        ("note", "closing"),
        is_answer=True,
    ),
    LetterKind.DENIED: Kind(
        (Action.DENY,),
        ("reason", "rule", "appeal", "complaint", "no_retaliation", "calls"),
        ("again",),
        is_answer=True,
    ),
    LetterKind.UNVERIFIED: Kind(
        (Action.CLOSE_UNVERIFIED,),
        ("reason", "rule", "resume", "complaint", "no_retaliation", "calls"),
        is_answer=True,
    ),
    LetterKind.NOT_ELIGIBLE: Kind(
        (Action.CLOSE_NOT_ELIGIBLE,),
        ("reason", "rule", "complaint", "no_retaliation", "calls"),
        ("doubt",),
        is_answer=True,
    ),
    LetterKind.APPEAL_DECISION: Kind(
        (Action.DECIDE_APPEAL,),
        ("outcome", "reason", "rule", "complaint", "no_retaliation", "calls"),
        is_answer=True,
    ),
    LetterKind.CONTACT_CHANGED: Kind((), ("calls",)),
}

ANSWERS: Final = tuple(kind for kind in KINDS if KINDS[kind].is_answer)

CHILD_REPORT: Final = "child_report"
"""Who reports a child's data is told nothing about the child: every answer reads the same and gives no reason."""

_TOLD_NOTHING: Final = Kind((), ("rule", "complaint", "no_retaliation", "calls"), is_answer=True)


def text_of(kind: LetterKind, right: Right) -> tuple[str, Kind]:
    """Which template a letter of this kind is begun with, and what that one says."""
    if right is Right.CHILD_REPORT and KINDS[kind].is_answer:
        return CHILD_REPORT, _TOLD_NOTHING
    return kind.value, KINDS[kind]
