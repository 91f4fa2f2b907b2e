"""People who work for organizations: their accounts and roles. Each change of a role is in the organization's chain."""

import datetime as dt
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.events import OrganizationEvent
from organizations.models import Membership, MembershipRole, Organization, User, normalize_email
from records import chain
from records.chain import Actor, ActorKind

from .organizations import lock


def staff_actor(user: User) -> Actor:
    """`user` as events name them."""
    return Actor(kind=ActorKind.STAFF, id=str(user.pk), label=user.name)


def generate_password() -> str:
    """A password nobody needs to remember: 120 random bits."""
    return secrets.token_urlsafe(15)


def create_staff(*, email: str, name: str, password: str | None = None, operator: bool = False) -> User:
    """A person who may sign in to the staff site, and sees nothing there until a role is granted.

    Raises ValidationError, keyed by field. Without a password nobody can sign in until one is set.
    """
    user = User(email=normalize_email(email), name=name.strip(), is_staff=True, is_superuser=operator)
    if password is not None:
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise ValidationError({"password": error.messages}) from None
    user.set_password(password)
    user.full_clean()
    user.save(force_insert=True)
    return user


@transaction.atomic
def grant_role(
    user: User, organization: Organization, role: MembershipRole, *, by: Actor, at: dt.datetime | None = None
) -> Membership:
    """Give `user` a role. Granting again changes nothing."""
    organization = lock(organization)
    membership, created = Membership.objects.get_or_create(organization=organization, user=user, role=role)
    if created:
        _record(organization, OrganizationEvent.ROLE_GRANTED, user, role, by=by, at=at)
    return membership


@transaction.atomic
def revoke_role(
    user: User, organization: Organization, role: MembershipRole, *, by: Actor, at: dt.datetime | None = None
) -> None:
    """Take a role away. Taking away what is not held changes nothing."""
    organization = lock(organization)
    removed, _ = Membership.objects.filter(organization=organization, user=user, role=role).delete()
    if removed:
        _record(organization, OrganizationEvent.ROLE_REVOKED, user, role, by=by, at=at)


def _record(
    organization: Organization,
    event: OrganizationEvent,
    user: User,
    role: MembershipRole,
    *,
    by: Actor,
    at: dt.datetime | None,
) -> None:
    chain.append(
        subject=organization,
        type=event,
        actor=by,
        at=at or timezone.now(),
        body={"user": user.pk, "role": str(role)},
    )
