"""The letters that the desk offers: what each is called, what it brings about, and whether its time has come."""

from dataclasses import dataclass, field
from typing import Final

from django.urls import reverse

from ...domain import lifecycle
from ...domain.lifecycle import Action
from ...domain.refusals import Blocked, NotAllowed
from ...models import LetterKind, PrivacyRequest
from ...services.correspondence import barriers
from ...services.correspondence.kinds import KINDS
from ..citations import Cite, Titles, cited
from ..weighing import Weighed


@dataclass(frozen=True, slots=True)
class Offer:
    """`label`: in a list. `explains`: what happens when it has left."""

    label: str
    explains: str


OFFERS: Final[dict[LetterKind, Offer]] = {
    LetterKind.IDENTITY_REQUEST: Offer(
        "Ask for proof of identity", "Asks only for what this version's steps need. The clock goes on."
    ),
    LetterKind.AUTHORITY_REQUEST: Offer(
        "Ask a representative for proof", "Asks to see that they may act for the person. The clock goes on."
    ),
    LetterKind.REMINDER: Offer("Remind", "Repeats what is still needed."),
    LetterKind.CLARIFICATION: Offer(
        "Ask a question", "The clock goes on unless a rule says otherwise; the answer resumes the work."
    ),
    LetterKind.EXTENSION: Offer(
        "Tell that more time is needed", "The date moves when this letter has left, if the rule lets it."
    ),
    LetterKind.FEE_NOTICE: Offer("Tell of a fee", "The reason and the estimate in one letter."),
    LetterKind.FULFILLED: Offer("Answer: done", "Closes the request when it has left."),
    LetterKind.PARTLY_FULFILLED: Offer("Answer: done in part", "Closes the request when it has left."),
    LetterKind.DENIED: Offer("Answer: denied", "You decide. It closes the request when it has left."),
    LetterKind.UNVERIFIED: Offer(
        "Answer: identity not established", "Says what was missing and how to go on. Closes the request."
    ),
    LetterKind.NOT_ELIGIBLE: Offer("Answer: not covered by the policy", "Closes the request when it has left."),
    LetterKind.APPEAL_DECISION: Offer("Decide the appeal", "Closes the appeal when it has left."),
}
"""Not offered: that a contact was changed. That goes out with the change itself."""


@dataclass(frozen=True, slots=True)
class OfferLine:
    """One line of the list; `why_not` greys it, `because` are the rules of that."""

    offer: Offer
    url: str
    why_not: str = ""
    because: list[Cite] = field(default_factory=list)


def offer_lines(weighed: Weighed, titles: Titles) -> tuple[list[OfferLine], list[OfferLine]]:
    """What the state, a role and the rules let one send now, and what not."""
    lines = [_line(kind, offer, weighed, titles) for kind, offer in OFFERS.items()]
    return [line for line in lines if not line.why_not], [line for line in lines if line.why_not]


def _line(kind: LetterKind, offer: Offer, weighed: Weighed, titles: Titles) -> OfferLine:
    request = weighed.file.request
    url = reverse("staff:begin-letter", args=[request.pk, kind.value])
    if untimely := why_not(request, kind):
        return OfferLine(offer, url, untimely)
    for action in KINDS[kind].actions:
        if refused := weighed.refusal(action):
            because = cited(refused.because, titles) if isinstance(refused, Blocked) else []
            return OfferLine(offer, url, f"{refused.why} {refused.next_step}", because)
    return OfferLine(offer, url)


def why_not(request: PrivacyRequest, kind: LetterKind) -> str:
    """Why its act is not possible: nobody may be told, or the state forbids it. Empty: it is."""
    try:
        barriers.check_may_be_told(request)
    except Blocked as blocked:
        return blocked.why
    for action in KINDS[kind].actions:
        if problem := _not_allowed(request, action):
            return problem
    return ""


def _not_allowed(request: PrivacyRequest, action: Action) -> str:
    try:
        lifecycle.check(action, request.lifecycle_state, request.lifecycle_outcome, reference=request.reference)
    except NotAllowed:
        states = [lifecycle.STATE_WORDS[s] for s in lifecycle.State if s in lifecycle.TRANSITIONS[action].sources]
        return f"Possible when it is: {'; '.join(states)}."
    return ""
