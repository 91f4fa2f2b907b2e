"""What a load balancer and an operator are told."""

from typing import Any

import pytest
from django.test import Client

from requests_app import health
from requests_app.models import Deadline, Message, MessageState
from requests_app.selectors.auditor import Alarm
from requests_app.services.sweep import sweep
from tests.requests_app.office import Office, travel

TOKEN = "a token of the operator"


@pytest.fixture
def operator(client: Client, settings: Any) -> Client:
    settings.DULY_STATUS_TOKEN = TOKEN
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {TOKEN}"
    return client


def test_healthz_speaks_for_the_process_alone(client: Client) -> None:
    answer = client.get("/healthz")  # no database in this test
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_ok_with_a_database_that_is_up_to_date(db: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_is_not_when_the_code_is_ahead_of_the_database(db: None, client: Client, settings: Any) -> None:
    settings.MIGRATION_MODULES = {"sessions": "tests.requests_app.health.ahead"}
    health.migrations.look_again()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_they_are_not_kept_by_a_cache_and_take_no_post(db: None, client: Client, path: str) -> None:
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


def test_without_a_token_in_the_settings_there_is_no_statusz(db: None, client: Client, settings: Any) -> None:
    settings.DULY_STATUS_TOKEN = ""
    assert client.get("/statusz", headers={"Authorization": "Bearer "}).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer wrong", TOKEN + "x", "Bearer ü"])
def test_statusz_wants_the_token(db: None, client: Client, settings: Any, given: str) -> None:
    settings.DULY_STATUS_TOKEN = TOKEN
    assert client.get("/statusz", headers={"Authorization": given}).status_code == 403


def test_statusz_of_an_idle_engine(db: None, operator: Client) -> None:
    said = operator.get("/statusz").json()
    assert said == {
        "ready": True,
        "broker": True,
        "last_sweep_age": None,
        "due_alerts": {"count": 0, "oldest_age": None},
        "late_alerts": {"count": 0, "oldest_age": None},
        "alerts_to_compose": {"count": 0, "oldest_age": None},
        "messages": {"count": 0, "oldest_age": None},
        "webhooks": {"count": 0, "oldest_age": None},
        "webhooks_failing": 0,
        "mail_paused": False,
        "dead_letters": 0,
        "inactive_owners": 0,
        "jobs_missing": 0,
        "form_proven_seconds_ago": {},
        "alarms": dict.fromkeys(list(Alarm), 0),
        "faults": {"deadlines": 0, "messages": 0, "jobs": 0},
    }


def test_statusz_says_what_waits_and_since_when(office: Office, operator: Client, settings: Any) -> None:
    office.submission("2026-03-02")
    travel(settings, "2026-03-25T08:10:00")
    said = operator.get("/statusz").json()
    assert said["due_alerts"]["count"] == 2
    assert said["due_alerts"]["oldest_age"] > 600
    assert said["messages"]["count"] == 1
    sweep()
    said = operator.get("/statusz").json()
    assert said["due_alerts"] == {"count": 0, "oldest_age": None}
    assert said["alerts_to_compose"]["count"] == 2
    assert said["last_sweep_age"] < 60


def test_statusz_counts_faults_and_dead_letters(office: Office, operator: Client, settings: Any) -> None:
    office.submission("2026-03-02")
    now = travel(settings, "2026-03-25T08:10:00")
    Message.objects.update(state=MessageState.DEAD)
    Deadline.objects.filter(act="respond").update(fault_at=now)
    said = operator.get("/statusz").json()
    assert (said["dead_letters"], said["faults"]["deadlines"]) == (1, 1)


def test_statusz_names_nobody(office: Office, operator: Client) -> None:
    office.submission("2026-03-02")
    text = operator.get("/statusz").content.decode().lower()
    assert not any(word in text for word in ("robin", "northwind", "@"))


def test_the_metrics_say_the_same_as_statusz(db: None, operator: Client) -> None:
    said = operator.get("/metrics")
    text = said.content.decode()
    assert said["Content-Type"].startswith("text/plain; version=")
    assert "duly_dead_letters 0.0" in text
    assert "duly_messages_oldest_age_seconds NaN" in text
    assert 'duly_faults{of="deadlines"} 0.0' in text


def test_the_metrics_want_the_token_too(db: None, client: Client, settings: Any) -> None:
    settings.DULY_STATUS_TOKEN = TOKEN
    assert client.get("/metrics").status_code == 403
    settings.DULY_STATUS_TOKEN = ""
    assert client.get("/metrics").status_code == 404
