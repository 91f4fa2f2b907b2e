"""The one order of locks: person, submission, request by ascending id. Whoever needs more locks them here, first."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from ..domain.lifecycle import LIVE, Action
from ..domain.refusals import Incomplete, Stale
from ..models import Person, PrivacyRequest, Submission
from .act import Act
from .effects.merging import named


@dataclass(slots=True)
class Locked:
    """What a batch holds. `others`: live requests whose caps may change with the act, not acted upon themselves.

    `count_again`: the people may have asked before, so that only after the act it is known how often. `repeats`: what
    was merged into the requests and has nobody to answer for it once they have ended, the earliest first.
    """

    requests: list[PrivacyRequest]
    others: list[PrivacyRequest] = field(default_factory=list)
    people: dict[UUID, UUID] = field(default_factory=dict)
    count_again: bool = False
    repeats: list[PrivacyRequest] = field(default_factory=list)


ENDS_UNANSWERED: Final = frozenset({Action.WITHDRAW, Action.DISMISS, Action.CLOSE_MISDIRECTED, Action.CLOSE_UNVERIFIED})
"""After these nobody answers what was merged into the request."""

RECOUNTS: Final = frozenset(
    {
        Action.CORRECT_RECEIPT,
        Action.WITHDRAW,
        Action.MERGE,
        Action.CLOSE_UNVERIFIED,
        Action.CLOSE_NOT_ELIGIBLE,
        Action.CLOSE_MISDIRECTED,
        Action.REOPEN,
        Action.UNDO_MERGE,
    }
)
"""After these another submission of the person may count, or count no more."""

WITH_SUBMISSION: Final = frozenset(
    {
        Action.RELEASE,
        Action.DISMISS,
        Action.CORRECT_RECEIPT,
        Action.FIND_FACT,
        Action.CLOSE_UNVERIFIED,
        Action.SPLIT,
        Action.SEE_AUTHORITY,
    }
)
"""These touch what belongs to all requests of a submission, or add one to it."""


def lock(act: Act, ids: Sequence[UUID]) -> Locked:
    """Lock what `act` on the requests `ids` will touch, and read it after locking."""
    if act.action is Action.VERIFY_IDENTITY:
        return _with_person(act, ids)
    repeats = _repeats(ids) if act.action in ENDS_UNANSWERED else set()
    people = _known_people([*ids, *repeats]) if act.action in RECOUNTS or repeats else []
    if act.action in WITH_SUBMISSION:
        _submissions(ids)
    touched = set(ids) | repeats | _live_of(people)
    if act.action is Action.MERGE:
        touched |= set(PrivacyRequest.objects.filter(named(act.details.into)).values_list("id", flat=True))
    held = _held(ids, _requests(touched))
    held.count_again = bool(people)
    if act.action is Action.MERGE:
        held.others = [row for row in held.others if row.submission.person_id in people]
    if act.action in ENDS_UNANSWERED:
        _hold_repeats(held, repeats)
    return held


def _repeats(ids: Iterable[UUID]) -> set[UUID]:
    """What was merged into these, and into that in turn."""
    found: set[UUID] = set()
    latest = set(ids)
    while latest := set(PrivacyRequest.objects.filter(merged_into__in=latest).values_list("id", flat=True)) - found:
        found |= latest
    return found


def _hold_repeats(held: Locked, locked: set[UUID]) -> None:
    """Merging takes the lock of both: what was merged before we had it is seen now, and whatever came later waits."""
    ids = [row.id for row in held.requests]
    if _repeats(ids) - locked:
        raise Stale(held.requests[0].reference)
    held.others = [row for row in held.others if row.id not in locked]
    rows = PrivacyRequest.objects.filter(merged_into__in=ids).select_related("submission", "merged_into__submission")
    held.repeats = list(rows.order_by("received_at", "id"))


def hold(request_id: UUID) -> PrivacyRequest:
    """One request, locked in the one order with its person and submission, for who looks before a transition."""
    found = PrivacyRequest.objects.filter(pk=request_id).values_list("submission__person", flat=True)
    _people(found)
    _submissions([request_id])
    [held] = _requests([request_id])
    return held


def _held(ids: Sequence[UUID], rows: Sequence[PrivacyRequest]) -> Locked:
    acted_on = set(ids)
    return Locked(
        requests=[row for row in rows if row.id in acted_on], others=[row for row in rows if row.id not in acted_on]
    )


def _known_people(ids: Sequence[UUID]) -> list[UUID]:
    """The people these requests are linked to, locked."""
    return _people(Submission.objects.filter(requests__in=ids).values_list("person", flat=True))


def _people(ids: Iterable[UUID | None]) -> list[UUID]:
    known = {key for key in ids if key is not None}
    rows = Person.objects.select_for_update(no_key=True).filter(id__in=known).order_by("id")
    return [row.id for row in rows] if known else []


def _live_of(people: Collection[UUID]) -> set[UUID]:
    """The live requests of these people: all that a cap may still be told of."""
    if not people:
        return set()
    rows = PrivacyRequest.objects.filter(submission__person__in=people, state__in=LIVE)
    return set(rows.values_list("id", flat=True))


def _requests(ids: Collection[UUID]) -> list[PrivacyRequest]:
    rows = PrivacyRequest.objects.select_for_update(of=("self",), no_key=True).filter(id__in=ids).order_by("id")
    return list(rows.select_related("submission", "data_key"))


def _submissions(request_ids: Collection[UUID]) -> list[Submission]:
    of_requests = PrivacyRequest.objects.filter(id__in=request_ids).values("submission")
    return list(Submission.objects.select_for_update(no_key=True).filter(id__in=of_requests).order_by("id"))


def _with_person(act: Act, ids: Sequence[UUID]) -> Locked:
    """Lock the person each submission belongs to: one chosen, one linked before, or somebody new."""
    before = dict(Submission.objects.filter(requests__in=ids).values_list("id", "person"))
    organizations = dict(Submission.objects.filter(id__in=before).values_list("id", "organization"))
    chosen = _chosen(act, set(organizations.values()))
    people = {submission: chosen or person for submission, person in before.items()}
    known = _people(people.values())
    for submission in _submissions(ids):
        if submission.person_id is not None and submission.person_id != people.get(submission.id):
            raise Stale(submission.reference)
    new = {submission: Person(organization_id=organizations[submission]) for submission, p in people.items() if not p}
    Person.objects.bulk_create(new.values())
    owners = {submission: person or new[submission].id for submission, person in people.items()}
    held = _held(ids, _requests({*ids, *_live_of(known)}))
    held.people = owners
    held.count_again = bool(known) or len(owners) > 1
    return held


def _chosen(act: Act, organizations: set[UUID]) -> UUID | None:
    """The person whom staff found to be the same, in the one organization concerned."""
    if not act.details.person:
        return None
    try:
        found = Person.objects.filter(id=UUID(act.details.person), organization__in=organizations).first()
    except ValueError:
        found = None
    if found is None or len(organizations) > 1:
        raise Incomplete("", {"person": "This names nobody known to the organization."})
    return found.id
