"""The services of docker/compose.yaml as processes: their commands, their secrets, their roles; form to sink."""

import base64
import html
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from altcha import solve_challenge

from organizations.models import Organization
from requests_app.public.spam import HARDEST_NUMBER, LEAST_TIME
from tests.http_client import HttpClient
from tests.mail import MailSink
from tests.requests_app.public.visitor import Visitor
from tests.suite import servers

from .composed import DOCKER, SERVICES, Host, end, operators_settings
from .running import get

pytestmark = [pytest.mark.postgres, pytest.mark.redis, pytest.mark.programs]

HOST = "requests.example.org"


@pytest.fixture
def host(mail_sink: MailSink) -> Iterator[tuple[Host, ExitStack]]:
    """The image as a folder, the secrets as files, PostgreSQL with both roles, Redis: as `docker compose up` finds."""
    folder = Path(tempfile.mkdtemp(prefix=f"{servers.PREFIX}{os.getpid()}-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)  # others' processes run in it
        port = servers.free_port()
        one = Host(folder, {**operators_settings(), "DULY_PORT": str(port), "DULY_TICK_SECONDS": "1"})
        one.build()
        subprocess.run([DOCKER / "make-secrets", folder / "run/secrets"], check=True, capture_output=True)
        database = start_database(stack, folder)
        redis = start_redis(stack, one)
        for name, written, found in (
            ("database_url", "database:5432", database),
            ("migrate_database_url", "database:5432", database),
            ("redis_url", "redis:6379", redis),
            ("email_url", "mail:1025", f"{mail_sink.host}:{mail_sink.port}"),
        ):
            file = folder / "run/secrets" / name
            file.write_text(file.read_text().replace(written, found))
        (folder / "run/secrets").chmod(0o755)  # a container is given the files, whatever the folder's rights
        (folder / "run").chmod(0o755)
        yield one, stack


def start_database(stack: ExitStack, folder: Path) -> str:
    """Where it listens, the script of its first start having run."""
    shared = folder / "cluster"
    shared.mkdir()
    admin = urlsplit(servers.start_cluster(stack, shared))
    found = {"PGHOST": admin.hostname, "PGPORT": str(admin.port), "PGPASSWORD": admin.password}
    environment = {
        "PATH": os.environ["PATH"],
        "POSTGRES_USER": "admin",
        "SECRETS": str(folder / "run/secrets"),
        **found,
    }
    subprocess.run([DOCKER / "database-roles.sh"], env=environment, check=True)
    return f"{admin.hostname}:{admin.port}"


def start_redis(stack: ExitStack, one: Host) -> str:
    port = servers.free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(one.folder / "tmp")]
    command = [str(servers.machine.redis_program()), *one.command("redis")[1:], *options]
    stack.callback(end, subprocess.Popen(command, stdout=subprocess.DEVNULL))
    return f"127.0.0.1:{port}"


def wait_for(found: object, one: Host, services: tuple[str, ...], within: float = 90) -> None:
    deadline = time.monotonic() + within
    while not found():  # type: ignore[operator]
        assert time.monotonic() < deadline, "\n".join(one.said(name) for name in services)
        time.sleep(0.1)


def answers(port: str, path: str) -> bool:
    try:
        return get(f"http://127.0.0.1:{port}/{path}")[0] == 200
    except OSError:
        return False


def solved(page: str) -> str:
    """The proof of work that the page asks for, as its script sends it."""
    said = dict(re.findall(r'data-(algorithm|challenge|salt|signature)="([^"]*)"', html.unescape(page)))
    found = solve_challenge(said["challenge"], said["salt"], max_number=HARDEST_NUMBER)
    assert found is not None
    return base64.b64encode(json.dumps({**said, "number": found.number}).encode()).decode()


def test_the_services_start_in_order_take_a_request_in_and_stop_at_a_word(
    host: tuple[Host, ExitStack], mail_sink: MailSink
) -> None:
    one, stack = host
    port = one.settings["DULY_PORT"]
    prepared = one.run("migrate")
    assert prepared.returncode == 0, prepared.stderr
    assert sorted(path.name for path in (one.folder / "keys").iterdir()) == ["lookup_key", "master_keys", "secret_key"]
    processes = {name: one.start(stack, name) for name in ("web", "worker", "beat")}
    wait_for(lambda: answers(port, "readyz"), one, ("web",))
    began = time.monotonic()
    visitor = Visitor(Organization(slug="prospect-medical"), HttpClient(int(port), HOST))  # type: ignore[arg-type]
    visitor.begin("delete").walk()
    time.sleep(max(0.0, LEAST_TIME.total_seconds() - (time.monotonic() - began)))  # a person's time, not the machine's
    visitor.post({"proof": solved(visitor.page)})
    assert visitor.step == "sent", visitor.text
    wait_for(lambda: mail_sink.messages, one, ("worker", "beat"))
    (mail,) = mail_sink.messages
    assert mail["X-Envelope-To"] == "pat@mail.example"
    assert f"https://{HOST}/prospect-medical/status/" in mail.as_string().replace("=\n", "")
    for name in processes:
        wait_for(lambda name=name: one.run(name, ["python", "-m", "config.alive"]).returncode == 0, one, (name,))
    for name, process in processes.items():
        process.terminate()
        assert process.wait(60) == 0, one.said(name)
    assert one.run("web", ["python", "-m", "config.alive"]).returncode == 1
    assert_the_application_owns_nothing(one)


def assert_the_application_owns_nothing(one: Host) -> None:
    url = (one.folder / "run/secrets/database_url").read_text().strip()
    with psycopg.connect(url) as connection:
        owners = connection.execute("SELECT DISTINCT tableowner FROM pg_tables WHERE schemaname = 'public'").fetchall()
        assert owners == [("duly_owner",)]
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE TABLE mine (id int)")


def test_each_service_of_ours_has_a_command_of_this_project() -> None:
    assert {name: SERVICES[name]["command"][0] for name in ("migrate", "web", "worker", "beat")} == {
        "migrate": "python",
        "web": "gunicorn",
        "worker": "celery",
        "beat": "celery",
    }
