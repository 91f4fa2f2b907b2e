"""Being away: from when to when, and who stands in. Alerts for whoever is away go to the deputy."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from organizations.events import OrganizationEvent
from organizations.models import Absence, MembershipRole, Organization, User
from records import chain
from records.chain import Actor

from .organizations import lock


@transaction.atomic
def set_absence(
    user: User, organization: Organization, *, first_on: dt.date, last_on: dt.date, deputy: User, by: Actor
) -> Absence:
    """`user` is away on these local days, both included. Raises ValidationError, keyed by field."""
    organization = lock(organization)
    if problems := _problems(user, organization, first_on, last_on, deputy):
        raise ValidationError(problems)
    row = Absence(organization=organization, user=user, deputy=deputy, first_on=first_on, last_on=last_on)
    row.save(force_insert=True)
    _record(organization, OrganizationEvent.ABSENCE_SET, row, by)
    return row


@transaction.atomic
def end_absence(absence: Absence, *, by: Actor) -> None:
    """They are back, or do not go after all. Ending it again changes nothing."""
    organization = lock(absence.organization)
    removed, _ = Absence.objects.filter(pk=absence.pk).delete()
    if removed:
        _record(organization, OrganizationEvent.ABSENCE_ENDED, absence, by)


def _problems(
    user: User, organization: Organization, first_on: dt.date, last_on: dt.date, deputy: User
) -> dict[str, str]:
    if last_on < first_on:
        return {"last_on": "The last day lies before the first."}
    if deputy.pk == user.pk:
        return {"deputy": "Somebody else stands in."}
    working = deputy.memberships.filter(organization=organization).exclude(role=MembershipRole.AUDITOR)
    if not (deputy.is_active and working.exists()):
        return {"deputy": "Choose somebody who works on requests here."}
    own = Absence.objects.filter(organization=organization, user=user)
    if own.filter(first_on__lte=last_on, last_on__gte=first_on).exists():
        return {"first_on": "Another absence covers some of these days already."}
    return {}


def _record(organization: Organization, event: OrganizationEvent, row: Absence, by: Actor) -> None:
    body = {"user": row.user_id, "deputy": row.deputy_id, "first_on": row.first_on, "last_on": row.last_on}
    chain.append(subject=organization, type=event, actor=by, at=timezone.now(), body=body)
