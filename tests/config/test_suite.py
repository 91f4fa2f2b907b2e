"""`bin/test` itself: its verdict, the parts of the machine, its servers and what a killed run left behind."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import redis

from tests.suite import machine, servers, stale
from tests.suite.__main__ import main, verdict


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in machine.VARIABLES.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(machine, "POSTGRES_FOLDERS", ())


def test_a_bare_machine_lacks_all_parts_and_gets_none(bare_machine: None) -> None:
    assert machine.install_missing() == ["postgres", "redis", "browser"]


def test_what_a_variable_names_is_not_missing(bare_machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://somewhere/duly")
    assert machine.missing_parts() == ["redis", "browser"]


def test_parts_that_are_missing_end_it_with_three_and_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict({"tests on SQLite": True}, ["postgres", "browser"]) == 3
    said = capsys.readouterr().out
    assert said.startswith("NOT RUN: what needs PostgreSQL, Chromium.")
    for words in (
        "apt-get install postgresql chromium-headless-shell",
        "dnf install postgresql-server chromium",
        "brew install postgresql",
        "DATABASE_URL, CHROMIUM",
    ):
        assert words in said


def test_a_failure_counts_more_than_a_missing_part(capsys: pytest.CaptureFixture[str]) -> None:
    assert verdict({"lint": True, "types": False}, ["redis"]) == 1
    assert "FAILED: types" in capsys.readouterr().out


def test_all_passed_is_zero() -> None:
    assert verdict({"lint": True, "tests": True}, []) == 0


def test_the_newest_postgresql_is_taken(bare_machine: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        folder = tmp_path / version / "bin"
        folder.mkdir(parents=True)
        (folder / "initdb").touch()
        (folder / "postgres").touch()
    (tmp_path / "18/bin").mkdir(parents=True)  # without its server
    monkeypatch.setattr(machine, "POSTGRES_FOLDERS", (f"{tmp_path}/*/bin",))
    assert machine.postgres_programs() == tmp_path / "17/bin"


@pytest.mark.postgres
@pytest.mark.programs
def test_throwaway_servers_want_their_passwords_and_are_gone_after(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with ExitStack() as stack:
        named = servers.bring(stack, {"postgres", "redis"})
        with psycopg.connect(named["DATABASE_URL"]) as connection:
            row = connection.execute(
                "SELECT current_user, rolsuper, rolcreatedb FROM pg_roles WHERE rolname = current_user"
            )
            assert row.fetchone() == ("duly_app", False, False)
        assert redis.Redis.from_url(named["REDIS_URL"]).ping()
        password = named["REDIS_URL"].split("@")[0]
        with pytest.raises(redis.AuthenticationError):
            redis.Redis.from_url(named["REDIS_URL"].replace(password, "redis://:wrong")).ping()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(named["DATABASE_URL"].replace("duly_app:", "duly_app:wrong"))
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(named["DATABASE_URL"])
    assert not list(Path(tempfile.gettempdir()).glob(f"{servers.PREFIX}{os.getpid()}-*"))


def test_what_a_killed_run_left_is_removed_with_what_runs_in_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    gone = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True)
    left, kept, foreign = (
        tmp_path / f"{servers.PREFIX}{gone.stdout.strip()}-abc",
        tmp_path / f"{servers.PREFIX}{os.getpid()}-abc",
        tmp_path / "duly-notes-of-mine",
    )
    for folder in (left, kept, foreign):
        (folder / "redis").mkdir(parents=True)
    wait = [sys.executable, "-c", "print('here', flush=True); import time; time.sleep(600)"]
    orphan = subprocess.Popen(wait, cwd=left / "redis", stdout=subprocess.PIPE)
    assert orphan.stdout is not None
    with orphan.stdout as said:
        said.readline()
        stale.remove_stale()
    assert orphan.wait(30) == -9
    assert [folder.exists() for folder in (left, kept, foreign)] == [False, True, True]


def test_asked_for_help_it_says_what_it_does_and_tests_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    assert capsys.readouterr().out.startswith("bin/test ")
