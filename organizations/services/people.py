"""People who work for organizations: their accounts and roles. Each change of a role is in the organization's chain."""

import datetime as dt
import secrets

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations import duties
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
def add_person(
    *, email: str, name: str, organization: Organization | None, role: str, operator: bool, by: Actor
) -> tuple[User, str]:
    """A person with a drawn password, which is returned and kept nowhere. Raises ValidationError, keyed by field."""
    if bool(organization) != bool(role):
        missing = "role" if organization else "organization"
        raise ValidationError({missing: "An organization and a role belong together: choose both, or neither."})
    password = generate_password()
    user = create_staff(email=email, name=name, password=password, operator=operator)
    if organization:
        grant_role(user, organization, MembershipRole(role), by=by)
    return user, password


@transaction.atomic
def new_password(user: User, *, by: Actor) -> str:
    """Draw a password for `user`; the old one stops working, and sign-ins with it end."""
    password = generate_password()
    user.set_password(password)
    user.save(update_fields=["password"])
    _record_everywhere(user, OrganizationEvent.PASSWORD_DRAWN, by=by)
    return password


@transaction.atomic
def switch(user: User, *, on: bool, by: Actor) -> None:
    """Let `user` sign in, or no longer. Nobody can shut themselves out."""
    if not on and by.id == str(user.pk):
        raise ValidationError("You cannot switch off your own account. Ask another operator.")
    if not on:
        _refuse_with_duties(user, None)
    user.is_active = on
    user.save(update_fields=["is_active"])
    event = OrganizationEvent.MEMBER_SWITCHED_ON if on else OrganizationEvent.MEMBER_SWITCHED_OFF
    _record_everywhere(user, event, by=by)


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
    """Take a role away. Taking away what is not held changes nothing.

    Raises ValidationError for the last role with which somebody answers for something that is still open.
    """
    organization = lock(organization)
    others = user.memberships.filter(organization=organization).exclude(role=role)
    if not others.exclude(role=MembershipRole.AUDITOR).exists():
        _refuse_with_duties(user, organization)
    removed, _ = Membership.objects.filter(organization=organization, user=user, role=role).delete()
    if removed:
        _record(organization, OrganizationEvent.ROLE_REVOKED, user, role, by=by, at=at)


def _refuse_with_duties(user: User, organization: Organization | None) -> None:
    """Nothing may be left with an owner who cannot act."""
    if left := duties.held(user.pk, organization.pk if organization else None):
        what = " and ".join(f"{number} {_counted(name, number)}" for name, number in left.items())
        raise ValidationError(f"{user} still has {what}. A supervisor hands them over first, on the desk.")


def _counted(name: str, number: int) -> str:
    return name if number != 1 else name.removesuffix("s")


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


def _record_everywhere(user: User, event: OrganizationEvent, *, by: Actor) -> None:
    """In the chain of each organization the person works for, locked in one order: two of these never deadlock."""
    now = timezone.now()
    own = Organization.objects.filter(pk__in=user.memberships.values("organization"))
    chain.append_many(
        [
            chain.Entry(subject=organization, type=event, actor=by, at=now, body={"user": user.pk})
            for organization in own.order_by("pk").select_for_update(no_key=True)
        ]
    )
