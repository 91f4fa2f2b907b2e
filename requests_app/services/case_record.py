"""Who has done what around a request, read for the gates: acts, a representative's authority, items, settings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final
from uuid import UUID

from organizations.models import Organization
from policies.domain.terms import Role

from ..domain.events import EventName
from ..domain.record import Authority, Decision, Item, Mark, Record
from ..models import PrivacyRequest, Representative, RequestItem
from . import envelope

NO_REPRESENTATIVE: Final = frozenset({Role.SELF.value, Role.REPORTER.value})


def of(
    requests: Sequence[PrivacyRequest],
    marks: Mapping[UUID, Sequence[Mark]],
    organizations: Mapping[UUID, Organization],
) -> Mapping[UUID, Record]:
    """The record of each request, in a fixed number of statements. Submissions were loaded with the requests."""
    authorities = _authorities(requests)
    listed = [r.id for r in requests if any(m.name is EventName.ITEM_ADDED for m in marks.get(r.id, ()))]
    items = _items(listed) if listed else {}
    return {
        request.id: Record(
            marks=tuple(marks.get(request.id, ())),
            authority=authorities.get(request.submission_id, Authority()),
            items=tuple(items.get(request.id, ())),
            second_for=_second_for(organizations[request.organization_id]),
        )
        for request in requests
    }


def authority(row: Representative) -> Authority:
    return Authority(seen=row.proof_seen_at is not None, until=row.expires_on)


def _authorities(requests: Iterable[PrivacyRequest]) -> dict[UUID, Authority]:
    acted_for = {r.submission_id for r in requests if r.submission.requester_role not in NO_REPRESENTATIVE}
    if not acted_for:
        return {}
    return {row.submission_id: authority(row) for row in Representative.objects.filter(submission__in=acted_for)}


def _items(request_ids: Sequence[UUID]) -> Mapping[UUID, list[Item]]:
    found: dict[UUID, list[Item]] = defaultdict(list)
    rows = RequestItem.objects.filter(request__in=request_ids).select_related("request__data_key")
    for row in rows.order_by("request", "position"):
        parts = {} if row.request.data_key.erased_at else envelope.open_item(row)  # forgotten: its class is, too
        found[row.request_id].append(
            Item(decision=row.decision, records_class=parts.get("records_class", ""), ground=row.ground)
        )
    return found


def _second_for(organization: Organization) -> frozenset[Decision]:
    """What the organization has a second person approve."""
    wanted = {
        Decision.DENY: organization.second_person_for_denials,
        Decision.FULFILL: organization.second_person_for_deletions,
    }
    return frozenset(decision for decision, on in wanted.items() if on)
