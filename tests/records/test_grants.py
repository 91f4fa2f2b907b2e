"""On PostgreSQL: the role the application connects as, which the suite connects as too, can rewrite no record."""

from typing import Any

import pytest
from django.conf import settings
from django.db import ProgrammingError, connection, transaction

from records.guards import append_only_models

pytestmark = [pytest.mark.postgres, pytest.mark.django_db]


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def test_the_suite_runs_as_the_role_of_the_application() -> None:
    assert run("SELECT current_user") == (settings.DULY_APP_ROLE,)


@pytest.mark.parametrize("model", append_only_models(), ids=lambda model: model._meta.label)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_what_is_written_once_cannot_be_changed(model: Any, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        run(statement.format(model._meta.db_table))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE records_event DISABLE TRIGGER ALL",
        "CREATE OR REPLACE FUNCTION duly_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TABLE anything (id integer)",
        "UPDATE django_migrations SET name = name",
        "TRUNCATE requests_app_submission CASCADE",
        "SET session_replication_role = replica",
    ],
)
def test_the_guards_cannot_be_taken_down(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        run(statement)


def test_rows_that_change_by_design_can_be_changed() -> None:
    run("UPDATE organizations_user SET name = name")
    run("DELETE FROM requests_app_formdraft")
