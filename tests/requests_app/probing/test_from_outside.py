"""The daily trial against a real web process, by the one way out: name, certificate, cookies, proof of work, mail."""

import datetime as dt
import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as configured
from django.db import connection

from config import egress
from config.environment import PROJECT
from records.key_check import ensure_keys
from requests_app import clock_source
from requests_app.models import Message, MessageKind, PrivacyRequest, Submission
from requests_app.selectors.proofs import last_proven
from requests_app.services.delivery import deliver
from requests_app.services.probing.daily import file_for
from requests_app.services.probing.failure import NotProven
from tests.mail import MailSink
from tests.requests_app import world
from tests.suite.servers import free_port
from tests.tls import HERE, HOST, authority

__all__ = ["authority"]

PATIENCE = 60.0


def environment(base: str) -> dict[str, str]:
    """The test's database and secrets, in production's clothes."""
    database = connection.settings_dict
    where = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
    postgres = connection.vendor == "postgresql"
    return {
        **{name: value for name, value in os.environ.items() if name != "MIGRATE_DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": f"postgres://{where}/{database['NAME']}" if postgres else f"sqlite:///{database['NAME']}",
        "DULY_BASE_URL": base,
        "DULY_SECRET_KEY": configured.SECRET_KEY,
        "DULY_MASTER_KEYS": ",".join(configured.DULY_MASTER_KEYS),
        "DULY_LOOKUP_KEY": configured.DULY_LOOKUP_KEY,
    }


@pytest.fixture
def served(transactional_db: None, authority: Path, settings: Any, tmp_path: Path) -> Iterator[egress.Way]:
    """gunicorn behind TLS as `hooks.example.org`, and the way that leads to it."""
    ensure_keys()
    world.publish_world()
    port = free_port()
    base = f"https://{HOST}:{port}"
    settings.DULY_EGRESS_HOSTS = [f"{HOST}:{port}"]
    settings.DULY_PROBE_URL, settings.DULY_PROBE_EMAIL = base, "probe@operator.example"
    chain = str(authority / f"{HOST}.pem")
    gunicorn = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn", "--certfile", chain]
    command = [*gunicorn, "--keyfile", chain, "--bind", f"{HERE}:{port}", "config.wsgi"]
    log = tmp_path / "web.log"
    with log.open("wb") as said:
        web = subprocess.Popen(command, cwd=PROJECT, env=environment(base), stdout=said, stderr=said, process_group=0)
    try:
        trusted = ssl.create_default_context(cafile=str(authority / "ca.pem"))
        way = egress.Way(resolve=lambda *_: [HERE], may_reach={HERE}.__contains__, tls=lambda: trusted)
        wait_until_it_answers(base, way, log)
        yield way
    finally:
        os.killpg(web.pid, signal.SIGTERM)
        web.wait(30)


def wait_until_it_answers(base: str, way: egress.Way, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if egress.call(f"{base}/healthz", method="GET", way=way).is_good:
                return
        except egress.Failed:
            time.sleep(0.1)
    raise AssertionError(log.read_text())


def test_the_form_is_proven_from_the_first_page_to_the_mail_server(
    served: egress.Way, mail_sink: MailSink, settings: Any
) -> None:
    organization = world.prospect()
    today = clock_source.now().astimezone(ZoneInfo(organization.timezone)).date()
    file_for(organization, today, way=served)
    assert not Submission.objects.exists()
    assert not PrivacyRequest.objects.exists()
    assert deliver().sent == 1
    (mail,) = mail_sink.messages
    assert mail["X-Envelope-To"] == "probe@operator.example"
    proven = last_proven(clock_source.now())[organization.slug]
    assert proven is not None
    assert clock_source.now() - proven < dt.timedelta(minutes=1)
    settings.SECRET_KEY = "the secret of another installation, long enough"
    with pytest.raises(NotProven, match="not_taken_409"):  # by its mark
        file_for(world.kaiser(), today, way=served)
    assert not Submission.objects.exists()
    assert Message.objects.filter(kind=MessageKind.PROBE).count() == 1


def test_a_certificate_that_nobody_trusts_proves_nothing(served: egress.Way) -> None:
    strict = egress.Way(resolve=served.resolve, may_reach=served.may_reach)
    with pytest.raises(NotProven, match="certificate"):
        file_for(world.prospect(), dt.date(2026, 5, 1), way=strict)
