"""The two organizations with their published policies, as `publish_packs` leaves them, for tests that need a database.

Publishing takes a second, so it is done once in a process; afterwards the same rows are put in as they were, less the
readable projection of the rules, which nothing computes from.
"""

import datetime as dt

from django.apps import apps
from django.db import models

from organizations.models import MembershipRole, Organization, User
from organizations.services.people import create_staff, grant_role, staff_actor
from policies.loader import load_library
from policies.models import PARTS, VersionPart
from policies.services.packs import publish_packs
from records.chain import Actor, ActorKind

SYSTEM = Actor(kind=ActorKind.SYSTEM, label="tests")
PUBLISHED_AT = dt.datetime(2026, 1, 2, 17, tzinfo=dt.UTC)
ROOMS = ("organizations", "policies", "records")

_rows: list[models.Model] = []


def publish_world() -> None:
    """Both organizations, their policies, the laws they lean on, their calendars."""
    if not _rows:
        publish_packs(load_library(), by=SYSTEM, at=PUBLISHED_AT)
        _rows.extend(row for model in _tables() for row in model._default_manager.all())
        return
    for model in _tables():
        model._default_manager.bulk_create([row for row in _rows if type(row) is model])


def _tables() -> list[type[models.Model]]:
    """Parents before children."""
    order = ["Organization", "BusinessCalendar", "CalendarVersion", "Holiday", "Policy", "PolicyVersion", "Event"]
    tables = {model.__name__: model for room in ROOMS for model in apps.get_app_config(room).get_models()}
    assert not any(issubclass(tables[name], VersionPart) for name in order), PARTS
    return [tables[name] for name in order]


def prospect() -> Organization:
    return Organization.objects.get(slug="prospect-medical")


def kaiser() -> Organization:
    return Organization.objects.get(slug="kaiser-permanente")


def hire(organization: Organization, name: str, *roles: MembershipRole) -> User:
    """Somebody who works for `organization`, in `roles`."""
    user = create_staff(email=f"{name.lower()}@{organization.slug}.example", name=name)
    for role in roles or (MembershipRole.HANDLER,):
        grant_role(user, organization, role, by=SYSTEM)
    return user


def acting(user: User) -> Actor:
    return staff_actor(user)
