"""Requests that repeat another: linked to it, never moved, and taken back when that was wrong."""

from uuid import UUID

from django.db.models import Q

from policies.domain.terms import Outcome, Right

from ...domain.lifecycle import State
from ...domain.refusals import Blocked, Incomplete
from ...models import PrivacyRequest
from ..act import Act
from ..case_file import CaseFile
from ..references import normalize
from .rows import Effects


def merge(act: Act, file: CaseFile, effects: Effects) -> None:
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


def reopen(_: Act, file: CaseFile, __: Effects) -> None:
    file.request.merged_into = None
    file.request.outcome = ""
