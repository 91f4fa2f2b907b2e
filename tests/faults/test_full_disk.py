"""The disk is full: what cannot be written is not half done, and is done as soon as there is room."""

import datetime as dt
import resource
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection

from config.environment import PROJECT
from requests_app.models import Alert, Deadline, Message, MessageState, Submission
from requests_app.services.sweep import sweep
from tests.requests_app.jobs.test_worker_without_broker import environment
from tests.requests_app.office import open_office, travel

from .checker import Circumstances, objections

RUNNING = Circumstances(settled=False)


def pages(most: int | None = None) -> int:
    """How many pages the database has; with `most`, it may not get more from now on."""
    with connection.cursor() as cursor:
        if most is not None:
            cursor.execute(f"PRAGMA max_page_count = {most}")
        cursor.execute("PRAGMA page_count")
        (found,) = cursor.fetchone()
    return int(found)


@pytest.mark.embedded
@pytest.mark.django_db(transaction=True)
def test_a_full_database_file_leaves_nothing_half_done(settings: Any) -> None:
    office = open_office()
    for _ in range(25):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    before = Submission.objects.count()

    def send_many() -> None:
        for _ in range(25):
            office.submission("2026-03-25")

    pages(pages())
    try:
        with pytest.raises(OperationalError, match="full"):
            sweep()
        with pytest.raises(OperationalError, match="full"):
            send_many()
        assert not Alert.objects.exists()
        assert not Deadline.objects.filter(fault_at__isnull=False).exists(), "no row is at fault for it"
    finally:
        pages(1_000_000_000)
    assert Submission.objects.count() < before + 25
    assert sweep().finished
    assert objections(circumstances=RUNNING) == []


def in_a_process(words: str, offset: dt.timedelta, *, folder: Path, room: int | None = None, **variables: str) -> str:
    """Run `words`, so much later, in a process that may write no file longer than `room` bytes; what it said."""

    def limit() -> None:
        if room is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))

    (folder / "clock").write_text(str(offset.total_seconds()))
    here = environment() | {
        "DJANGO_SETTINGS_MODULE": "tests.faults.stand.settings",
        "STAND_CLOCK": str(folder / "clock"),
        "DULY_DATA_DIR": str(folder / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {words}"],
        cwd=PROJECT,
        env=here,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_full_mail_folder_keeps_mails_waiting_and_holds_none_by_halves(settings: Any, tmp_path: Path) -> None:
    office = open_office()
    for _ in range(3):
        office.submission("2026-03-02")
    travel(settings, "2026-03-02T10:05:00")
    delivering = "from requests_app.services.delivery import deliver; print(deliver())"
    assert "sent=0, failed=3" in in_a_process(delivering, settings.DULY_CLOCK_OFFSET, folder=tmp_path, room=1000)
    assert [*(tmp_path / "data/mail").iterdir()] == []
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.QUEUED}
    settings.DULY_CLOCK_OFFSET += dt.timedelta(minutes=2)
    assert "sent=3, failed=0" in in_a_process(delivering, settings.DULY_CLOCK_OFFSET, folder=tmp_path)
    mails = [path.read_text() for path in (tmp_path / "data/mail").iterdir()]
    ids = [line.split()[1] for mail in mails for line in mail.splitlines() if line.startswith("Message-ID: <")]
    assert objections(ids) == []


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_full_broker_folder_loses_a_nudge_and_nothing_else(settings: Any, tmp_path: Path) -> None:
    """What was committed stays; the next tick finds it. Nothing half written is left in the folder."""
    from config import broker

    office = open_office()
    travel(settings, "2026-03-02T10:05:00")
    broker.start_empty(tmp_path / "data/broker")
    taking_in = "from tests.faults.test_full_disk import take_one_in; take_one_in()"
    in_a_process(taking_in, settings.DULY_CLOCK_OFFSET, folder=tmp_path, room=0, REDIS_URL="")
    assert Submission.objects.filter(organization=office.organization).count() == 1
    assert [path for part in ("messages", "taken") for path in (tmp_path / "data/broker" / part).iterdir()] == []
    assert objections(circumstances=RUNNING) == []


def take_one_in() -> None:
    """In a process of its own: a submission of Northwind's, with its nudge."""
    from organizations.models import Organization
    from tests.requests_app.office import Office

    northwind = Organization.objects.get(slug="northwind")
    Office(northwind, *[None] * 3).submission("2026-03-02")  # nobody of the office is asked
