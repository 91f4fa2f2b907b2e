"""What the database itself refuses, whoever asks: also by raw SQL."""

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from organizations.models import Organization, User
from policies.models import (
    PARTS,
    LadderRung,
    Policy,
    PolicyVersion,
    ResponseDeadline,
    RestrictionDecision,
    RightGranted,
    VersionPart,
    VersionWithdrawal,
)
from policies.services.drafts import save_draft
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import POLICY

FILLED = [
    part
    for part in PARTS
    if part.__name__
    in {
        "RightGranted",
        "ResponseDeadline",
        "Acknowledgement",
        "Extension",
        "Pause",
        "FrequencyCap",
        "ServiceLevelTarget",
        "LadderRung",
        "AlsoUnderLaw",
        "LawComparison",
        "FactQuestion",
    }
]


def refused(statement: str) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize("part", FILLED, ids=lambda part: part.__name__)
def test_a_frozen_row_refuses_update_and_delete_by_raw_sql(part: type[VersionPart], published: PolicyVersion) -> None:
    table = part._meta.db_table
    assert part._default_manager.filter(version=published).exists()
    assert refused(f'UPDATE "{table}" SET place = 7')  # noqa: S608 - our own table
    assert refused(f'UPDATE "{table}" SET frozen = (1 = 0)')  # noqa: S608
    assert refused(f'DELETE FROM "{table}"')  # noqa: S608


def test_rows_of_a_draft_may_change(draft: PolicyVersion) -> None:
    assert RightGranted.objects.filter(version=draft).update(section="5") == 2


def test_a_published_version_refuses_update_and_delete(published: PolicyVersion) -> None:
    for change in ("UPDATE policies_policyversion SET document = 'x'", "DELETE FROM policies_policyversion"):
        assert refused(change)


def test_what_stands_beside_a_version_is_only_appended(published: PolicyVersion, officer: User) -> None:
    VersionWithdrawal.objects.create(
        version=published,
        organization=published.organization,
        by=officer,
        recorded_at=NOW,
        from_day=dt.date(2027, 1, 1),
        reason="The service ends.",
    )
    assert refused("UPDATE policies_versionwithdrawal SET reason = 'x'")
    assert refused("DELETE FROM policies_versionwithdrawal")


def creation_refused(create: object) -> bool:
    try:
        with transaction.atomic():
            create()  # type: ignore[operator]
            connection.check_constraints()
    except DatabaseError:
        return True
    return False


def test_a_law_has_no_organization_and_a_policy_has_one(northwind: Organization) -> None:
    assert creation_refused(lambda: Policy.objects.create(slug="law/us/hipaa", title="x", organization=northwind))
    assert creation_refused(lambda: Policy.objects.create(slug="northwind/privacy", title="x"))


def test_a_month_starts_on_its_first_day(draft: PolicyVersion) -> None:
    versions = PolicyVersion.objects.filter(pk=draft.pk)
    assert creation_refused(lambda: versions.update(month_only=True, effective_from=dt.date(2026, 1, 2)))
    assert not creation_refused(lambda: versions.update(month_only=True, effective_from=dt.date(2026, 1, 1)))


def test_a_version_is_published_only_with_a_document(draft: PolicyVersion) -> None:
    versions = PolicyVersion.objects.filter(pk=draft.pk)
    assert creation_refused(lambda: versions.update(status="published"))
    assert creation_refused(lambda: versions.update(document="{}"))


def test_a_reading_is_signed_and_dated_or_there_is_none(draft: PolicyVersion) -> None:
    rows = RightGranted.objects.filter(version=draft)
    assert creation_refused(lambda: rows.update(reading_text="Day zero."))
    assert not creation_refused(
        lambda: rows.update(reading_text="Day zero.", reading_by="Olga", reading_on=dt.date(2026, 1, 1))
    )


def test_a_key_is_used_once_in_a_version(draft: PolicyVersion) -> None:
    assert creation_refused(lambda: RightGranted.objects.filter(version=draft).update(key="same"))


def test_a_deadline_has_a_period_or_a_law(draft: PolicyVersion) -> None:
    assert creation_refused(lambda: ResponseDeadline.objects.filter(version=draft).update(within=""))


def test_a_rung_has_one_anchor(draft: PolicyVersion) -> None:
    rungs = LadderRung.objects.filter(version=draft, anchor="percent")
    assert creation_refused(lambda: rungs.update(before="3 business days"))
    assert creation_refused(lambda: rungs.update(percent=None))
    assert not creation_refused(lambda: rungs.update(percent=80))


def test_a_row_cannot_belong_to_another_organization_than_its_version(
    draft: PolicyVersion, outsider: Organization
) -> None:
    for owner in (outsider, None):
        assert creation_refused(
            lambda owner=owner: RightGranted.objects.create(
                version=draft, organization=owner, key="k", section="1", says="x", right="delete"
            )
        )


def test_a_restriction_is_decided_by_a_person_with_a_reason(published: PolicyVersion) -> None:
    assert creation_refused(
        lambda: RestrictionDecision.objects.create(
            version=published,
            organization=published.organization,
            recorded_at=NOW,
            rule_kind="frequency_cap",
            rule_key="twice",
            applied=True,
            reason="Because.",
        )
    )


def test_an_organization_has_one_main_policy(northwind: Organization) -> None:
    save_draft(POLICY, organization=northwind, by=SYSTEM, at=NOW)
    assert creation_refused(
        lambda: Policy.objects.create(slug="northwind/b", title="x", organization=northwind, is_main=True)
    )
