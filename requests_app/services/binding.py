"""What governs a request from its day of receipt on: policy version, law versions, calendar."""

import datetime as dt
from dataclasses import dataclass

from organizations.models import CalendarVersion, Organization
from organizations.selectors import current_calendar_version
from policies.models import Policy, PolicyVersion
from policies.selectors import laws_on, rule_set, version_in_force

from ..domain.refusals import Incomplete


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """The versions in force on one day. `laws`: by pack; a law not in force that day is left out."""

    policy: PolicyVersion
    laws: dict[str, PolicyVersion]
    calendar: CalendarVersion

    @property
    def versions(self) -> list[PolicyVersion]:
        """The policy's first, then the laws'."""
        return [self.policy, *self.laws.values()]


def bind(organization: Organization, pack: str, day: dt.date, *, reference: str = "") -> Binding:
    """The versions that govern what `organization` received on `day`. `pack` empty: its main policy.

    Raises Incomplete, at `received_at`, if nothing was in force that day or the calendar does not hold it.
    """
    calendar = current_calendar_version(organization)
    calendar.organization = organization
    if not calendar.first <= day <= calendar.last:
        raise Incomplete(reference, {"received_at": f"The calendar goes from {calendar.first} to {calendar.last}."})
    found = version_in_force(pack or main_pack(organization), day)
    if found is None or found.version.organization_id != organization.id:
        raise Incomplete(reference, {"received_at": f"No version of {organization}'s policy was in force on {day}."})
    return Binding(policy=found.version, laws=laws_on(rule_set(found.version), day), calendar=calendar)


def main_pack(organization: Organization) -> str:
    """The policy behind the organization's public page; empty if it has none."""
    slugs = Policy.objects.filter(organization=organization, is_main=True).values_list("slug", flat=True)
    return slugs.first() or ""
