"""Who may change what is set up here."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from organizations.models import MembershipRole, Organization, User
from organizations.selectors import has_role
from organizations.services.people import staff_actor
from records.chain import Actor


def may_manage(request: HttpRequest, organization: Organization, *roles: MembershipRole) -> bool:
    """A holder of one of `roles` in the organization, or an operator."""
    user = request.user
    if not (isinstance(user, User) and user.is_active and user.is_staff):
        return False
    return user.is_superuser or has_role(user, organization, *roles)


def acting(request: HttpRequest) -> Actor:
    """Who is signed in, as events name them."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return staff_actor(request.user)
