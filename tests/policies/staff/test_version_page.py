import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import Organization
from policies.domain.terms import RuleKind
from policies.models import PARTS, FactQuestion, PolicyVersion, RightGranted
from policies.services.beside import decide_restriction
from policies.staff.version_page import page_url, part_slug, version_url
from policies.staff.wording import values_of
from records.chain import Actor
from tests.policies.conftest import NOW

ACTS = ("copy", "details", "publish", "discard", "withdraw", "notice", "text")


def shown(client: Client, version: PolicyVersion) -> str:
    response = client.get(page_url(version))
    assert response.status_code == 200
    return response.content.decode()


def test_a_published_version_shows_its_rules_readings_and_hash(
    handler_client: Client, published: PolicyVersion
) -> None:
    page = shown(handler_client, published)
    assert published.content_hash in page
    assert "Thu 1 January 2026" in page
    assert "Answered within 45 days." in page
    assert "The day of receipt is day zero. (Privacy Office, Sat 20 December 2025)" in page
    assert "residency: US-CA or US-NV" in page
    assert "Mon 2 March 2026 at 10:00 (America/Los_Angeles) by the packs" in page


def test_what_nobody_reviewed_is_shown_plainly(handler_client: Client, published: PolicyVersion) -> None:
    page = shown(handler_client, published)
    assert page.count("Not reviewed") == 7
    assert "<strong>7 not reviewed</strong>" in page
    assert "Reviewed Sun 21 December 2025" in page


def test_only_those_who_manage_see_what_can_be_done(
    handler_client: Client, officer_client: Client, published: PolicyVersion
) -> None:
    door = version_url(published, "copy")
    assert door in shown(officer_client, published)
    assert door not in shown(handler_client, published)


def test_a_law_is_shown_to_all_staff_and_changed_by_none(
    officer_client: Client, outsider_client: Client, law: PolicyVersion
) -> None:
    for client in (officer_client, outsider_client):
        assert "cannot be changed here" in shown(client, law)
        assert client.get(version_url(law, "copy")).status_code == 403


@pytest.mark.parametrize("act", ACTS)
def test_an_outsider_finds_no_version_of_others(outsider_client: Client, draft: PolicyVersion, act: str) -> None:
    assert outsider_client.get(page_url(draft)).status_code in (302, 404)
    assert outsider_client.get(version_url(draft, act)).status_code == 404
    assert outsider_client.post(version_url(draft, act), {"confirmed": "on"}).status_code == 404


def test_the_lists_of_an_outsider_hold_laws_only(outsider_client: Client, published: PolicyVersion) -> None:
    for name in ("policy", "policyversion"):
        page = outsider_client.get(reverse(f"staff:policies_{name}_changelist")).content.decode()
        assert "law/us-zz/example" in page
        assert "northwind" not in page


@pytest.mark.parametrize("act", ACTS)
def test_a_member_who_does_not_manage_is_refused(handler_client: Client, draft: PolicyVersion, act: str) -> None:
    assert handler_client.get(version_url(draft, act)).status_code == 403


@pytest.mark.parametrize("act", ["details", "publish", "discard"])
def test_the_doors_of_a_draft_lead_back_once_it_is_published(
    officer_client: Client, published: PolicyVersion, act: str
) -> None:
    response = officer_client.post(version_url(published, act), {"confirmed": "on"})
    assert response["Location"] == page_url(published)
    assert PolicyVersion.objects.get(pk=published.pk).is_published


def test_a_decision_on_a_restriction_is_asked_for_and_then_shown(
    officer_client: Client, officer_actor: Actor, published: PolicyVersion
) -> None:
    assert "Decide whether it is applied beyond the law" in shown(officer_client, published)
    decide_restriction(
        published,
        rule_kind=RuleKind.FREQUENCY_CAP,
        rule_key="twice",
        applied=False,
        reason="The law caps less.",
        by=officer_actor,
        at=NOW,
    )
    page = shown(officer_client, published)
    assert "Not applied: The law caps less. (Olga Officer, Mon 2 March 2026)" in page
    assert "Decide whether" not in page


def test_a_policy_shows_its_versions_and_what_happened(handler_client: Client, published: PolicyVersion) -> None:
    page = handler_client.get(reverse("staff:policies_policy_change", args=[published.policy_id])).content.decode()
    assert page_url(published) in page
    assert "Mon 2 March 2026: Version published (2026-01-01)" in page


def test_values_are_said_in_words(draft: PolicyVersion, northwind: Organization) -> None:
    right = RightGranted.objects.get(version=draft, key="delete")
    assert values_of(right) == [
        ("Right", "delete"),
        ("Eligible", "residency: US-CA or US-NV"),
        ("Scopes", "site data"),
        ("Ask", "residency"),
    ]
    question = FactQuestion.objects.get(version=draft)
    assert ("Options", "California (US-CA), Else (other)") in values_of(question)


@pytest.mark.parametrize("part", PARTS, ids=part_slug)
def test_every_kind_of_rule_has_a_form(officer_client: Client, draft: PolicyVersion, part: type) -> None:
    page = officer_client.get(version_url(draft, "rule-add", part_slug(part)))
    assert page.status_code == 200
    assert 'name="organization"' not in page.content.decode()


def test_an_unknown_kind_of_rule_is_not_found(officer_client: Client, draft: PolicyVersion) -> None:
    assert officer_client.get(version_url(draft, "rule-add", "surprise")).status_code == 404
