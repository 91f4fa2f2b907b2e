"""No migration stops an installation at work, unless its name and the reason stand here."""

from typing import Any, Final

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from .migration_rules import faults

OURS: Final = ("records", "organizations", "policies", "requests_app")
A_NOTE: Final = "a note in the catalog; readers and writers do not wait for its lock"
UNRELEASED: Final = "no installation was at work when it was written: version 0.1 had not been released"
EXCEPTIONS: Final = dict.fromkeys(
    (
        "organizations.0003_second_person",
        "organizations.0004_quiet_hours",
        "organizations.0007_daily_digest",
        "policies.0002_rungs_before_due",
        "policies.0003_rungs_for_teams",
        "policies.0004_rung_actions",
        "requests_app.0002_life_of_a_request",
        "requests_app.0006_sealed_scope",
        "requests_app.0007_webhook_endpoint",
        "requests_app.0011_seen_alerts",
        "requests_app.0013_sealed_words",
        "requests_app.0018_what_the_auditor_counts",
    ),
    UNRELEASED,
) | {"requests_app.0017_often_rewritten": A_NOTE}
"""Name and reason of each migration that stops others."""

LOADER: Final = MigrationLoader(None)
OWN: Final = {f"{app}.{name}": one for (app, name), one in LOADER.disk_migrations.items() if app in OURS}
AFTER_THE_FIRST: Final = sorted(name for name, one in OWN.items() if not one.initial)


def found(name: str) -> list[str]:
    app, _, own = name.partition(".")
    return list(faults(OWN[name], LOADER.project_state((app, own), at_end=False)))


@pytest.mark.parametrize("name", AFTER_THE_FIRST)
def test_a_migration_stops_nobody_or_says_why(name: str) -> None:
    assert found(name) == [] or name in EXCEPTIONS


@pytest.mark.parametrize("name", EXCEPTIONS)
def test_an_exception_is_still_needed(name: str) -> None:
    assert found(name)


def said_of(*operations: Operation, atomic: bool = True) -> list[str]:
    """The faults of a migration with these operations, on a model `Thing` that was there before."""
    before = ProjectState()
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
    before.add_model(ModelState("requests_app", "Thing", fields))
    one: Any = type("Migration", (Migration,), {"operations": list(operations), "atomic": atomic})
    return [words.partition(":")[0] for words in faults(one("9999_next", "requests_app"), before)]


INDEX = models.Index(fields=["name"], name="thing_name")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("thing", "name"),
        migrations.RenameField("thing", "name", "title"),
        migrations.RenameModel("Thing", "Matter"),
        migrations.DeleteModel("Thing"),
        migrations.AddField("thing", "size", models.IntegerField()),
        migrations.AddField("thing", "size", models.IntegerField(default=0)),
        migrations.AddField("thing", "size", models.IntegerField(null=True, db_index=True)),
        migrations.AlterField("thing", "name", models.CharField(max_length=10)),
        migrations.AlterField("thing", "name", models.IntegerField()),
        migrations.AlterField("thing", "name", models.CharField(max_length=20, unique=True)),
        migrations.AddIndex("thing", INDEX),
        migrations.AddConstraint("thing", models.UniqueConstraint(fields=["name"], name="thing_once")),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.RunSQL("SELECT 1"),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_stops_others_is_found(operation: Operation) -> None:
    assert len(said_of(operation)) == 1


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "size", models.IntegerField(null=True)),
        migrations.AddField("thing", "size", models.IntegerField(db_default=0)),
        migrations.AlterField("thing", "name", models.CharField(max_length=20, choices=[("a", "a")])),
        migrations.AlterField("thing", "name", models.CharField(max_length=40)),
        migrations.AlterField("thing", "name", models.CharField(max_length=20, null=True)),
        AddIndexConcurrently("thing", INDEX),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_stops_nobody_is_let_be(operation: Operation) -> None:
    assert said_of(operation) == []


def test_a_table_made_by_the_same_migration_is_nobodys_yet() -> None:
    fields = [("id", models.BigAutoField(primary_key=True)), ("name", models.CharField(max_length=20))]
    assert said_of(migrations.CreateModel("Matter", fields), migrations.AddIndex("matter", INDEX)) == []
