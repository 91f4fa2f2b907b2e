"""Who answers for open requests, and whether they still can."""

from typing import Final
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from organizations.models import Membership, MembershipRole

from ..domain.lifecycle import State
from ..models import PrivacyRequest

WORKING: Final = (MembershipRole.HANDLER, MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER)
"""An auditor reads; nobody can own a request with that role alone."""


def open_requests_of(user_id: UUID, organization_id: UUID | None = None) -> int:
    """How many requests that are not closed somebody owns, in one organization or in all."""
    return owned(user_id, organization_id).count()


def owned(user_id: UUID, organization_id: UUID | None = None) -> QuerySet[PrivacyRequest]:
    rows = PrivacyRequest.objects.exclude(state=State.CLOSED).filter(assignee=user_id)
    return rows.filter(organization=organization_id) if organization_id else rows


def with_inactive_owner() -> QuerySet[PrivacyRequest]:
    """Open requests whose owner has no account or no working role any more. There should be none."""
    able = Membership.objects.filter(
        user=OuterRef("assignee"), organization=OuterRef("organization"), role__in=WORKING, user__is_active=True
    )
    owned_ones = PrivacyRequest.objects.exclude(state=State.CLOSED).filter(~Q(assignee=None))
    return owned_ones.filter(~Exists(able))


def owners(organization_id: UUID) -> list[tuple[UUID, str, int]]:
    """Id, name and number of open requests of everybody who has some in an organization, whether they can still act."""
    rows = PrivacyRequest.objects.exclude(state=State.CLOSED).filter(organization=organization_id)
    found = rows.exclude(assignee=None).order_by("assignee__name", "assignee").values_list("assignee", "assignee__name")
    return [(pk, name, number) for pk, name, number in found.annotate(number=Count("pk"))]
