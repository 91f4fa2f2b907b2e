import dataclasses
import datetime as dt
import json

import pytest
from django.db import connection

from organizations.models import Organization, User
from policies.domain.document import content_hash, from_document
from policies.domain.rules import PartialDate, RuleSet
from policies.errors import CannotPublishError, PublishedError
from policies.models import PARTS, Extension, Pause, Policy, PolicyVersion, VersionStatus
from policies.projection import read_rules
from policies.services.drafts import discard_draft, save_draft
from policies.services.publishing import publish
from records import chain
from records.chain import Actor
from records.models import Event
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import POLICY, policy
from tests.requests_app.parallel import at_once


def drafted(rules: RuleSet, organization: Organization) -> PolicyVersion:
    return save_draft(rules, organization=organization, by=SYSTEM, at=NOW)


def refusal(version: PolicyVersion) -> str:
    with pytest.raises(CannotPublishError) as caught:
        publish(version, by=SYSTEM, at=NOW)
    version.refresh_from_db()
    assert version.status == VersionStatus.DRAFT
    return str(caught.value)


def test_the_document_of_a_published_version_says_what_its_rows_say(published: PolicyVersion) -> None:
    published.refresh_from_db()
    assert from_document(published.document) == POLICY == read_rules(published)
    assert published.content_hash == content_hash(published.document)
    assert published.format == 1
    assert published.published_at == NOW


def test_all_rows_of_a_published_version_are_frozen(published: PolicyVersion) -> None:
    frozen = [row.frozen for part in PARTS for row in part._default_manager.filter(version=published)]
    assert frozen
    assert all(frozen)


def test_publication_is_an_event_of_the_policy_with_label_date_and_hash(published: PolicyVersion) -> None:
    policy = Policy.objects.get(slug=POLICY.pack)
    assert chain.verify(policy) == []
    added, event = Event.objects.filter(subject_id=policy.pk)
    assert added.type == "policy_added"
    assert event.type == "version_published"
    assert chain.read(event).body["content_hash"] == published.content_hash
    assert chain.read(event).body["effective_from"] == "2026-01-01"


def test_a_person_who_publishes_is_named(draft: PolicyVersion, officer: User, officer_actor: Actor) -> None:
    assert publish(draft, by=officer_actor, at=NOW).published_by == officer


def test_publishing_twice_changes_nothing(published: PolicyVersion) -> None:
    again = publish(published, by=SYSTEM, at=NOW + dt.timedelta(days=1))
    assert again.published_at == NOW
    assert Event.objects.filter(type="version_published", organization__isnull=False).count() == 1


def test_a_published_label_cannot_be_drafted_again(published: PolicyVersion, northwind: Organization) -> None:
    with pytest.raises(PublishedError, match="draft a version with a new label"):
        drafted(POLICY, northwind)


def test_a_draft_can_be_saved_again_and_discarded(draft: PolicyVersion, northwind: Organization) -> None:
    again = drafted(policy(title="Better words"), northwind)
    assert again.pk == draft.pk
    assert read_rules(again).title == "Better words"
    discard_draft(again)
    assert not PolicyVersion.objects.filter(pk=draft.pk).exists()


def test_a_published_version_cannot_be_discarded(published: PolicyVersion) -> None:
    with pytest.raises(PublishedError):
        discard_draft(published)


def test_the_pack_of_another_organization_cannot_be_drafted(draft: PolicyVersion, outsider: Organization) -> None:
    with pytest.raises(PublishedError, match="belongs to another organization"):
        drafted(POLICY, outsider)


def test_publishing_demands_an_alert_address(draft: PolicyVersion, northwind: Organization) -> None:
    Organization.objects.filter(pk=northwind.pk).update(alert_email="")
    assert "has no alert address" in refusal(draft)


def test_publishing_demands_a_ladder_with_a_last_resort(northwind: Organization, law: PolicyVersion) -> None:
    assert "no last resort" in refusal(drafted(policy(ladder=POLICY.ladder[:-1]), northwind))


def test_publishing_demands_the_laws_a_version_names(northwind: Organization) -> None:
    assert "No version of law/us-zz/example is held; publish it first." in refusal(drafted(POLICY, northwind))


def test_two_versions_cannot_start_on_the_same_day(published: PolicyVersion, northwind: Organization) -> None:
    said = refusal(drafted(policy(version="2026-01-01b"), northwind))
    assert "It would start on 2026-01-01, as does version 2026-01-01 (2026-01-01)" in said


@pytest.mark.parametrize(
    ("start", "refused"),
    [("2025-12", False), ("2026-01", True), ("2026-01-31", False), ("2026-02", False)],
)
def test_a_month_overlaps_with_each_of_its_days(
    published: PolicyVersion, northwind: Organization, start: str, refused: bool
) -> None:
    version = drafted(policy(version="other", effective_from=PartialDate.parse(start)), northwind)
    if refused:
        assert "It would start on" in refusal(version)
    else:
        assert publish(version, by=SYSTEM, at=NOW).is_published


def test_an_extension_of_a_deadline_that_is_not_there_is_refused(draft: PolicyVersion) -> None:
    Extension.objects.filter(version=draft).update(of="answer")
    assert "there is no deadline 'answer' for this extension" in refusal(draft)


def test_a_law_needs_neither_alert_address_nor_ladder_and_its_event_has_no_organization(law: PolicyVersion) -> None:
    assert law.is_published
    assert law.organization is None
    assert Event.objects.get(type="version_published").organization is None


def test_the_first_policy_of_an_organization_is_its_main_one(published: PolicyVersion, northwind: Organization) -> None:
    drafted(policy(pack="northwind/cookies"), northwind)
    assert [p.slug for p in northwind.policies.filter(is_main=True)] == [POLICY.pack]


def test_a_document_is_text_that_the_database_gives_back_byte_by_byte(
    northwind: Organization, law: PolicyVersion
) -> None:
    words = dataclasses.replace(POLICY.rights[0], says="«Ask» — 1.50, “é”, \u2028 and \\n")
    version = publish(drafted(policy(rights=(words, *POLICY.rights[1:])), northwind), by=SYSTEM, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT document FROM policies_policyversion WHERE content_hash = %s", [version.content_hash])
        (document,) = cursor.fetchone()
    assert content_hash(document) == version.content_hash
    assert json.loads(document)["rules"]["rights"][0]["says"] == words.says


def test_pauses_of_a_published_version_keep_their_order(northwind: Organization, law: PolicyVersion) -> None:
    respond = POLICY.deadlines[0]
    pauses = tuple(dataclasses.replace(respond.pauses[0], key=key) for key in ("c", "a", "b"))
    rules = policy(deadlines=(dataclasses.replace(respond, pauses=pauses), POLICY.deadlines[1]))
    version = publish(drafted(rules, northwind), by=SYSTEM, at=NOW)
    assert [row.key for row in Pause.objects.filter(version=version)] == ["c", "a", "b"]
    assert read_rules(version) == rules


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_drafts_for_one_day_published_at_once_one_is_refused(
    northwind: Organization, law: PolicyVersion
) -> None:
    drafts = [drafted(policy(version=label), northwind) for label in ("a", "b")]
    waiting = list(drafts)

    def publish_one() -> bool:
        try:
            return publish(waiting.pop(), by=SYSTEM, at=NOW).is_published
        except CannotPublishError:
            return False

    assert sorted(at_once(2, publish_one)) == [False, True]
    assert chain.verify(Policy.objects.get(slug=POLICY.pack)) == []
