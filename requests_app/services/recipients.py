"""Who hears an alert: the holders of a role, or of the next one up; in the end the organization's alert address."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from organizations.models import Absence, AlertAddress, Membership, MembershipRole, TeamMember
from policies.domain.terms import CLIMB, Recipient

from ..models import AlertChannel
from ..selectors.owners import WORKING
from ..selectors.webhooks import endpoints_of

ADDRESS: Final = "address"
"""How the organization's alert address is named as a recipient; `address:<key>` is a further one of its own."""

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


@dataclass(frozen=True, slots=True)
class Hearer:
    """One who is told. `key`: as alerts and messages name them; without a user it is an address."""

    key: str
    user: UUID | None = None
    channel: AlertChannel = AlertChannel.EMAIL


class Recipients:
    """Who holds which role, is on which team, and which addresses there are in some organizations, read once."""

    def __init__(self, organization_ids: Iterable[UUID], *, now: dt.datetime) -> None:
        self._organizations = set(organization_ids)
        self._endpoints: dict[UUID, list[Hearer]] = {}
        self._deputies = _deputies(self._organizations, now)
        self._working: set[tuple[UUID, UUID]] = set()
        self._holders: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
        rows = Membership.objects.filter(organization__in=self._organizations, user__is_active=True)
        for organization, role, user in rows.order_by("created_at").values_list("organization", "role", "user"):
            if role in WORKING:
                self._working.add((organization, user))
            self._holders[organization, role].append(user)

    def of(self, role: Recipient, *, organization: UUID, assignee: UUID | None, named: str = "") -> list[Hearer]:
        """The active people or the address to tell, at least one. `named`: the key of a team or address.

        Whoever is away is stood in for by their deputy; without one who is there, it goes to the next role up, and
        in the end to the organization's alert address.
        """
        if role is Recipient.ADDRESS and (organization, named) in self._addresses:
            return [Hearer(f"{ADDRESS}:{named}")]
        above = CLIMB[CLIMB.index(role) :] if role in CLIMB else (role, *CLIMB[1:])
        for held in above:
            if found := self.present(held, organization=organization, assignee=assignee, named=named):
                return [Hearer(key_of(user), user) for user in found]
        return [Hearer(ADDRESS)]

    def endpoints(self, organization: UUID) -> list[Hearer]:
        """The programs that an organization has told of its alerts, but for those that are stopped."""
        if organization not in self._endpoints:
            self._endpoints[organization] = [
                Hearer(key_of_endpoint(endpoint.pk), channel=AlertChannel.WEBHOOK)
                for endpoint in endpoints_of(organization)
            ]
        return self._endpoints[organization]

    def present(self, role: Recipient, *, organization: UUID, assignee: UUID | None, named: str = "") -> list[UUID]:
        """The people of a role or team who work on requests and are there, or who stand in for one of them."""
        people = self._named(role, organization, assignee, named)
        return list(dict.fromkeys(there for one in people if (there := self._there(organization, one))))

    @cached_property
    def _teams(self) -> dict[tuple[UUID, str], list[UUID]]:
        """Most ladders name none: then they are not asked for."""
        return _teams(self._organizations)

    @cached_property
    def _addresses(self) -> set[tuple[UUID, str]]:
        rows = AlertAddress.objects.filter(organization__in=self._organizations)
        return set(rows.values_list("organization", "key"))

    def _named(self, role: Recipient, organization: UUID, assignee: UUID | None, named: str) -> list[UUID]:
        if role is Recipient.ASSIGNEE:
            return [assignee] if assignee and (organization, assignee) in self._working else []
        if role is Recipient.TEAM:
            return [user for user in self._teams[organization, named] if (organization, user) in self._working]
        return self._holders[organization, ROLES[role]] if role in ROLES else []

    def _there(self, organization: UUID, user: UUID) -> UUID | None:
        """The user, or whoever stands in at the end of the line; None if nobody there does."""
        seen = set()
        while (deputy := self._deputies.get((organization, user))) is not None:
            seen.add(user)
            user = deputy
            if user in seen or (organization, user) not in self._working:
                return None
        return user


def _teams(organization_ids: Iterable[UUID]) -> dict[tuple[UUID, str], list[UUID]]:
    found: dict[tuple[UUID, str], list[UUID]] = defaultdict(list)
    rows = TeamMember.objects.filter(organization__in=set(organization_ids)).order_by("created_at", "id")
    for organization, key, user in rows.values_list("organization", "team__key", "user"):
        found[organization, key].append(user)
    return found


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
