import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import connection

from records import composite_keys, triggers
from records.apps import put_guards_up, take_guards_down
from records.checks import guards_are_in_the_database


def ids() -> list[str | None]:
    return [message.id for message in guards_are_in_the_database(databases=["default"])]


def drop_one_composite_key() -> None:
    name, table = next((n, t) for n, t in composite_keys.installed(connection).items() if "tenant" in n)
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER TABLE "{table}" DROP CONSTRAINT "{name}"')


def test_a_migrated_database_passes(db: None) -> None:
    assert ids() == []
    assert [message.id for message in run_checks(tags=[Tags.database], databases=["default"])] == []


def test_nothing_is_asked_of_the_database_unless_it_is_named() -> None:
    assert guards_are_in_the_database(databases=None) == []


def test_records_e001_names_missing_triggers_and_says_what_to_type(as_database_owner: None) -> None:
    triggers.remove(connection)
    (message,) = guards_are_in_the_database(databases=["default"])
    assert message.id == "records.E001"
    assert "triggers: duly_" in message.msg
    assert "bin/manage migrate" in str(message.hint)


@pytest.mark.postgres
def test_records_e002_names_missing_keys(as_database_owner: None) -> None:
    drop_one_composite_key()
    (message,) = guards_are_in_the_database(databases=["default"])
    assert message.id == "records.E002"
    put_guards_up(using="default")
    assert ids() == []


@pytest.mark.postgres
def test_a_trigger_that_was_switched_off_counts_as_missing(as_database_owner: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE records_event DISABLE TRIGGER USER")
    assert ids() == ["records.E001"]


def test_migrating_puts_back_what_is_missing(as_database_owner: None) -> None:
    triggers.remove(connection)
    call_command("migrate", verbosity=0)
    assert ids() == []


def test_a_migration_with_work_to_do_takes_the_triggers_down_first(as_database_owner: None) -> None:
    take_guards_down(using="default", plan=["a migration"])
    assert triggers.installed(connection) == {}
    put_guards_up(using="default")
    assert triggers.missing(connection) == []


def test_a_migration_without_work_leaves_them_alone(db: None) -> None:
    before = triggers.installed(connection)
    take_guards_down(using="default", plan=[])
    assert triggers.installed(connection) == before


def test_a_trigger_nobody_wants_any_more_is_dropped(as_database_owner: None) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            body = "FOR EACH ROW EXECUTE FUNCTION duly_refuse('old')"
        else:
            body = "BEGIN SELECT RAISE(ABORT, 'old'); END"
        cursor.execute(f"CREATE TRIGGER duly_old BEFORE UPDATE ON organizations_user {body}")
    put_guards_up(using="default")
    assert "duly_old" not in triggers.installed(connection)
