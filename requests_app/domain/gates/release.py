"""What must stand before anything is released or refused: items decided, reviewed, approved by a second person."""

from collections.abc import Iterator

from policies.domain.findings import Citation
from policies.domain.situation import Situation
from policies.domain.terms import DenialNeed, Role, Scope

from ..events import EventName
from ..lifecycle import Action
from ..record import DELETIONS, Decision, Item
from .attempt import Attempt, Block, Blocks

ORDINARY = "ordinary"
MINOR = range(12, 18)
CHANGES_WHAT_IS_RELEASED = (
    EventName.ITEM_ADDED,
    EventName.ITEM_DECIDED,
    EventName.FACT_FOUND,
    EventName.FILE_ATTACHED,
    EventName.REOPENED,
    EventName.APPEAL_RECEIVED,
)
"""After these a review has seen something else than what would go out."""


def items(attempt: Attempt) -> Blocks:
    """Where items were listed, the answer says what was decided of them. What is not disclosed is not counted."""
    decided = [item.decision for item in attempt.record.items]
    if "open" in decided:
        yield Block(f"{decided.count('open')} of {len(decided)} items are not decided.", "Decide each item first.")
    elif attempt.action is Action.FULFILL and "denied" in decided:
        yield Block("An item was denied: this is not all that was asked for.", "Record a partial answer.")
    elif attempt.action is Action.FULFILL_PARTLY and decided and "denied" not in decided:
        yield Block("No item was denied.", "Record the full answer.")
    elif attempt.action is Action.DENY and "fulfilled" in decided:
        yield Block("An item was granted: this is not a denial of everything.", "Record a partial answer.")


def reviewed(attempt: Attempt) -> Blocks:
    """Some classes of records, and a parent's request for a minor's, are released only after a second look."""
    why = needs_review(attempt.situation, attempt.record.items)
    if not why:
        return
    since = attempt.record.since(*CHANGES_WHAT_IS_RELEASED)
    reviewers = {mark.by for mark in since if mark.name is EventName.RELEASE_REVIEWED}
    if not reviewers - {attempt.by}:
        yield Block(f"{why} A second person reviews what is released.", "Ask somebody else to review it.")


def needs_review(situation: Situation, listed: tuple[Item, ...]) -> str:
    """Why a second reviewer looks before release; empty: none is needed."""
    facts = situation.facts
    classes = {str(facts.value("records_class") or ORDINARY), *(item.records_class or ORDINARY for item in listed)}
    if special := sorted(classes - {ORDINARY}):
        return f"This touches records of a protected class: {', '.join(special).replace('_', ' ')}."
    case = situation.case
    if case.requester_role is Role.PARENT_OR_GUARDIAN and case.scope is Scope.HEALTH_RECORDS:
        age = facts.value("age")
        if not isinstance(age, int) or age in MINOR:
            return "A parent asks for the records of a minor of 12 to 17, or of unknown age."
    return ""


def approved(attempt: Attempt) -> Blocks:
    """Where the organization, or the ground, wants it, somebody else has approved just this decision.

    A refusal in part is a refusal: it is approved as a denial, or as a deletion if that is what is wanted.
    """
    wanted = _wanted(attempt)
    if not wanted:
        return
    ground = attempt.said.ground if attempt.action is Action.DENY else None
    because = tuple(_resting_on(attempt, wanted[0]))
    if not any(attempt.record.approval_of(decision, ground) for decision in wanted):
        yield Block("A second person must approve this first.", "Lay the decision before a colleague.", because)
    elif Decision.DENY in wanted and not _in_approved_words(attempt):
        why = "The reason, the law named or an item is not as the second person approved it."
        yield Block(why, "Use the very words that were approved, or lay the new ones before a colleague.", because)


def _in_approved_words(attempt: Attempt) -> bool:
    """Whether the refusal says just what was approved, as far as its words are known yet."""
    proposal = attempt.record.proposal
    return attempt.wording is None or (proposal is not None and proposal.says.get("wording") == attempt.wording)


def _wanted(attempt: Attempt) -> list[Decision]:
    """Which decision must have been approved, any of them; none: no approval is asked for."""
    asked = attempt.record.second_for
    refuses = attempt.action in (Action.DENY, Action.FULFILL_PARTLY)
    needs = attempt.assessment.denial_needs if attempt.action is Action.DENY else ()
    if refuses and (Decision.DENY in asked or DenialNeed.SECOND_PERSON in needs):
        return [Decision.DENY]
    deletes = attempt.situation.case.right in DELETIONS and attempt.action is not Action.DENY
    return [Decision.FULFILL] if deletes and Decision.FULFILL in asked else []


def _resting_on(attempt: Attempt, decision: Decision) -> Iterator[Citation]:
    if decision is Decision.DENY:
        yield from attempt.assessment.denial.because


def approve(attempt: Attempt) -> Blocks:
    """One approves what somebody else proposed."""
    proposal = attempt.record.proposal
    if proposal is None:
        yield Block("No decision was laid before a second person.", "Propose one first.")
    elif proposal.by == attempt.by:
        yield Block("Nobody approves what they themselves proposed.", "Ask a colleague.")
    elif attempt.said.of != proposal.id:
        yield Block("What you looked at was another proposal.", "Look at the latest one.")


def appeal(attempt: Attempt) -> Blocks:
    """An appeal is decided by somebody who took no part, and a reviewable ground by a licensed professional."""
    record, assessment = attempt.record, attempt.assessment
    if attempt.by in record.deciders:
        yield Block("You took part in the answer that this appeal is against.", "Somebody else decides it.")
    denied = record.last(EventName.DENIED)
    named = {str(denied.says.get("ground", ""))} if denied else set()
    named |= {item.ground for item in record.items if item.decision == "denied"}
    reviewable = [citation for rule, citation in assessment.denial.grounds if rule.key in named and rule.reviewable]
    if reviewable and not attempt.said.professional.strip():
        why = "This denial is reviewed by a licensed professional who took no part in it."
        yield Block(why, "Name the professional.", tuple(reviewable))
