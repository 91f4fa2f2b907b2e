"""Who hears an alert: the holders of a role, or of the next one up; in the end the organization's alert address."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from organizations.models import Absence, Membership, MembershipRole
from policies.domain.terms import Recipient

ADDRESS: Final = "address"
"""How the organization's alert address is named as a recipient."""

ROLES: Final = {
    Recipient.SUPERVISOR: MembershipRole.SUPERVISOR,
    Recipient.PRIVACY_OFFICER: MembershipRole.PRIVACY_OFFICER,
}


WEBHOOK: Final = "webhook:"
"""How an endpoint is named as a recipient, before its id."""


def key_of(user_id: UUID | None) -> str:
    """A recipient as alerts and messages name it."""
    return f"user:{user_id}" if user_id else ADDRESS


def key_of_endpoint(endpoint_id: UUID) -> str:
    """An endpoint as alerts and messages name it."""
    return f"{WEBHOOK}{endpoint_id}"


class Recipients:
    """Who holds which role in some organizations, read once."""

    def __init__(self, organization_ids: Iterable[UUID], *, now: dt.datetime) -> None:
        self._deputies = _deputies(organization_ids, now)
        self._members: set[tuple[UUID, UUID]] = set()
        self._holders: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        rows = Membership.objects.filter(organization__in=set(organization_ids), user__is_active=True)
        for organization, role, user in rows.order_by("created_at").values_list("organization", "role", "user"):
            self._members.add((organization, user))
            self._holders[organization, role].append(user)

    def of(self, role: Recipient, *, organization: UUID, assignee: UUID | None) -> list[UUID | None]:
        """The active people to tell, at least one; None stands for the alert address.

        Whoever is away is stood in for by their deputy; without one who is there, it goes to the next role up.
        """
        order = list(Recipient)
        for held in order[order.index(role) :]:
            named = self._named(held, organization, assignee)
            if found := list(dict.fromkeys(there for one in named if (there := self._there(organization, one)))):
                return list(found)
        return [None]

    def _named(self, role: Recipient, organization: UUID, assignee: UUID | None) -> list[UUID]:
        if role is Recipient.ASSIGNEE:
            return [assignee] if assignee and (organization, assignee) in self._members else []
        return self._holders[organization, ROLES[role]] if role in ROLES else []

    def _there(self, organization: UUID, user: UUID) -> UUID | None:
        """The user, or whoever stands in at the end of the line; None if nobody there does."""
        seen = set()
        while (deputy := self._deputies.get((organization, user))) is not None:
            seen.add(user)
            user = deputy
            if user in seen or (organization, user) not in self._members:
                return None
        return user


def _deputies(organization_ids: Iterable[UUID], now: dt.datetime) -> dict[tuple[UUID, UUID], UUID]:
    """Who stands in today for whom: by organization, whose local day counts, and user."""
    near = (now - dt.timedelta(days=1)).date(), (now + dt.timedelta(days=1)).date()
    rows = Absence.objects.filter(organization__in=set(organization_ids), first_on__lte=near[1], last_on__gte=near[0])
    found = {}
    for row in rows.select_related("organization"):
        today = now.astimezone(ZoneInfo(row.organization.timezone)).date()
        if row.first_on <= today <= row.last_on:
            found[row.organization_id, row.user_id] = row.deputy_id
    return found
