"""Who hears an alert: the holders of a role, or of the next one up; in the end the organization's alert address."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from organizations.models import Membership, MembershipRole
from policies.domain.terms import Recipient

ADDRESS: Final = "address"
"""How the organization's alert address is named as a recipient."""

ROLES: Final = {
    Recipient.SUPERVISOR: MembershipRole.SUPERVISOR,
    Recipient.PRIVACY_OFFICER: MembershipRole.PRIVACY_OFFICER,
}


def key_of(user_id: UUID | None) -> str:
    """A recipient as alerts and messages name it."""
    return f"user:{user_id}" if user_id else ADDRESS


class Recipients:
    """Who holds which role in some organizations, read once."""

    def __init__(self, organization_ids: Iterable[UUID]) -> None:
        self._members: set[tuple[UUID, UUID]] = set()
        self._holders: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        rows = Membership.objects.filter(organization__in=set(organization_ids), user__is_active=True)
        for organization, role, user in rows.order_by("created_at").values_list("organization", "role", "user"):
            self._members.add((organization, user))
            self._holders[organization, role].append(user)

    def of(self, role: Recipient, *, organization: UUID, assignee: UUID | None) -> list[UUID | None]:
        """The active people to tell, at least one; None stands for the alert address."""
        order = list(Recipient)
        for held in order[order.index(role) :]:
            if held is Recipient.ASSIGNEE:
                found = [assignee] if assignee and (organization, assignee) in self._members else []
            else:
                found = self._holders[organization, ROLES[held]] if held in ROLES else []
            if found:
                return list(found)
        return [None]
