"""An installation by docker/compose.yaml on this machine: image, secrets, PostgreSQL with both roles, Redis, a sink."""

import base64
import html
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from altcha import solve_challenge

from organizations.models import Organization
from requests_app.public.spam import HARDEST_NUMBER, LEAST_TIME
from tests.config.composed import DOCKER, Host, end, operators_settings
from tests.config.running import get
from tests.http_client import HttpClient
from tests.mail import FreePort, MailSink
from tests.requests_app.public.visitor import Visitor
from tests.suite import servers

HOST = "requests.example.org"
SLUG = "prospect-medical"
PATIENCE = 90.0


@dataclass
class Installation:
    host: Host
    sink: MailSink
    admin: str
    """The superuser's address of the PostgreSQL."""

    def secret(self, name: str) -> str:
        return (self.host.folder / "run/secrets" / name).read_text().strip()

    def query(self, statement: str, *values: object, url: str = "") -> list[tuple[Any, ...]]:
        """Rows of a statement as the owner of the tables; committed."""
        with psycopg.connect(url or self.secret("migrate_database_url")) as connection:
            cursor = connection.execute(statement.encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def running(self, *services: str) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
        with ExitStack() as stack:
            yield {name: self.host.start(stack, name) for name in services}

    @contextmanager
    def web(self, ready: int = 200) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
        """A web process on a port of its own, once it says whether it is ready."""
        port = servers.free_port()
        with ExitStack() as stack:
            process = self.host.start(stack, "web", DULY_PORT=str(port))
            self.wait_for(lambda: answer(port, "readyz") == ready, "web")
            yield port, process

    def wait_for(self, found: Callable[[], object], *services: str) -> None:
        """Until it is so; what the services said otherwise."""
        deadline = time.monotonic() + PATIENCE
        while not found():
            assert time.monotonic() < deadline, "\n".join(self.host.said(name) for name in services)
            time.sleep(0.1)

    def wait_for_change(self, statement: str, *services: str) -> None:
        """Until the rows are others."""
        before = self.query(statement)
        self.wait_for(lambda: self.query(statement) != before, *services)

    def fill_in(self, port: int, wish: str = "delete") -> Visitor:
        """A visitor who has answered everything and looks at the answers."""
        visitor = Visitor(Organization(slug=SLUG), HttpClient(port, HOST))  # type: ignore[arg-type] # asks as a Client
        visitor.begin(wish)
        began = time.monotonic()
        visitor.walk()
        time.sleep(max(0.0, LEAST_TIME.total_seconds() - (time.monotonic() - began)))  # no person is faster
        return visitor

    def confirmations_of_the_latest(self) -> list[Any]:
        """The mails to whoever sent the last form: other tests' may leave at any time."""
        ((reference,),) = self.query("SELECT reference FROM requests_app_submission ORDER BY entered_at DESC LIMIT 1")
        return [mail for mail in self.mails_to("pat@mail.example") if reference in mail.as_string()]

    def mails_to(self, address: str) -> list[Any]:
        return [mail for mail in self.sink.messages if mail["X-Envelope-To"] == address]


def answer(port: int, path: str) -> int | None:
    """The status of a page; None while nobody listens."""
    try:
        return get(f"http://127.0.0.1:{port}/{path}")[0]
    except OSError:
        return None


def solved(page: str) -> str:
    """The proof of work that the page asks for, as its script sends it."""
    said = dict(re.findall(r'data-(algorithm|challenge|salt|signature)="([^"]*)"', html.unescape(page)))
    found = solve_challenge(said["challenge"], said["salt"], max_number=HARDEST_NUMBER)
    assert found is not None
    return base64.b64encode(json.dumps({**said, "number": found.number}).encode()).decode()


@contextmanager
def install() -> Iterator[Installation]:
    folder = Path(tempfile.mkdtemp(prefix=f"{servers.PREFIX}{os.getpid()}-"))
    sink = MailSink()
    controller = FreePort(sink, hostname=sink.host, port=0)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)  # others' processes run in it
        controller.start()
        stack.callback(controller.stop)
        host = Host(folder, {**operators_settings(), "DULY_TICK_SECONDS": "3"})
        host.build()
        subprocess.run([DOCKER / "make-secrets", folder / "run/secrets"], check=True, capture_output=True)
        cluster = folder / "cluster"
        cluster.mkdir()
        one = Installation(host, sink, servers.start_cluster(stack, cluster))
        make_roles(one)
        listens = str(urlsplit(one.admin).netloc.rpartition("@")[2])
        redis = start_redis(stack, host)
        for name, written, found in (
            ("database_url", "database:5432", listens),
            ("migrate_database_url", "database:5432", listens),
            ("redis_url", "redis:6379", redis),
            ("email_url", "mail:1025", f"{sink.host}:{controller.port}"),
        ):
            file = folder / "run/secrets" / name
            file.write_text(file.read_text().replace(written, found))
        for path in (folder / "run", folder / "run/secrets"):
            path.chmod(0o755)  # a container is given the files, whatever the folder's rights
        prepared = host.run("migrate")
        assert prepared.returncode == 0, prepared.stderr
        yield one


def make_roles(one: Installation) -> None:
    """By the script that the database's image runs on its first start."""
    admin = urlsplit(one.admin)
    found = {"PGHOST": str(admin.hostname), "PGPORT": str(admin.port), "PGPASSWORD": str(admin.password)}
    own = {"PATH": os.environ["PATH"], "POSTGRES_USER": "admin", "SECRETS": str(one.host.folder / "run/secrets")}
    subprocess.run([DOCKER / "database-roles.sh"], env=own | found, check=True)


def start_redis(stack: ExitStack, host: Host) -> str:
    port = servers.free_port()
    options = ["--port", str(port), "--bind", "127.0.0.1", "--dir", str(host.folder / "tmp")]
    command = [str(servers.machine.redis_program()), *host.command("redis")[1:], *options]
    stack.callback(end, subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=servers.die_with_parent))
    return f"127.0.0.1:{port}"
