"""When each public form was last proven: filed by Duly itself, taken in, and its mail taken by the mail server."""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max

from organizations.models import Organization
from policies.errors import NoVersionInForceError
from policies.selectors import public_policy

from ..models import Message, MessageKind, MessageState

MISSED: Final = dt.timedelta(hours=30)
"""A day, and the hours in which the next day's form may still be on its way."""


def last_proven(now: dt.datetime) -> dict[str, dt.datetime | None]:
    """By slug, for each organization with a public form; empty while forms are not proven at all."""
    if not settings.DULY_PROBE_URL:
        return {}
    rows = Message.objects.filter(kind=MessageKind.PROBE, state=MessageState.SENT)
    proven = dict(rows.order_by().values_list("organization").annotate(last=Max("sent_at")))
    return {one.slug: proven.get(one.pk) for one in Organization.objects.order_by("slug") if has_form(one, now)}


def unproven(now: dt.datetime) -> list[dt.datetime]:
    """Since when, for each form that was not proven for more than a day."""
    born = dict(Organization.objects.values_list("slug", "created_at"))
    since = [moment or born[slug] for slug, moment in last_proven(now).items()]
    return [moment for moment in since if now - moment > MISSED]


def has_form(organization: Organization, now: dt.datetime) -> bool:
    """Whether its policy has a version in force today."""
    try:
        public_policy(organization, now.astimezone(ZoneInfo(organization.timezone)).date())
    except NoVersionInForceError:
        return False
    return True
