"""Who answers for open requests, and whether they still can."""

from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

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
