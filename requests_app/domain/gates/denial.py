"""Refusing: on which grounds, over which limit, and what a denial cannot be closed without."""

from collections.abc import Mapping
from typing import Final

from policies.domain.assessment import Assessment
from policies.domain.terms import DenialNeed, Outcome

from ..events import EventName
from ..lifecycle import Action
from ..record import Decision
from .attempt import Attempt, Block, Blocks, Said

OVER_THE_CAP: Final = "frequency_cap"
"""The ground of a denial because the person has asked too often."""

NO_PERMISSION: Final = "no_agent_permission"
"""The ground of a denial because an agent did not show permission."""

REFUSALS: Final = frozenset(
    {Action.DENY, Action.FULFILL_PARTLY, Action.CLOSE_NOT_ELIGIBLE, Action.CLOSE_MISDIRECTED, Action.DISMISS}
)
"""What closes a request without granting all of it, on our own decision."""

NEED_FIELD: Final[Mapping[DenialNeed, tuple[str, str]]] = {
    DenialNeed.REASON: ("reason", "Write the reason; a denial cannot be closed without it."),
    DenialNeed.CITATION: ("citation", "Name the law it rests on."),
    DenialNeed.WRITTEN_NOTICE: ("written", "This denial counts only in writing: record the written notice."),
    DenialNeed.LICENSED_PROFESSIONAL: ("professional", "Name the licensed professional who found it."),
    DenialNeed.REVIEW_RIGHT: ("review_told", "The person must be told that they may have it reviewed."),
    DenialNeed.COMPLAINT_ROUTE: ("complaint_told", "The person must be told where they may complain."),
}
"""By need, the field it is said in. A second person does not say so in a field: they approve in their own name."""


def problems(action: Action, assessment: Assessment, said: object) -> dict[str, str]:
    """What a denial, of all or of a part, still lacks; by field."""
    needs = {Action.DENY: assessment.denial_needs, Action.FULFILL_PARTLY: assessment.denial.needs_in_part}
    fields = (NEED_FIELD[need] for need in needs.get(action, ()) if need in NEED_FIELD)
    return {name: message for name, message in fields if not getattr(said, name)}


def must_grant(attempt: Attempt) -> Blocks:
    """Found facts that leave no choice."""
    must = attempt.assessment.must_grant
    if must.holds and _refuses(attempt.action, attempt.said):
        yield Block("What was found leaves no choice: this must be granted.", "Fulfill it.", must.because)


def _refuses(action: Action, said: Said) -> bool:
    """Whether it leaves the person without what was asked for, in whole or in part.

    Not: closing because it is not known who asks. What was found of the matter says nothing of that, and there
    would be no way out at all.
    """
    if action is Action.PROPOSE_DECISION:
        return said.decision == Decision.DENY
    return action in REFUSALS or (action is Action.DECIDE_APPEAL and said.outcome != Outcome.FULFILLED)


def deny(attempt: Attempt) -> Blocks:
    """The ground is one of this version for this right, and what it rests on has been done."""
    said, assessment = attempt.said, attempt.assessment
    if said.ground == OVER_THE_CAP:
        yield from over_the_cap(assessment)
        if attempt.record.cap_decision != Decision.REFUSE:
            cap = assessment.frequency_cap
            why = "Over the printed limit a supervisor decides, and none has decided to refuse."
            yield Block(why, "Ask a supervisor to decide.", cap.because if cap else ())
        return
    grounds = {ground.key: citation for ground, citation in assessment.denial.grounds}
    if grounds and said.ground not in grounds:
        choices = ", ".join(sorted(grounds))
        why = f"“{said.ground}” is no ground of this version for this right." if said.ground else "No ground was named."
        yield Block(why, f"Grounds: {choices}.", assessment.denial.because)
    if said.ground and not grounds:
        yield Block("This version names no grounds for denying this right.", "Give the reason without a ground.")
    if said.ground == NO_PERMISSION and not any(attempt.record.named(EventName.AUTHORITY_REQUESTED)):
        why = "The agent was not asked to show the person's permission."
        yield Block(why, "Ask for it first.", (grounds[said.ground],) if said.ground in grounds else ())


def over_the_cap(assessment: Assessment) -> Blocks:
    """Refusing for having asked too often is open only where the law supports it too, or it was decided to apply."""
    cap = assessment.frequency_cap
    if cap is None or cap.allowed:
        yield Block("The person is not over the limit.", "Answer the request.", cap.because if cap else ())
    elif cap.refusal != "open":
        why = "The printed limit asks more than the law supports, and nobody decided to apply it."
        yield Block(why, "Answer the request, or have it decided on the policy's version.", cap.because)


def over_cap_decided(attempt: Attempt) -> Blocks:
    """Beyond the limit a supervisor decides, says every version: before anything is answered, not only before it is
    refused. Where the law supports no such limit, and nobody decided to apply it, there is nothing to decide.
    """
    cap, decided = attempt.assessment.frequency_cap, attempt.record.cap_decision
    if cap is None or cap.allowed or cap.refusal != "open":
        return
    if not decided:
        why = "The person has asked more often than the printed limit allows: a supervisor decides whether to answer."
        yield Block(why, "Ask a supervisor to decide.", cap.because)
    elif decided == Decision.REFUSE and attempt.action is not Action.DENY:
        yield Block("A supervisor decided to refuse it.", "Deny it, or ask a supervisor to decide anew.", cap.because)


def decide_cap(attempt: Attempt) -> Blocks:
    cap = attempt.assessment.frequency_cap
    if cap is None or cap.allowed:
        yield Block("The person is not over the limit.", "Answer the request.", cap.because if cap else ())
    elif attempt.said.decision == Decision.REFUSE:
        yield from over_the_cap(attempt.assessment)


def not_eligible(attempt: Attempt) -> Blocks:
    assessment = attempt.assessment
    if assessment.eligible is True:
        yield Block("The policy covers this person.", "Answer the request.", assessment.eligible_because)
    if assessment.eligible is None:
        asked = ", ".join(name.replace("_", " ") for name in assessment.questions)
        why = f"Whether the policy covers this person depends on what is not known: {asked}."
        yield Block(why, "Find it out and record it first.", assessment.eligible_because)
