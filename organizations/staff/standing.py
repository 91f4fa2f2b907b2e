"""Who may change what is set up here."""

from django.http import HttpRequest

from organizations.models import MembershipRole, Organization, User
from organizations.selectors import has_role


def may_manage(request: HttpRequest, organization: Organization, *roles: MembershipRole) -> bool:
    """A holder of one of `roles` in the organization, or an operator."""
    user = request.user
    if not (isinstance(user, User) and user.is_active and user.is_staff):
        return False
    return user.is_superuser or has_role(user, organization, *roles)
