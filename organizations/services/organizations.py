"""Setting up an organization. A pack is applied once; afterwards the database wins."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone as clock

from organizations.events import OrganizationEvent
from organizations.models import Organization
from records import chain
from records.chain import Actor

from .calendars import create_calendar

FIXED: Final = frozenset({"id", "slug", "timezone", "jurisdiction", "event_seq", "event_head"})


@transaction.atomic
def apply_organization_pack(*, slug: str, name: str, timezone: str, by: Actor, **settings: Any) -> Organization:
    """The organization `slug`, made with its calendar if it does not exist yet. An existing one is left as it is.

    `settings` are further fields of `Organization`. Raises ValidationError with a message per field.
    """
    if existing := Organization.objects.filter(slug=slug).first():
        return existing
    return create_organization(slug=slug, name=name, timezone=timezone, by=by, **settings)


@transaction.atomic
def create_organization(
    *, slug: str, name: str, timezone: str, by: Actor, at: dt.datetime | None = None, **settings: Any
) -> Organization:
    """A new organization with a calendar of its jurisdiction's public holidays."""
    at = at or clock.now()
    organization = Organization(slug=slug, name=name, timezone=timezone, **settings)
    organization.full_clean()
    organization.save(force_insert=True)
    chain.append(
        subject=organization,
        type=OrganizationEvent.ORGANIZATION_CREATED,
        actor=by,
        at=at,
        body={"slug": slug, "name": name, "timezone": timezone, "jurisdiction": organization.jurisdiction},
    )
    create_calendar(organization, by=by, at=at)
    return organization


@transaction.atomic
def change_settings(organization: Organization, settings: Mapping[str, Any], *, by: Actor) -> Organization:
    """Set fields of an organization. The chain says which changed, not to what: some name people.

    Not its zone, jurisdiction or slug: dates and addresses rest on them. Raises ValidationError, keyed by field.
    """
    if fixed := settings.keys() & FIXED:
        raise ValidationError(f"These are fixed once an organization is set up: {', '.join(sorted(fixed))}.")
    current = lock(organization)
    changed = [name for name, value in settings.items() if getattr(current, name) != value]
    for name in changed:
        setattr(current, name, settings[name])
    current.full_clean()
    if changed:
        current.save(update_fields=changed)
        chain.append(
            subject=current,
            type=OrganizationEvent.SETTINGS_CHANGED,
            actor=by,
            at=clock.now(),
            body={"changed": sorted(changed)},
        )
    return current


def lock(organization: Organization) -> Organization:
    """The row as it is now, held until the transaction ends. New rows that point at it need not wait."""
    return Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
