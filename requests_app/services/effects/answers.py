"""What is answered: item by item, on appeal, and what goes on when an answer leaves something open."""

import datetime as dt
from uuid import UUID, uuid4

from policies.domain.facts import FACTS
from policies.domain.terms import DenialNeed, Outcome, Right, Scope

from ...domain import linking
from ...domain.record import Decision
from ...domain.refusals import Blocked, Incomplete
from ...models import ItemDecision, PrivacyRequest, RequestItem
from .. import approved_words, envelope, linked
from ..act import Act
from ..case_file import CaseFile
from .rows import Effects

CLASSES = FACTS["records_class"].choices
WHOLE = frozenset({ItemDecision.FULFILLED, ItemDecision.UNDISCLOSED})


def decide_appeal(act: Act, file: CaseFile, _: Effects) -> None:
    wanted = act.details.outcome
    if not wanted:
        return
    allowed = (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED)
    if wanted not in allowed:
        choices = ", ".join(outcome.value.replace("_", " ") for outcome in allowed)
        raise Incomplete(file.request.reference, {"outcome": f"Choose one of: {choices}."})
    file.request.outcome = wanted


def close_unverified(act: Act, file: CaseFile, effects: Effects) -> None:
    """A request for specific pieces goes on as one for categories, with the same receipt."""
    if follow := linking.after_unverified(file.case.right, file.case.scope):
        effects.opened += linked.open_once(file, follow, effects.facts, act=act, beside=effects.opened)


def propose(act: Act, file: CaseFile, effects: Effects) -> None:
    """The approval of a denial holds for its words as well, and for the items as they are decided now."""
    if act.details.decision == Decision.DENY:
        wording = approved_words.digest(file.request, ground=act.details.ground, said=act.details)
        effects.said[file.request.id] = {"wording": wording}


def split(act: Act, file: CaseFile, effects: Effects) -> None:
    """Part of what one letter asked for goes on as a request of its own."""
    request = file.request
    try:
        right, scope = Right(act.details.right), Scope(act.details.scope)
    except ValueError:
        raise Incomplete(request.reference, {"right": "Choose a right and the data it is about."}) from None
    if (right, scope) == (file.case.right, file.case.scope):
        raise Incomplete(request.reference, {"right": "Choose another right, or other data."})
    opened = linked.open_once(file, linking.split_into(right, scope), effects.facts, act=act, beside=effects.opened)
    if not opened:
        why = "This version grants no such right, or the submission already asks for it."
        raise Blocked(request.reference, why, "Look at the other requests of this submission.")
    effects.opened += opened
    effects.said[request.id] = {"into": opened[0].request.id}


def add_item(act: Act, file: CaseFile, effects: Effects) -> None:
    request = file.request
    if act.details.records_class and act.details.records_class not in CLASSES:
        raise Incomplete(request.reference, {"records_class": "Choose the class of the record."})
    position = 1 + max((row.position for row in _items(request)), default=0)
    item = RequestItem(id=uuid4(), organization_id=request.organization_id, request=request, position=position)
    envelope.seal_item(item, {"label": act.details.note, "records_class": act.details.records_class})
    effects.items.append(item)
    effects.said[request.id] = {"item": item.id}


def decide_item(act: Act, file: CaseFile, effects: Effects) -> None:
    """Granted, denied on a ground of this version, or withheld without telling that it exists."""
    request, said = file.request, act.details
    item = next((row for row in _items(request) if str(row.id) == said.item), None)
    if item is None:
        raise Incomplete(request.reference, {"item": "This is no item of the request."})
    if said.decision not in list(ItemDecision) or said.decision == ItemDecision.OPEN:
        raise Incomplete(request.reference, {"decision": "Choose what becomes of the item."})
    if said.decision != ItemDecision.FULFILLED:
        _check_refusal(act, file)
    parts = envelope.open_item(item)
    envelope.seal_item(item, {**parts, "reason": said.reason, "citation": said.citation})
    item.decision, item.ground = said.decision, said.ground
    item.decided_by_id, item.decided_at = UUID(act.by.id), act.at
    effects.items.append(item)


def _check_refusal(act: Act, file: CaseFile) -> None:
    """An item is refused on a ground, for a reason; another law is named."""
    said, assessment = act.details, file.assess(as_of=_moment(act))
    grounds = {rule.key: rule for rule, _ in assessment.denial.grounds}
    problems = {}
    if assessment.must_grant.holds:
        why = "What was found leaves no choice: this must be granted."
        raise Blocked(file.request.reference, why, "Grant the item.", assessment.must_grant.because)
    if grounds and said.ground not in grounds:
        problems["ground"] = "Choose a ground of this version for this right."
    if not said.reason.strip():
        problems["reason"] = "Write the reason."
    needs = grounds[said.ground].needs if said.ground in grounds else ()
    if DenialNeed.CITATION in needs and not said.citation.strip():
        problems["citation"] = "Name the law it rests on."
    if DenialNeed.LICENSED_PROFESSIONAL in needs and not said.professional.strip():
        problems["professional"] = "Name the licensed professional who found it."
    if problems:
        raise Incomplete(file.request.reference, problems)


def _moment(act: Act) -> dt.datetime:
    return act.now


def _items(request: PrivacyRequest) -> list[RequestItem]:
    """The rows, with the request whose key opens them. Its lock is held."""
    rows = list(RequestItem.objects.filter(request=request))
    for row in rows:
        row.request = request
    return rows
