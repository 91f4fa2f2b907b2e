import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organizations.models import Organization
from policies.errors import ChangedPackError
from policies.loader import Library, OrganizationPack, shipped_library
from policies.models import Policy, PolicyVersion
from policies.selectors import policy_version_on, rule_set
from policies.services.drafts import save_draft
from policies.services.packs import publish_packs
from records import chain
from records.models import Event
from tests.policies.conftest import NOW, SYSTEM
from tests.policies.examples import LAW, POLICY, policy

NORTHWIND = OrganizationPack(
    slug="northwind",
    name="Northwind",
    timezone="America/Los_Angeles",
    jurisdiction="US",
    alert_email="alerts@northwind.example",
    privacy_officer_title="Privacy Officer",
)


def library(rules: object = POLICY) -> Library:
    return Library({POLICY.pack: (rules,), LAW.pack: (LAW,)}, {"northwind": NORTHWIND})  # type: ignore[arg-type]


@pytest.mark.django_db
def test_laws_are_published_before_the_policies_that_lean_on_them() -> None:
    outcomes = publish_packs(library(), by=SYSTEM, at=NOW)
    assert [(o.what, o.done) for o in outcomes] == [
        ("northwind", "added"),
        (f"{LAW.pack} 2020-01-01", "published"),
        (f"{POLICY.pack} 2026-01-01", "published"),
    ]
    assert rule_set(PolicyVersion.objects.get(policy__slug=POLICY.pack)) == POLICY


@pytest.mark.django_db
def test_publishing_packs_again_changes_nothing() -> None:
    publish_packs(library(), by=SYSTEM, at=NOW)
    events = Event.objects.count()
    outcomes = publish_packs(library(), by=SYSTEM, at=NOW)
    assert {o.done for o in outcomes} == {"unchanged"}
    assert Event.objects.count() == events


@pytest.mark.django_db
def test_a_changed_pack_of_a_published_label_is_refused_and_says_where_it_changed() -> None:
    publish_packs(library(), by=SYSTEM, at=NOW)
    with pytest.raises(
        ChangedPackError, match=r"something else in frequency_caps\. .* give the changed pack a new label"
    ):
        publish_packs(library(policy(frequency_caps=())), by=SYSTEM, at=NOW)


@pytest.mark.django_db
def test_packs_are_published_all_or_none() -> None:
    with pytest.raises(Exception, match="no last resort"):
        publish_packs(library(policy(ladder=())), by=SYSTEM, at=NOW)
    assert not Organization.objects.exists()
    assert not PolicyVersion.objects.exists()


@pytest.mark.django_db
def test_what_staff_changed_in_an_organization_stays() -> None:
    publish_packs(library(), by=SYSTEM, at=NOW)
    Organization.objects.update(alert_email="real@northwind.example")
    publish_packs(library(), by=SYSTEM, at=NOW)
    assert Organization.objects.get().alert_email == "real@northwind.example"


def test_a_draft_that_somebody_is_editing_is_left_alone(northwind: Organization) -> None:
    mine = save_draft(policy(title="My words"), organization=northwind, by=SYSTEM, at=NOW)
    outcomes = publish_packs(library(), by=SYSTEM, at=NOW)
    assert outcomes[-1].done == "left alone"
    assert rule_set(mine).title == "My words"


@pytest.mark.django_db
def test_the_shipped_packs_are_published_as_they_are_written() -> None:
    out = io.StringIO()
    call_command("publish_packs", stdout=out)
    shipped = shipped_library()
    written = {(v.pack, v.version): v for versions in shipped.versions.values() for v in versions}
    stored = {(v.policy.slug, v.label): rule_set(v) for v in PolicyVersion.objects.select_related("policy")}
    assert stored == written
    assert f"{len(written) + len(shipped.organizations)} added or published, 0 as they were." in out.getvalue()
    assert [fault for subject in Policy.objects.all() for fault in chain.verify(subject)] == []


@pytest.mark.django_db
def test_the_shipped_policies_govern_today() -> None:
    call_command("publish_packs", stdout=io.StringIO())
    for pack in ("prospect-medical/privacy-policy", "kaiser-permanente/privacy-statement"):
        assert not policy_version_on(Policy.objects.get(slug=pack), NOW.date()).uncertain


@pytest.mark.django_db
def test_the_command_says_what_is_wrong_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "northwind").mkdir()
    (tmp_path / "northwind" / "organization.yaml").write_text("slug: northwind\n")
    with pytest.raises(CommandError, match=r"organization\.yaml:1: "):
        call_command("publish_packs", tmp_path)
