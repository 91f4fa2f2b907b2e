"""Queueing the morning's lists."""

import datetime as dt

from organizations.models import Absence, Membership, Organization, User

from ..models import MessageKind
from ..selectors.digest import digest_of
from ..selectors.owners import WORKING
from .messages import queue_message


def queue_for(organization: Organization, *, today: dt.date, now: dt.datetime) -> int:
    """One list for each member who has something to do and is not away; how many. Once a day, however often."""
    away = Absence.objects.filter(organization=organization, first_on__lte=today, last_on__gte=today)
    members = Membership.objects.filter(organization=organization, role__in=WORKING, user__is_active=True)
    here = members.exclude(user__in=away.values("user")).values("user")
    queued = 0
    for user in User.objects.filter(pk__in=here).order_by("pk"):
        if digest_of(user, organization, now=now):
            _queue(user, organization, today, now)
            queued += 1
    return queued


def _queue(user: User, organization: Organization, today: dt.date, now: dt.datetime) -> None:
    key = f"{today} {user.pk}"
    queue_message(kind=MessageKind.DIGEST, organization_id=organization.pk, key=key, user_id=user.pk, now=now)
