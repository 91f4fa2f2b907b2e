"""The embedded message broker: whole messages, each to one reader, in a folder of the owner's."""

import threading
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from kombu import Connection

import config.celery  # noqa: F401 - makes the transport known
from config import broker

pytestmark = pytest.mark.embedded


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    broker.start_empty(tmp_path / "broker")
    return tmp_path / "broker"


def connect(folder: Path) -> Connection:
    return Connection(f"{broker.SCHEME}://localhost", transport_options=broker.transport_options(folder))


def queue_in(folder: Path) -> str:
    """Its own name for each test: kombu remembers per process which queues it has declared."""
    return folder.parent.name


def drain(folder: Path, into: list[Any]) -> None:
    with connect(folder) as connection, connection.SimpleQueue(queue_in(folder)) as queue:
        while True:
            try:
                message = queue.get(timeout=0.5)
            except queue.Empty:
                return
            into.append(message.payload)
            message.ack()


def test_each_message_reaches_one_reader_whole(folder: Path) -> None:
    sent = [{"number": number, "text": "x" * 5000} for number in range(200)]
    readers: list[list[Any]] = [[], [], []]
    threads = [threading.Thread(target=drain, args=(folder, into)) for into in readers]
    with connect(folder) as connection, connection.SimpleQueue(queue_in(folder)) as queue:
        for thread in threads:
            thread.start()
        for payload in sent:
            queue.put(payload)
    for thread in threads:
        thread.join()
    taken = Counter(payload["number"] for reader in readers for payload in reader)
    assert taken == Counter(range(200))
    assert list((folder / "messages").iterdir()) == list((folder / "taken").iterdir()) == []


def test_only_the_owner_may_read_messages(folder: Path) -> None:
    with connect(folder) as connection, connection.SimpleQueue(queue_in(folder)) as queue:
        queue.put({"id": "1"})
    (message,) = (folder / "messages").iterdir()
    assert message.stat().st_mode & 0o777 == 0o600
    assert {path.stat().st_mode & 0o777 for path in (folder, *folder.iterdir())} == {0o700}


def test_messages_of_one_sender_come_in_order(folder: Path) -> None:
    with connect(folder) as connection, connection.SimpleQueue(queue_in(folder)) as queue:
        for number in range(20):
            queue.put(number)
    found: list[Any] = []
    drain(folder, found)
    assert found == list(range(20))


def test_a_start_throws_away_what_an_earlier_run_left(folder: Path) -> None:
    with connect(folder) as connection, connection.SimpleQueue(queue_in(folder)) as queue:
        queue.put("stale")
    broker.start_empty(folder)
    found: list[Any] = []
    drain(folder, found)
    assert found == []


def test_every_thread_finds_the_configured_app() -> None:
    found: list[str] = []

    def look() -> None:
        from celery import current_app

        found.append(current_app.conf.broker_url)

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [settings.CELERY_BROKER_URL]
