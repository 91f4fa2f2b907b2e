"""`bin/run`, for real: one command to a working Duly, and nothing left behind when it stops."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from config.environment import PROJECT
from tests.mail import MailSink

from .running import Run, get, own_environment, processes_naming, running

TOKEN = "let-me-see"


def port_of(run: Run) -> int:
    found = re.search(r"http://127\.0\.0\.1:(\d+)/", run.wait_for("Duly runs at"))
    assert found is not None
    return int(found[1])


def wait_for_ticks(port: int) -> None:
    """Until /statusz has seen one sweep after another: beat, the broker and a worker work together."""
    ages: list[float] = []
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        code, body = get(f"http://127.0.0.1:{port}/statusz", Authorization=f"Bearer {TOKEN}")
        status = json.loads(body)
        assert (code, status["broker"]) == (200, True)
        if status["last_sweep_age"] is not None:
            ages.append(status["last_sweep_age"])
        if any(later < earlier for earlier, later in pairwise(ages)):
            return
    raise AssertionError(f"the ages of the last sweep: {ages[:10]}")


def assert_nobody_else_starts_on(data: Path) -> None:
    """Two of them would empty each other's message queue."""
    second = subprocess.run(
        [str(PROJECT / "bin/run"), "--data-dir", str(data)],
        env=own_environment({}),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (second.returncode, "another Duly runs on the data" in second.stderr) == (1, True), second.stderr


@pytest.mark.embedded
def test_one_command_from_an_empty_folder_to_pages_and_a_sign_in(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with running(
            "--port", str(port), "--data-dir", str(data), DULY_STATUS_TOKEN=TOKEN, DULY_TICK_SECONDS="3"
        ) as run:
            assert run.wait_for("is taken") == f"Port {port} is taken."
            assert re.search(r"officer@localhost +password: \S{20}", run.wait_for("Staff sign-in"))
            found = port_of(run)
            assert port < found <= port + 50
            for path, expected in (("", 200), ("prospect-medical/", 200), ("kaiser-permanente/", 200), ("staff/", 200)):
                assert get(f"http://127.0.0.1:{found}/{path}")[0] == expected, path
            wait_for_ticks(found)
            assert_nobody_else_starts_on(data)
            assert run.interrupt() == 0
    assert processes_naming(str(data)) == []
    assert [path for path in tmp_path.rglob("*") if path.stat().st_mode & 0o077 and "static" not in path.parts] == []
    assert sorted(path.name for path in (tmp_path / "data-keys").iterdir()) == [
        "lookup_key",
        "master_keys",
        "secret_key",
    ]


@pytest.fixture(scope="module")
def set_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a Duly that was started before."""
    data = tmp_path_factory.mktemp("duly") / "data"
    variables = own_environment({"DULY_DATA_DIR": str(data)})
    subprocess.run([PROJECT / "bin/manage", "prepare"], env=variables, check=True, capture_output=True)
    return data


@pytest.mark.embedded
def test_when_a_part_dies_all_stop_and_the_command_fails(set_up: Path) -> None:
    with running("--data-dir", str(set_up)) as run:
        run.wait_for("Duly runs at")
        assert not any("sign-in" in line for line in run.lines)
        (web,) = children_of(run.process.pid, "gunicorn")
        os.kill(web, signal.SIGKILL)
        assert run.end() == 1
        assert any(line.startswith("The web process ended with status -9") for line in run.lines)
    assert processes_naming(str(set_up)) == []


@pytest.mark.embedded
def test_killed_outright_it_leaves_nothing_running(set_up: Path) -> None:
    with running("--data-dir", str(set_up)) as run:
        run.wait_for("Duly runs at")
        run.process.kill()
        run.end()  # the pipe closes when the last child is gone
    assert processes_naming(str(set_up)) == []


@pytest.mark.embedded
def test_lost_keys_stop_the_start(set_up: Path) -> None:
    keys = set_up.with_name("data-keys")
    keys.rename(keys.with_name("elsewhere"))
    try:
        with running("--data-dir", str(set_up)) as run:
            assert "DULY_MASTER_KEYS" in run.wait_for("missing, but the database is in use")
            assert run.end() != 0
        assert not keys.exists()
    finally:
        keys.with_name("elsewhere").rename(keys)


@pytest.mark.embedded
def test_a_bad_value_stops_the_start_in_one_line(tmp_path: Path) -> None:
    with running("--data-dir", str(tmp_path / "data"), DULY_WEB_THREADS="many") as run:
        assert run.end() == 1
    assert run.lines == ["Duly cannot start: DULY_WEB_THREADS: expected a whole number from 1 to 64"]
    assert not (tmp_path / "data").exists()


@pytest.mark.postgres
@pytest.mark.redis
def test_the_same_command_runs_on_servers(tmp_path: Path, mail_sink: MailSink) -> None:
    name = f"duly_run_{uuid4().hex[:8]}"
    owner, application = os.environ["MIGRATE_DATABASE_URL"], os.environ["DATABASE_URL"]
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        with running(
            "--data-dir",
            str(tmp_path / "data"),
            DATABASE_URL=application.rpartition("/")[0] + f"/{name}",
            MIGRATE_DATABASE_URL=owner.rpartition("/")[0] + f"/{name}",
            REDIS_URL=settings.REDIS_URL,
            DULY_QUEUE=name,
            EMAIL_URL=f"smtp://{mail_sink.host}:{mail_sink.port}",
            DULY_STATUS_TOKEN=TOKEN,
            DULY_TICK_SECONDS="3",
        ) as run:
            port = port_of(run)
            assert get(f"http://127.0.0.1:{port}/readyz") == (200, "ok\n")
            wait_for_ticks(port)
            assert run.interrupt() == 0
        assert not (tmp_path / "data/duly.sqlite3").exists()
        assert not (tmp_path / "data/mail").exists()
    finally:
        with psycopg.connect(owner, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def children_of(parent: int, words: str) -> list[int]:
    """Numbers of the processes started by `parent` whose command line holds the words (Linux)."""
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in listed if words in Path(f"/proc/{pid}/cmdline").read_text()]
