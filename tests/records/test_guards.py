"""What the database refuses, whoever asks. As the owner: the application's role is refused earlier (test_grants)."""

from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from organizations.models import CalendarVersion, Membership, MembershipRole, Organization, User
from organizations.services.organizations import create_organization
from records import access, chain, sealing, triggers
from records.guards import append_only_models, guards
from records.models import DataKey, Event, KeyPurpose
from tests.records.conftest import NOW, SWEEP

CHANGE_BY_DESIGN = {
    "organizations.Absence",
    "organizations.AlertAddress",
    "organizations.BusinessCalendar",
    "organizations.Membership",
    "organizations.Organization",
    "organizations.SignInFailure",
    "organizations.Team",
    "organizations.TeamMember",
    "organizations.User",
    "policies.Policy",
    "requests_app.AccessCode",
    "requests_app.Alert",
    "requests_app.Attachment",
    "requests_app.AttachmentChunk",
    "requests_app.Deadline",
    "requests_app.DeliveryAttempt",
    "requests_app.FormDraft",
    "requests_app.JobRun",
    "requests_app.Letter",
    "requests_app.Message",
    "requests_app.OutgoingPause",
    "requests_app.PacedMail",
    "requests_app.Person",
    "requests_app.PrivacyRequest",
    "requests_app.Representative",
    "requests_app.RequestItem",
    "requests_app.RequestLaw",
    "requests_app.StatusLink",
    "requests_app.Submission",
    "requests_app.SubmissionLookup",
    "requests_app.SweepMark",
    "requests_app.Turn",
    "requests_app.WebhookEndpoint",
}
"""Models whose rows are changed or deleted in everyday work. A new model is put here or under a guard."""

OURS = ("records", "organizations", "policies", "requests_app")


@pytest.fixture
def owner(as_database_owner: None) -> None:
    """The test speaks to the database as its owner, with every guard in place."""


@pytest.fixture
def northwind(owner: None) -> Organization:
    return create_organization(slug="northwind", name="Northwind", timezone="UTC", by=SWEEP, at=NOW)


def refused(act: Callable[[], object], message: str) -> None:
    with pytest.raises(IntegrityError, match=message), transaction.atomic():
        act()


def test_every_model_is_guarded_or_known_to_change() -> None:
    kinds = {"append_only", "frozen", "published", "erase_only"}
    guarded = {guard.table for guard in guards() if guard.kind in kinds}
    unknown = {
        model._meta.label
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if model._meta.db_table not in guarded
    }
    assert unknown == CHANGE_BY_DESIGN


def test_every_name_on_the_list_is_a_model() -> None:
    from records.guards import APPEND_ONLY

    assert [model._meta.label for model in append_only_models()] == list(APPEND_ONLY)


def test_all_triggers_are_in_the_database_after_migrating(db: None) -> None:
    assert triggers.missing(connection) == []


def test_an_event_is_never_changed_or_deleted(northwind: Organization) -> None:
    refused(lambda: Event.objects.update(type="forgotten"), "records_event is written once")
    refused(lambda: Event.objects.all().delete(), "records_event is written once")


def test_a_view_of_personal_data_stays_in_the_access_log(northwind: Organization) -> None:
    user = User.objects.create_user("hana@northwind.example", name="Hana")
    entry = access.log_view(user, CalendarVersion.objects.get(), "contact")
    refused(lambda: entry.delete(), "records_accesslogentry is written once")


def test_a_calendar_version_is_followed_never_changed(northwind: Organization) -> None:
    version = CalendarVersion.objects.get()
    refused(lambda: version.holidays.update(name="Workday"), "organizations_holiday is written once")
    refused(lambda: version.holidays.first().delete(), "organizations_holiday is written once")  # type: ignore[union-attr]
    refused(lambda: CalendarVersion.objects.update(number=7), "organizations_calendarversion is written once")


def test_the_head_of_a_chain_never_moves_back(northwind: Organization) -> None:
    refused(lambda: Organization.objects.update(event_seq=0), "moves forward only")
    refused(lambda: Organization.objects.update(event_head="f" * 64), "moves forward only")


def test_saving_a_subject_read_before_its_last_event_is_refused(northwind: Organization) -> None:
    stale = Organization.objects.get()
    with transaction.atomic():
        chain.append(subject=northwind, type="noticed", actor=SWEEP, at=NOW, body={})
    stale.refresh_from_db(fields=["name"])
    stale.event_seq -= 1
    refused(stale.save, "moves forward only")


def test_a_row_never_moves_to_another_organization(northwind: Organization) -> None:
    southwind = create_organization(slug="southwind", name="Southwind", timezone="UTC", by=SWEEP, at=NOW)
    user = User.objects.create_user("hana@northwind.example", name="Hana")
    Membership.objects.create(organization=northwind, user=user, role=MembershipRole.HANDLER)
    refused(lambda: Membership.objects.update(organization=southwind), "never moves to another organization")


def new_key(organization: Organization, purpose: KeyPurpose = KeyPurpose.CONTACT) -> DataKey:
    key = sealing.new_key(organization.pk, purpose)
    key.save()
    return key


def test_a_data_key_can_be_erased_and_nothing_else(northwind: Organization) -> None:
    key = new_key(northwind)
    rows = DataKey.objects.filter(pk=key.pk)
    refused(lambda: rows.update(wrapped=b"other"), "can only be erased")
    refused(lambda: rows.update(purpose=KeyPurpose.CONTENT), "can only be erased")
    refused(lambda: rows.update(master_id="0" * 16, wrapped=None, erased_at=NOW), "can only be erased")
    refused(lambda: rows.delete(), "its row stays")
    sealing.erase(key, at=NOW)
    assert rows.get().erased_at == NOW


def test_an_erased_key_stays_erased_and_keeps_its_time(northwind: Organization) -> None:
    key = new_key(northwind)
    wrapped = key.wrapped
    sealing.erase(key, at=NOW)
    rows = DataKey.objects.filter(pk=key.pk)
    refused(lambda: rows.update(wrapped=wrapped, erased_at=None), "can only be erased, once")
    refused(lambda: rows.update(erased_at=NOW.replace(year=2020)), "can only be erased, once")
    refused(lambda: rows.delete(), "its row stays")


def test_the_key_of_a_form_draft_goes_with_the_draft(northwind: Organization) -> None:
    new_key(northwind, KeyPurpose.DRAFT).delete()
    assert not DataKey.objects.exists()


def frozen_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if any(field.name == "frozen" for field in model._meta.fields)]


def test_every_table_of_rules_is_frozen_by_its_flag() -> None:
    frozen = {guard.table for guard in guards() if guard.kind == "frozen" and guard.when == "OLD.frozen"}
    assert frozen == {model._meta.db_table for model in frozen_models()}
    assert len(frozen) > 10
