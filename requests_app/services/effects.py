"""What an act changes besides the state of its request: a fact, an assignee, a person, what it is merged into."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID, uuid4

from django.db.models import Q

from organizations.models import User
from policies.domain.facts import check_value
from policies.domain.terms import Outcome, Right
from records import sealing

from ..domain.events import EventName
from ..domain.lifecycle import Action, State
from ..domain.refusals import Blocked, Incomplete
from ..models import PrivacyRequest, RequestFact, RequestLaw, Submission
from . import case_file, envelope
from .act import Act
from .case_file import CaseFile
from .history import Happening
from .rebinding import laws_of, rebound
from .references import normalize

NOBODY: Final = "nobody"


@dataclass(slots=True)
class Effects:
    """Rows to be written with the requests of one batch."""

    facts: list[RequestFact] = field(default_factory=list)
    submissions: dict[UUID, Submission] = field(default_factory=dict)
    people: dict[UUID, UUID] = field(default_factory=dict)
    """For a verification: the person of each submission, already locked."""
    linked: list[Happening] = field(default_factory=list)
    laws: list[RequestLaw] = field(default_factory=list)
    said: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    """What the event of a request says besides the details."""


Effect = Callable[[Act, CaseFile, Effects], CaseFile | None]


def apply(act: Act, file: CaseFile, effects: Effects) -> CaseFile:
    """Make the changes of `act` in memory; the file as it is then.

    Raises Refused, before anything is changed, if they cannot be made.
    """
    effect = _EFFECTS.get(act.action)
    return (effect(act, file, effects) if effect else None) or file


def _assign(act: Act, file: CaseFile, effects: Effects) -> None:
    request, wanted, was = file.request, act.details.assignee, file.request.assignee_id
    request.assignee_id = None if wanted == NOBODY else member(wanted, request).id
    effects.said[request.id] = {"assignee": request.assignee_id, "was": was}


def member(user_id: str, request: PrivacyRequest) -> User:
    """An active member of the request's organization. Raises Incomplete, at `assignee`."""
    found = User.objects.filter(
        id=_uuid(user_id, request, "assignee"), is_active=True, memberships__organization=request.organization_id
    ).first()
    if found is None:
        raise Incomplete(request.reference, {"assignee": "Choose an active member of this organization."})
    return found


def _find_fact(act: Act, file: CaseFile, effects: Effects) -> None:
    request, said = file.request, act.details
    value = said.value
    try:
        check_value(said.fact, value)
    except ValueError as error:
        raise Incomplete(request.reference, {"value": str(error)}) from None
    if value is None:
        raise Incomplete(request.reference, {"value": "Enter what you found."})
    row = RequestFact(
        id=uuid4(),
        organization_id=request.organization_id,
        request=request,
        name=said.fact,
        found_by_id=UUID(act.by.id),
        at=act.now,
    )
    envelope.seal_fact(row, value)
    row.evidence = sealing.seal({"evidence": said.evidence}, request.data_key, sealing.place(row, "evidence"))
    effects.facts.append(row)
    file.add_fact(said.fact, case_file.found(value, UUID(act.by.id)))


def _verify(act: Act, file: CaseFile, effects: Effects) -> None:
    """From now on the request counts against the cap of its person."""
    submission = file.request.submission
    if submission.person_id is None and submission.id not in effects.submissions:
        body = {"person": effects.people[submission.id]}
        effects.linked.append(Happening(subject=submission, name=EventName.PERSON_LINKED, body=body, by=act.by))
    submission.person_id = effects.people[submission.id]
    effects.submissions[submission.id] = submission
    file.request.verified_at = file.request.verified_at or act.at


def _merge(act: Act, file: CaseFile, effects: Effects) -> None:
    request = file.request
    other = _other(act.details.into, request)
    if other is None or other.id == request.id:
        raise Incomplete(request.reference, {"into": "No other request of this organization has this reference."})
    if other.outcome == Outcome.MERGED:
        raise Blocked(request.reference, f"{other.reference} is itself merged.", "Merge into the one it repeats.")
    if other.lifecycle_state is State.CLOSED:
        why = f"{other.reference} is closed; nobody would be held to the dates of this one any more."
        raise Blocked(request.reference, why, "Answer this one by itself, or open that one again first.")
    if (other.right, other.scope) != (request.right, request.scope):
        why = f"{other.reference} asks for {Right(other.right).value.replace('_', ' ')}, not for the same."
        raise Blocked(request.reference, why, "Only a request for the same right over the same data repeats it.")
    if other.received_at > request.received_at:
        why = f"{other.reference} was received later; its dates would be later."
        raise Blocked(request.reference, why, "Merge that one into this one.")
    request.merged_into = other
    effects.said[request.id] = {"into": other.id}


def _other(into: str, request: PrivacyRequest) -> PrivacyRequest | None:
    """The request named by id or reference, in the same organization; it was locked with this one."""
    return PrivacyRequest.objects.filter(named(into), organization=request.organization_id).first()


def named(into: str) -> Q:
    """By id or by reference."""
    try:
        return Q(id=UUID(into))
    except ValueError:
        return Q(reference=normalize(into))


def _reopen(_: Act, file: CaseFile, __: Effects) -> None:
    file.request.merged_into = None
    file.request.outcome = ""


def _release(act: Act, file: CaseFile, effects: Effects) -> None:
    submission = file.request.submission
    submission.released_at = submission.released_at or act.now
    effects.submissions[submission.id] = submission


def _correct_receipt(act: Act, file: CaseFile, effects: Effects) -> CaseFile:
    request, received_at = file.request, act.details.received_at
    if received_at is None:
        raise Incomplete(request.reference, {"received_at": "Give the moment of receipt."})
    was, version_was = request.received_at, file.rules.version
    anew, binding = rebound(file, received_at, now=act.now)
    effects.laws += laws_of(anew, binding)
    effects.submissions[request.submission_id] = request.submission
    effects.said[request.id] = {
        "was": was,
        "received_at": received_at,
        "version_was": version_was,
        "version": anew.rules.version,
    }
    return anew


def _decide_appeal(act: Act, file: CaseFile, _: Effects) -> None:
    wanted = act.details.outcome
    if not wanted:
        return
    allowed = (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED)
    if wanted not in allowed:
        choices = ", ".join(outcome.value.replace("_", " ") for outcome in allowed)
        raise Incomplete(file.request.reference, {"outcome": f"Choose one of: {choices}."})
    file.request.outcome = wanted


def _uuid(text: str, request: PrivacyRequest, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Incomplete(request.reference, {name: "This names nobody."}) from None


_EFFECTS: Final[Mapping[Action, Effect]] = {
    Action.ASSIGN: _assign,
    Action.FIND_FACT: _find_fact,
    Action.VERIFY_IDENTITY: _verify,
    Action.MERGE: _merge,
    Action.REOPEN: _reopen,
    Action.RELEASE: _release,
    Action.DECIDE_APPEAL: _decide_appeal,
    Action.CORRECT_RECEIPT: _correct_receipt,
}


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
