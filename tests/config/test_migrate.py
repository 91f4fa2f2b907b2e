"""`migrate` beside people at work: it gives way to whoever holds a table, and comes again."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from config.environment import PROJECT
from config.management.commands import migrate

from .running import own_environment

pytestmark = pytest.mark.postgres


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """An empty database of two roles: the owner's address, and the variables that name it."""
    name = f"duly_migrate_{uuid4().hex[:8]}"
    owner, application = os.environ["MIGRATE_DATABASE_URL"], os.environ["DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    url = owner.rpartition("/")[0] + f"/{name}"
    variables = {
        "DATABASE_URL": application.rpartition("/")[0] + f"/{name}",
        "MIGRATE_DATABASE_URL": url,
        "DULY_DATA_DIR": str(tmp_path),
    }
    try:
        yield url, variables
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def start(variables: dict[str, str], *arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "manage.py", "migrate", "--no-input", "--verbosity", "1", *arguments]
    return subprocess.Popen(
        command, cwd=PROJECT, env=own_environment(variables), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )


def test_a_migration_gives_way_to_whoever_holds_the_table_and_comes_again(
    database: tuple[str, dict[str, str]],
) -> None:
    url, variables = database
    first = start(variables, "sessions")
    assert first.wait(120) == 0, first.communicate()
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE django_session IN ACCESS SHARE MODE")  # somebody reads, in a long transaction
        taking_away = start(variables, "sessions", "zero")
        assert taking_away.stderr is not None
        assert "A table is in use; trying again in 5 seconds" in taking_away.stderr.readline()
        others = psycopg.connect(variables["DATABASE_URL"])
        with others:  # while it waits for its turn, it keeps nobody from working
            others.execute("SET lock_timeout = '1s'")
            others.execute("SELECT count(*) FROM django_session")
        holder.rollback()
        assert taking_away.wait(120) == 0, taking_away.communicate()
        assert holder.execute("SELECT to_regclass('django_session')").fetchone() == (None,)
    for process in (first, taking_away):
        process.communicate()


def test_a_half_built_index_is_cleared_away_before_the_next_try(database: tuple[str, dict[str, str]]) -> None:
    url, variables = database
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("CREATE TABLE twice (n int)")
        owner.execute("INSERT INTO twice VALUES (1), (1)")
        with pytest.raises(psycopg.errors.UniqueViolation):
            owner.execute("CREATE UNIQUE INDEX CONCURRENTLY half_built ON twice (n)")
        assert owner.execute("SELECT to_regclass('half_built')").fetchone() == ("half_built",)
        process = start(variables, "contenttypes")
        assert process.wait(120) == 0, process.communicate()
        process.communicate()
        assert owner.execute("SELECT to_regclass('half_built')").fetchone() == (None,)


def test_it_waits_a_moment_only_and_leaves_others_more_than_that() -> None:
    assert migrate.LOCK_TIMEOUT == "3s"
    assert migrate.PAUSE > 3  # who queued behind it gets through
