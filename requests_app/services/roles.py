"""In which organizations somebody may change requests, and in which decide as a supervisor."""

from dataclasses import replace
from uuid import UUID

from organizations.models import Membership, MembershipRole
from records.chain import ActorKind

from .act import Act

SUPERVISING = (MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER)


def with_roles(wanted: Act) -> Act:
    """The act with what its doer may do; only staff hold roles, and an auditor's changes nothing."""
    if wanted.by.kind is not ActorKind.STAFF:
        return wanted
    held = Membership.objects.filter(user=UUID(wanted.by.id), user__is_active=True).exclude(role=MembershipRole.AUDITOR)
    roles = list(held.values_list("organization", "role"))
    return replace(
        wanted,
        works_for=frozenset(organization for organization, _ in roles),
        supervises=frozenset(organization for organization, role in roles if role in SUPERVISING),
    )
