"""The one order of locks: person, submission, request by ascending id. Whoever needs more locks them here, first."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ..domain.lifecycle import LIVE, Action
from ..domain.refusals import Incomplete, Stale
from ..models import Person, PrivacyRequest, Submission
from .act import Act
from .effects import named


@dataclass(slots=True)
class Locked:
    """What a batch holds. `others`: live requests whose caps may change with the act, not acted upon themselves.

    `count_again`: the people may have asked before, so that only after the act it is known how often.
    """

    requests: list[PrivacyRequest]
    others: list[PrivacyRequest] = field(default_factory=list)
    people: dict[UUID, UUID] = field(default_factory=dict)
    count_again: bool = False


def lock(act: Act, ids: Sequence[UUID]) -> Locked:
    """Lock what `act` on the requests `ids` will touch, and read it after locking."""
    if act.action is Action.VERIFY_IDENTITY:
        return _with_person(act, ids)
    if act.action in (Action.RELEASE, Action.DISMISS, Action.CORRECT_RECEIPT):
        _submissions(ids)
    wanted = set(ids)
    if act.action is Action.MERGE:
        wanted |= set(PrivacyRequest.objects.filter(named(act.details.into)).values_list("id", flat=True))
    rows = _requests(wanted)
    return Locked([row for row in rows if row.id in set(ids)])


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
    known = sorted({person for person in people.values() if person is not None})
    list(Person.objects.select_for_update(no_key=True).filter(id__in=known).order_by("id"))
    for submission in _submissions(ids):
        if submission.person_id is not None and submission.person_id != people.get(submission.id):
            raise Stale(submission.reference)
    new = {submission: Person(organization_id=organizations[submission]) for submission, p in people.items() if not p}
    Person.objects.bulk_create(new.values())
    owners = {submission: person or new[submission].id for submission, person in people.items()}
    of_people = PrivacyRequest.objects.filter(submission__person__in=owners.values(), state__in=LIVE)
    rows = _requests({*ids, *of_people.values_list("id", flat=True)})
    acted_on = set(ids)
    return Locked(
        requests=[row for row in rows if row.id in acted_on],
        others=[row for row in rows if row.id not in acted_on],
        people=owners,
        count_again=bool(known) or len(owners) > 1,
    )


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
