"""Teams and further addresses for alerts. The chain says which key changed, and who is on a team by id."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.events import OrganizationEvent
from organizations.models import AlertAddress, MembershipRole, Organization, Team, TeamMember, User
from records import chain
from records.chain import Actor

from .organizations import lock


@transaction.atomic
def set_team(organization: Organization, *, key: str, name: str, members: Iterable[User], by: Actor) -> Team:
    """Make the team `key`, or give the one that has this key these members. Raises ValidationError, keyed by field."""
    organization = lock(organization)
    wanted = list(dict.fromkeys(members))
    _refuse_strangers(organization, wanted)
    team = Team.objects.filter(organization=organization, key=key).first() or Team(organization=organization, key=key)
    team.name = name.strip()
    team.full_clean()
    team.save()
    team.members.exclude(user__in=wanted).delete()
    held = set(team.members.values_list("user", flat=True))
    for user in wanted:
        if user.pk not in held:
            TeamMember.objects.create(organization=organization, team=team, user=user)
    _record(organization, OrganizationEvent.TEAM_SET, by, team=key, members=sorted(str(user.pk) for user in wanted))
    return team


@transaction.atomic
def remove_team(team: Team, *, by: Actor) -> None:
    """Rungs that name it reach the next role up from now on. Removing it again changes nothing."""
    organization = lock(team.organization)
    removed, _ = Team.objects.filter(pk=team.pk).delete()
    if removed:
        _record(organization, OrganizationEvent.TEAM_REMOVED, by, team=team.key)


@transaction.atomic
def set_address(organization: Organization, *, key: str, email: str, by: Actor) -> AlertAddress:
    """Say what the address `key` is. Raises ValidationError, keyed by field."""
    organization = lock(organization)
    row = AlertAddress.objects.filter(organization=organization, key=key).first()
    row = row or AlertAddress(organization=organization, key=key)
    row.email = email
    row.full_clean()
    row.save()
    _record(organization, OrganizationEvent.ADDRESS_SET, by, address=key)
    return row


@transaction.atomic
def remove_address(row: AlertAddress, *, by: Actor) -> None:
    """As `remove_team`."""
    organization = lock(row.organization)
    removed, _ = AlertAddress.objects.filter(pk=row.pk).delete()
    if removed:
        _record(organization, OrganizationEvent.ADDRESS_REMOVED, by, address=row.key)


def _refuse_strangers(organization: Organization, users: list[User]) -> None:
    """An auditor only reads; nobody could act on what such a team is told."""
    working = organization.memberships.exclude(role=MembershipRole.AUDITOR).filter(user__is_active=True)
    able = set(working.values_list("user", flat=True))
    if strangers := [str(user) for user in users if user.pk not in able]:
        raise ValidationError({"members": f"These do not work on requests here: {', '.join(strangers)}."})


def _record(organization: Organization, event: OrganizationEvent, by: Actor, **body: Any) -> None:
    chain.append(subject=organization, type=event, actor=by, at=timezone.now(), body=body)
