"""SQLite backed up and put back by the commands of docs/operations.md."""

import sqlite3
import subprocess
from pathlib import Path

import pytest

from config.environment import PROJECT

from .documented import commands, typed
from .running import own_environment

pytestmark = pytest.mark.embedded


@pytest.fixture(scope="module")
def variables(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("embedded")
    found = {
        "DULY_DATA_DIR": str(folder / "data"),
        "DULY_KEY_DIR": str(folder / "keys"),
        "BACKUPS": str(folder / "backups"),
        "BACKUPS_OF_KEYS": str(folder / "elsewhere"),
    }
    for name in ("backups", "elsewhere"):
        (folder / name).mkdir()
    environment = own_environment(found)
    typed("bin/manage prepare", environment)
    return environment


def people(database: Path) -> set[str]:
    with sqlite3.connect(database) as connection:
        return {email for (email,) in connection.execute("SELECT email FROM organizations_user")}


def test_a_database_put_back_is_that_of_the_moment_and_holds_mail_back(variables: dict[str, str]) -> None:
    database, copy = Path(variables["DULY_DATA_DIR"], "duly.sqlite3"), Path(variables["BACKUPS"], "duly.sqlite3")
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")  # somebody writes meanwhile
    writer.execute("UPDATE organizations_user SET name = 'half done'")
    typed(commands("Back up SQLite"), variables)
    writer.execute("ROLLBACK")
    writer.close()
    assert copy.stat().st_mode & 0o777 == 0o600
    typed("bin/manage create_staff late@example.org --name Late", variables)
    assert people(database) - people(copy) == {"late@example.org"}
    for key in Path(variables["DULY_KEY_DIR"]).iterdir():
        key.unlink()

    said = typed(commands("Restore SQLite"), variables)
    assert "late@example.org" not in people(database)
    assert "half done" not in database.read_bytes().decode(errors="ignore")
    assert "are as they were written" in said
    assert "mail is held back" in said


def test_a_backup_never_overwrites_another(variables: dict[str, str], tmp_path: Path) -> None:
    there = tmp_path / "there.sqlite3"
    there.write_text("yesterday's")
    done = subprocess.run(
        [PROJECT / "bin/manage", "back_up", there], env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "Name a file that is not there yet" in done.stderr
    assert there.read_text() == "yesterday's"


def test_a_restore_with_other_keys_is_refused_and_mail_stays_held_back(variables: dict[str, str]) -> None:
    typed("bin/manage outgoing_mail --resume", variables)
    key = Path(variables["DULY_KEY_DIR"], "lookup_key")
    kept = key.read_text()
    key.write_text("A" * 42 + "E\n")
    try:
        done = subprocess.run(
            [PROJECT / "bin/manage", "after_restore"], env=variables, capture_output=True, text=True, check=False
        )
    finally:
        key.write_text(kept)
    assert done.returncode == 1
    assert "DULY_LOOKUP_KEY is not the key" in done.stderr
    assert "mail is held back" in typed("bin/manage outgoing_mail", variables)
