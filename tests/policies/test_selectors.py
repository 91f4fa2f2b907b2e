import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import HolidayKind, Organization
from organizations.services.calendars import add_holiday
from policies import selectors
from policies.domain.rules import PartialDate, RuleSet
from policies.errors import ChangedDocumentError, NoVersionInForceError
from policies.models import Policy, PolicyVersion
from policies.selectors import business_calendar, laws_on, policy_version_on, public_policy, rule_set, version_in_force
from policies.services.beside import withdraw
from policies.services.drafts import save_draft
from policies.services.publishing import publish
from records.chain import Actor
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import LAW, POLICY, policy
from tests.policies.examples import law as law_rules


def published_from(rules: RuleSet, organization: Organization | None) -> PolicyVersion:
    return publish(save_draft(rules, organization=organization, by=SYSTEM, at=NOW), by=SYSTEM, at=NOW)


def close(organization: Organization, on: dt.date, kind: HolidayKind) -> None:
    add_holiday(organization.calendar, date=on, name="Day of the Bay", kind=kind, source="A notice", by=SYSTEM)


def day(words: str) -> dt.date:
    return dt.date.fromisoformat(words)


def test_a_version_governs_from_its_first_day_and_not_the_day_before(published: PolicyVersion) -> None:
    assert policy_version_on(published.policy, day("2026-01-01")).version == published
    with pytest.raises(NoVersionInForceError, match="no version in force on 2025-12-31: publish one"):
        policy_version_on(published.policy, day("2025-12-31"))


def test_the_version_before_governs_until_the_day_before_the_next(
    published: PolicyVersion, northwind: Organization
) -> None:
    later = published_from(policy(version="2", effective_from=PartialDate.parse("2026-07-01")), northwind)
    assert policy_version_on(published.policy, day("2026-06-30")).version == published
    assert policy_version_on(published.policy, day("2026-07-01")).version == later


@pytest.mark.parametrize(("on", "uncertain"), [("2021-10-01", True), ("2021-10-31", True), ("2021-11-01", False)])
def test_within_its_printed_month_a_first_version_governs_with_a_doubt(
    northwind: Organization, law: PolicyVersion, on: str, uncertain: bool
) -> None:
    only = published_from(policy(effective_from=PartialDate.parse("2021-10")), northwind)
    assert policy_version_on(only.policy, day(on)) == (only, uncertain)


def test_within_the_printed_month_an_earlier_version_goes_on_governing(
    published: PolicyVersion, northwind: Organization
) -> None:
    later = published_from(policy(version="2", effective_from=PartialDate.parse("2026-07")), northwind)
    assert policy_version_on(published.policy, day("2026-07-31")) == (published, False)
    assert policy_version_on(published.policy, day("2026-08-01")) == (later, False)


def test_a_draft_governs_nothing(draft: PolicyVersion) -> None:
    assert version_in_force(POLICY.pack, day("2026-03-01")) is None


def test_a_withdrawn_version_governs_until_the_day_before(
    published: PolicyVersion, northwind: Organization, officer_actor: Actor
) -> None:
    later = published_from(policy(version="2", effective_from=PartialDate.parse("2026-07-01")), northwind)
    withdraw(later, from_day=day("2026-08-01"), reason="Printed by mistake.", by=officer_actor, at=NOW)
    answering = selectors.PublishedVersions()
    assert later.label in [rules.version for rules in answering.versions(later.policy.slug, day("2026-07-31"))]
    assert later.label not in [rules.version for rules in answering.versions(later.policy.slug, day("2026-08-01"))]
    assert policy_version_on(published.policy, day("2026-07-31")).version == later
    assert policy_version_on(published.policy, day("2026-08-01")).version == published


def test_each_law_is_in_its_version_of_the_day(law: PolicyVersion) -> None:
    second = published_from(law_rules(version="2023", effective_from=PartialDate.parse("2023-01-01")), None)
    assert laws_on(POLICY, day("2019-12-31")) == {}
    assert laws_on(POLICY, day("2022-12-31")) == {LAW.pack: law}
    assert laws_on(POLICY, day("2023-01-01")) == {LAW.pack: second}


def test_the_laws_of_a_day_take_one_query(law: PolicyVersion) -> None:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        laws_on(POLICY, day("2026-01-01"))
    assert len(queries) == 1


def test_rules_come_from_the_document_and_are_read_once(published: PolicyVersion) -> None:
    assert rule_set(published) == POLICY
    assert rule_set(published).content_hash == published.content_hash
    with CaptureQueriesContext(connection) as queries:
        assert rule_set(published) is rule_set(PolicyVersion(status="published", content_hash=published.content_hash))
    assert len(queries) == 0


def test_the_rules_of_a_draft_come_from_its_rows(draft: PolicyVersion) -> None:
    assert rule_set(draft) == POLICY
    assert rule_set(draft).content_hash == ""


def test_a_document_changed_in_the_database_is_refused(tampering: None, published: PolicyVersion) -> None:
    selectors._loaded.cache_clear()
    PolicyVersion.objects.filter(pk=published.pk).update(document=published.document.replace("45", "90"))
    with pytest.raises(ChangedDocumentError):
        rule_set(published)


def test_the_public_page_is_built_from_the_main_policy(published: PolicyVersion, northwind: Organization) -> None:
    published_from(policy(pack="northwind/cookies"), northwind)
    assert public_policy(northwind, day("2026-03-01")).version == published


def test_an_organization_without_a_policy_has_no_public_page(northwind: Organization) -> None:
    with pytest.raises(NoVersionInForceError, match="northwind's policy"):
        public_policy(northwind, day("2026-03-01"))


def test_a_new_calendar_version_is_seen_at_once(northwind: Organization) -> None:
    wednesday = day("2026-03-11")
    before = business_calendar(northwind)
    assert before.is_business_day(wednesday)
    close(northwind, wednesday, HolidayKind.PUBLIC)
    assert not business_calendar(northwind).is_business_day(wednesday)
    assert before.is_business_day(wednesday)


def test_a_calendar_is_read_once_for_each_version(northwind: Organization) -> None:
    business_calendar(northwind)
    with CaptureQueriesContext(connection) as queries:
        business_calendar(northwind)
    assert len(queries) == 1


def test_the_closed_days_of_an_organization_are_no_holidays(northwind: Organization) -> None:
    friday = day("2026-03-13")
    close(northwind, friday, HolidayKind.CLOSED)
    calendar = business_calendar(northwind)
    assert calendar.is_business_day(friday)
    assert not calendar.internal.is_business_day(friday)


def test_the_published_versions_answer_assess(published: PolicyVersion, draft: PolicyVersion) -> None:
    source = selectors.PublishedVersions()
    assert source.packs() == [LAW.pack, POLICY.pack]
    assert source.versions(POLICY.pack) == [POLICY]
    assert source.timezone(POLICY.pack) == "America/Los_Angeles"
    assert source.timezone(LAW.pack) is None


def test_policies_print_as_their_pack_and_label(published: PolicyVersion) -> None:
    assert str(published) == "northwind/privacy-requests 2026-01-01"
    assert str(Policy.objects.get(slug=LAW.pack)) == LAW.pack
