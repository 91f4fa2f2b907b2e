"""Rows never point into another organization, on either database."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction

from organizations.models import CalendarVersion, Holiday, HolidayKind, Organization
from organizations.services.organizations import create_organization
from policies.models import Policy, PolicyVersion
from records import composite_keys
from records.tenancy import links
from tests.records.conftest import NOW, SWEEP


@pytest.fixture
def northwind(db: None) -> Organization:
    return create_organization(slug="northwind", name="Northwind", timezone="UTC", by=SWEEP, at=NOW)


@pytest.fixture
def southwind(db: None) -> Organization:
    return create_organization(slug="southwind", name="Southwind", timezone="UTC", by=SWEEP, at=NOW)


def holiday(owner: Organization, version: CalendarVersion) -> Holiday:
    return Holiday(
        organization=owner,
        calendar_version=version,
        date=dt.date(2026, 3, 31),
        name="Founders' Day",
        kind=HolidayKind.CLOSED,
        source="test",
    )


def refused(act: Callable[[], object]) -> None:
    """At once by a trigger, or by the end of the transaction by a deferred key."""

    def act_and_check() -> None:
        act()
        connection.check_constraints()

    with pytest.raises(IntegrityError), transaction.atomic():
        act_and_check()


def version_of(organization: Organization) -> CalendarVersion:
    return CalendarVersion.objects.get(organization=organization)


def test_a_row_cannot_be_put_under_a_row_of_another_organization(
    northwind: Organization, southwind: Organization
) -> None:
    refused(holiday(northwind, version_of(southwind)).save)


def test_a_row_can_be_put_under_a_row_of_its_own_organization(northwind: Organization) -> None:
    holiday(northwind, version_of(northwind)).save()


def test_a_row_cannot_be_pointed_at_another_organization_later(
    northwind: Organization, southwind: Organization
) -> None:
    policy = Policy.objects.create(slug="northwind/privacy", title="Privacy", organization=northwind)
    elsewhere = Policy.objects.create(slug="southwind/privacy", title="Privacy", organization=southwind)
    PolicyVersion.objects.create(
        policy=policy, organization=northwind, label="1", title="1", effective_from=dt.date(2026, 1, 1)
    )
    refused(lambda: PolicyVersion.objects.update(policy=elsewhere))


def test_a_row_of_an_organization_can_point_at_a_law_which_is_nobodys(northwind: Organization) -> None:
    law = Policy.objects.create(slug="law/us-zz/example", title="An invented law")
    PolicyVersion.objects.create(
        policy=law, organization=northwind, label="1", title="1", effective_from=dt.date(2026, 1, 1)
    )


def test_a_row_of_nobody_cannot_point_into_an_organization(northwind: Organization) -> None:
    policy = Policy.objects.create(slug="northwind/privacy", title="Privacy", organization=northwind)
    version = PolicyVersion(policy=policy, label="1", title="1", effective_from=dt.date(2026, 1, 1))
    refused(version.save)


def test_every_link_between_rows_of_organizations_is_kept(db: None) -> None:
    found = {(link.child, link.column) for link in links()}
    assert ("organizations_holiday", "calendar_version_id") in found
    assert ("requests_app_privacyrequest", "policy_version_id") in found
    assert ("requests_app_deadline", "request_id") in found
    assert composite_keys.missing(connection) == []
