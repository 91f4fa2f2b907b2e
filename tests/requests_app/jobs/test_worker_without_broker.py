"""A real Celery worker whose broker is down: alerts are raised all the same."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from config.keys import new_secret
from records.key_check import ensure_keys
from requests_app.models import Alert, Deadline, SweepMark
from tests.requests_app.office import open_office

PATIENCE = 60.0


def environment() -> dict[str, str]:
    """This test's database and keys, and a broker at a port where nobody listens."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        who = f"{database['USER']}:{quote(database['PASSWORD'])}@{database['HOST']}:{database['PORT']}"
        url = f"postgres://{who}/{database['NAME']}"
    else:
        url = f"sqlite:///{database['NAME']}"
    return {
        **{name: value for name, value in os.environ.items() if name != "MIGRATE_DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": url,
        "REDIS_URL": "redis://127.0.0.1:1/0",
        "DULY_SECRET_KEY": settings.SECRET_KEY,
        "DULY_MASTER_KEYS": ",".join(settings.DULY_MASTER_KEYS),
        "DULY_LOOKUP_KEY": settings.DULY_LOOKUP_KEY,
    }


def until(found: Callable[[], bool], process: "subprocess.Popen[Any]") -> bool:
    """Whether it came true while the process ran."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if found():
            return True
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        return found()
    return False


@pytest.mark.django_db(transaction=True)
def test_a_worker_whose_broker_is_down_sweeps_by_itself(tmp_path: Path) -> None:
    ensure_keys()
    office = open_office()
    office.request("2026-03-02")
    Deadline.objects.filter(act="respond").update(next_alert_at="2026-03-25T15:00:00Z")
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-B", "-c", "1", "-l", "error"]
    log = tmp_path / "worker.log"
    with log.open("wb") as said:
        worker = subprocess.Popen(command, env=environment(), stdout=said, stderr=said, process_group=0)
    try:
        swept = until(SweepMark.objects.exists, worker)
    finally:
        os.killpg(worker.pid, signal.SIGKILL)  # beat and the pool are children of the worker
        worker.wait()
    assert swept, log.read_text()
    assert Alert.objects.filter(deadline__act="respond", state__in=("pending", "composed")).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_without_the_keys_of_its_database_does_not_start() -> None:
    ensure_keys()
    foreign = {"DULY_LOOKUP_KEY": new_secret("DULY_LOOKUP_KEY")}
    command = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "-c", "1"]
    ended = subprocess.run(
        command, env=environment() | foreign, capture_output=True, text=True, check=False, timeout=PATIENCE
    )
    assert ended.returncode != 0
    assert "Duly cannot start: " in ended.stderr
