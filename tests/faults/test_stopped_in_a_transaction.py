"""A worker that stands still inside a transaction keeps what it holds for two minutes, and then others have it."""

import time
from typing import Any

import psycopg
import pytest
from django.db import connection

from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.sweep import sweep
from tests.requests_app.office import open_office, travel
from tests.requests_app.parallel import PATIENCE

from .checker import Circumstances, objections

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_every_session_is_told_to_end_what_stands_idle(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("2min",)


def test_what_it_held_is_rung_by_others(transactional_db: None, settings: Any) -> None:
    office = open_office()
    for _ in range(3):
        office.request("2026-03-02")
    travel(settings, "2026-03-25T08:00:01")
    given = {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}
    stopped = psycopg.connect(
        host=given["HOST"],
        port=given["PORT"],
        user=given["USER"],
        password=given["PASSWORD"],
        dbname=given["NAME"],
        options="-c idle_in_transaction_session_timeout=1s",
    )
    held = PrivacyRequest.objects.earliest("id").pk
    stopped.execute("SELECT 1 FROM requests_app_privacyrequest WHERE id = %s FOR NO KEY UPDATE", [held])
    sweep()
    assert set(Deadline.objects.filter(alerts__isnull=True).values_list("request", flat=True)) == {held}
    until = time.monotonic() + PATIENCE
    while not sweep().rang and time.monotonic() < until:
        time.sleep(0.1)
    assert objections(circumstances=Circumstances(settled=False)) == []
    stopped.close()
