"""A published version and its rules, as their owner sees them in the database. Rows are made without the services."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from policies.models import Note, Policy, PolicyVersion, VersionStatus
from tests.records.conftest import NOW


@pytest.fixture
def version(as_database_owner: None) -> PolicyVersion:
    law = Policy.objects.create(slug="law/us-zz/example", title="An invented law")
    return PolicyVersion.objects.create(
        policy=law, label="2026", title="An invented law", effective_from=dt.date(2026, 1, 1)
    )


@pytest.fixture
def note(version: PolicyVersion) -> Note:
    return Note.objects.create(version=version, key="note", section="1", says="Nothing.", topic="scope")


def publish(version: PolicyVersion) -> None:
    Note.objects.filter(version=version).update(frozen=True)
    PolicyVersion.objects.filter(pk=version.pk).update(
        status=VersionStatus.PUBLISHED, document="{}", content_hash="0" * 64, format=1, published_at=NOW
    )


def test_a_draft_can_be_changed_and_thrown_away(version: PolicyVersion, note: Note) -> None:
    Note.objects.update(says="Something.")
    PolicyVersion.objects.update(title="A better title")
    note.delete()
    version.delete()
    assert not PolicyVersion.objects.exists()


def test_a_published_version_is_never_changed_or_deleted(version: PolicyVersion, note: Note) -> None:
    publish(version)
    for act in (lambda: PolicyVersion.objects.update(document="{} "), version.delete):
        with pytest.raises(IntegrityError, match="published"), transaction.atomic():
            act()


def test_a_rule_of_a_published_version_is_never_changed_or_deleted(version: PolicyVersion, note: Note) -> None:
    publish(version)
    for act in (lambda: Note.objects.update(says="Something."), lambda: Note.objects.update(frozen=False), note.delete):
        with pytest.raises(IntegrityError, match="the version of this row is published"), transaction.atomic():
            act()
