"""The settings: what is read, what stops the start, and that the message names the variable and hides the value."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from .loading import PRODUCTION, settings_of

WRONG = [
    ("DULY_PORT", "eighty", "a whole number from 1 to 65535"),
    ("DULY_PORT", "0", "a whole number from 1 to 65535"),
    ("DULY_PORT", "-1", "a whole number from 1 to 65535"),
    ("DULY_DEBUG", "flase", "true or false"),
    ("DULY_PRODUCTION", "2", "true or false"),
    ("DULY_MACHINES", "0", "a whole number from 1"),
    ("DULY_DATA_DIR", "data", "an absolute path"),
    ("DULY_BASE_URL", "requests.example", "starts with http:// or https://"),
    ("DULY_BASE_URL", "ftp://requests.example", "starts with http:// or https://"),
    ("DATABASE_URL", "mysql://a:hidden@host/duly", "postgres://"),
    ("DATABASE_URL", "hidden", "postgres://"),
    ("DATABASE_URL", "postgres://a:hidden@host", "postgres://"),
    ("DATABASE_URL", "sqlite://:memory:", "sqlite:////absolute/path"),
    ("REDIS_URL", "http://:hidden@host", "redis:// or rediss://"),
    ("EMAIL_URL", "consolemail://", "smtp://"),
    ("EMAIL_URL", "smtp://", "smtp://"),
    ("DULY_LOG_LEVEL", "LOUD", "DEBUG, INFO, WARNING, ERROR"),
    ("DULY_TICK_SECONDS", "0", "a whole number from 1"),
    ("DULY_FILE_MB", "0", "a whole number from 1 to 100"),
    ("DULY_CLAMD", "scanner:3310", "tcp://HOST:PORT or unix:///absolute/path"),
    ("DULY_CLAMD", "tcp://scanner", "tcp://HOST:PORT or unix:///absolute/path"),
    ("DULY_EGRESS_HOSTS", "hooks.example.org,localhost", "host names as in hooks.example.org"),
    ("DULY_EGRESS_HOSTS", "https://hooks.example.org", "host names as in hooks.example.org"),
    ("DULY_EGRESS_HOSTS", "10.0.0.1", "host names as in hooks.example.org"),
    ("DULY_EGRESS_HOSTS", "hooks.example.org:https", "a port from 1 to 65535"),
    ("DULY_EGRESS_HOSTS", "hooks.example.org:65536", "a port from 1 to 65535"),
    ("DULY_HEARTBEAT_URL", "https://status.example.org/hidden", "(host_not_listed)"),
    ("DULY_HEARTBEAT_URL", "http://status.example.org/hidden", "(not_https)"),
    ("DULY_MAIL_DOMAIN_PACE", "-1", "a whole number from 0"),
    ("DULY_MASTER_KEYS", "c2hvcnQ=", "32 bytes in base64url"),
    ("DULY_LOOKUP_KEY", "not base64", "32 bytes in base64url"),
    ("DULY_SECRET_KEY_FILE", "/nowhere/secret", "DULY_SECRET_KEY_FILE: cannot read"),
    ("MIGRATE_DATABASE_URL", "postgres://owner:hidden@host/duly", "needs DATABASE_URL"),
]


@pytest.mark.parametrize(("name", "value", "expected"), WRONG)
def test_a_wrong_value_stops_the_start_and_is_named_but_not_shown(name: str, value: str, expected: str) -> None:
    with pytest.raises(ImproperlyConfigured) as stop:
        settings_of({name: value})
    assert str(stop.value).startswith(name)
    assert expected in str(stop.value)
    assert "hidden" not in str(stop.value)


def test_nothing_needs_to_be_set() -> None:
    found = settings_of({"XDG_DATA_HOME": "/home/ana/data"})
    assert found["DATABASES"]["default"]["NAME"] == Path("/home/ana/data/duly/duly.sqlite3")
    assert found["EMAIL_FILE_PATH"] == "/home/ana/data/duly/mail"
    assert found["CELERY_BROKER_URL"] == "folder://localhost"
    assert found["DEBUG"] is False


def test_keys_lie_beside_the_data_not_in_it() -> None:
    assert settings_of({"DULY_DATA_DIR": "/srv/duly", "DULY_KEY_DIR": ""})["DULY_KEY_DIR"] == Path("/srv/duly-keys")


def test_an_empty_value_counts_as_unset() -> None:
    empty = dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DULY_PORT", "DULY_DEBUG"), "")
    assert settings_of(empty)["DULY_PORT"] == 8000


def test_a_value_may_lie_in_a_file(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("open sesame\n")
    found = settings_of({"DULY_STATUS_TOKEN_FILE": str(tmp_path / "token")})
    assert found["DULY_STATUS_TOKEN"] == "open sesame"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    (tmp_path / "env").write_text("DULY_PORT=8100\nDULY_QUEUE=from-file\n")
    found = settings_of({"DULY_ENV_FILE": str(tmp_path / "env"), "DULY_PORT": "8200"})
    assert (found["DULY_PORT"], found["CELERY_TASK_DEFAULT_QUEUE"]) == (8200, "from-file")


def test_a_password_may_start_with_a_dollar_sign() -> None:
    assert settings_of({"DULY_STATUS_TOKEN": "$HOME"})["DULY_STATUS_TOKEN"] == "$HOME"


def test_sqlite_waits_for_other_writers_and_keeps_every_commit() -> None:
    for variables in ({}, {"DATABASE_URL": "sqlite:////srv/duly/other.sqlite3"}):
        options = settings_of(variables)["DATABASES"]["default"]["OPTIONS"]
        assert options["transaction_mode"] == "IMMEDIATE"
        assert options["timeout"] == 20
        assert "journal_mode=WAL" in options["init_command"]
        assert "synchronous=FULL" in options["init_command"]


def test_migrations_run_as_the_owner_and_the_rest_as_the_application() -> None:
    urls = {
        "DATABASE_URL": "postgres://duly_app:a%40b@db:5432/duly",
        "MIGRATE_DATABASE_URL": "postgres://duly_owner:c@db:5432/duly",
    }
    found = settings_of(urls)
    assert found["DATABASES"]["default"]["PASSWORD"] == "a@b"
    assert found["DULY_OWNER_DATABASE"]["USER"] == "duly_owner"
    assert found["DULY_APP_ROLE"] == "duly_app"


def test_the_owner_of_another_database_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="MIGRATE_DATABASE_URL: names another database"):
        settings_of(
            {"DATABASE_URL": "postgres://a@db/duly", "MIGRATE_DATABASE_URL": "postgres://b@db/elsewhere"},
        )


def test_a_broker_that_is_down_holds_nobody_up() -> None:
    options = settings_of({"REDIS_URL": "redis://redis:6379/0"})["CELERY_BROKER_TRANSPORT_OPTIONS"]
    assert (options["socket_connect_timeout"], options["socket_timeout"]) == (0.25, 0.25)


def test_the_heartbeat_is_called_at_a_listed_host() -> None:
    url = "https://status.example.org:8443/ping/1"
    found = settings_of({"DULY_HEARTBEAT_URL": url, "DULY_EGRESS_HOSTS": "Hooks.example.org, status.example.org:8443"})
    assert found["DULY_HEARTBEAT_URL"] == url
    assert found["DULY_EGRESS_HOSTS"] == ["hooks.example.org:443", "status.example.org:8443"]


def test_beat_has_one_entry() -> None:
    (entry,) = settings_of({})["CELERY_BEAT_SCHEDULE"].values()
    assert entry["task"] == "requests_app.tick"
    assert 20 <= entry["schedule"] <= 30


def test_production_starts_when_all_is_in_order() -> None:
    found = settings_of(PRODUCTION)
    assert found["ALLOWED_HOSTS"] == ["requests.northwind.example", "localhost", "127.0.0.1", "[::1]"]
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["SESSION_COOKIE_NAME"].startswith("__Host-")
    assert found["SECURE_HSTS_SECONDS"] > 0


REFUSED = [
    ({"DULY_DEBUG": "true"}, "DULY_DEBUG"),
    ({"EMAIL_URL": ""}, "EMAIL_URL"),
    ({"DULY_BASE_URL": "http://requests.northwind.example"}, "DULY_BASE_URL"),
    ({"DULY_MAIL_FROM": ""}, "DULY_MAIL_FROM"),
    ({"DULY_SECRET_KEY": "change-me"}, "DULY_SECRET_KEY"),
    ({"DULY_SECRET_KEY": "a" * 60}, "DULY_SECRET_KEY"),
    ({"DULY_SECRET_KEY": "django-insecure-" + PRODUCTION["DULY_SECRET_KEY"]}, "DULY_SECRET_KEY"),
    ({"DULY_MASTER_KEYS": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}, "DULY_MASTER_KEYS"),
    ({"DULY_LOOKUP_KEY": "A" * 43 + "="}, "DULY_LOOKUP_KEY"),
    ({"DULY_MACHINES": "2", "REDIS_URL": "redis://redis/0"}, "DATABASE_URL"),
    ({"DULY_MACHINES": "2", "DATABASE_URL": "postgres://duly@db/duly"}, "REDIS_URL"),
]


@pytest.mark.parametrize(("variables", "name"), REFUSED)
def test_production_refuses_what_is_fine_on_a_laptop(variables: dict[str, str], name: str) -> None:
    with pytest.raises(ImproperlyConfigured) as stop:
        settings_of(PRODUCTION | variables)
    assert str(stop.value).startswith(f"{name}: ")
    assert ";" not in str(stop.value)  # that one, and nothing else


def test_production_names_all_faults_at_once() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"DULY_DEBUG.*; EMAIL_URL"):
        settings_of(PRODUCTION | {"DULY_DEBUG": "true", "EMAIL_URL": ""})
