"""The first account of an installation, so that somebody can sign in and make the others."""

from dataclasses import dataclass

from django.conf import settings
from django.db import transaction

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import create_staff, generate_password, grant_role
from records.chain import Actor, ActorKind

EMAIL = "officer@localhost"
ROLES = (MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER)


@dataclass(frozen=True)
class SignIn:
    email: str
    password: str


@transaction.atomic
def first_sign_in() -> SignIn | None:
    """Make it when nobody can sign in yet: an operator, with the roles that alerts look for in each organization.

    None when there is somebody, and in production, where a password must not stand in a log: there a person types
    `bin/manage create_staff`.
    """
    if settings.DULY_PRODUCTION or User.objects.filter(is_staff=True).exists():
        return None
    sign_in = SignIn(settings.DULY_OPERATOR_EMAIL or EMAIL, generate_password())
    user = create_staff(email=sign_in.email, name="Privacy Office", password=sign_in.password, operator=True)
    for organization in Organization.objects.order_by("slug"):
        for role in ROLES:
            grant_role(user, organization, role, by=Actor(kind=ActorKind.SYSTEM, id="", label="first start"))
    return sign_in
