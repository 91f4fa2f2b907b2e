"""docker/: what it names is there, and what it promises to an operator it says to the engine, too."""

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from config import gunicorn
from config.environment import PROJECT

from .composed import CONTENT, DOCKER, SERVICES, STAGES, image_environment, instructions, operators_settings
from .loading import PRODUCTION, settings_of

OURS = ("migrate", "web", "worker", "beat")
KEYS_OF_A_SERVICE = frozenset(
    [
        "build",
        "cap_drop",
        "command",
        "depends_on",
        "env_file",
        "environment",
        "healthcheck",
        "image",
        "init",
        "logging",
        "networks",
        "ports",
        "profiles",
        "read_only",
        "restart",
        "secrets",
        "security_opt",
        "shm_size",
        "stop_grace_period",
        "tmpfs",
        "user",
        "volumes",
    ]
)
KNOWN = set(re.findall(r"^# ([A-Z][A-Z_]+)=", (PROJECT / ".env.example").read_text(), re.MULTILINE))
EXAMPLE_SETTINGS = operators_settings()


def seconds(words: str) -> int:
    assert words.endswith("s")
    return int(words.removesuffix("s"))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_says_nothing_that_the_compose_specification_does_not_know(service: str) -> None:
    assert set(SERVICES[service]) <= KEYS_OF_A_SERVICE


@pytest.mark.parametrize("service", SERVICES)
def test_whatever_a_service_refers_to_is_defined(service: str) -> None:
    said = SERVICES[service]
    named = {volume.partition(":")[0] for volume in said.get("volumes", ())}
    paths = {name for name in named if name.startswith(".")}
    assert all((DOCKER / path).exists() for path in paths)
    assert named - paths <= set(CONTENT["volumes"])
    assert set(said.get("secrets", ())) <= set(CONTENT["secrets"])
    assert set(said["networks"]) <= set(CONTENT["networks"])
    assert set(said.get("depends_on", ())) <= set(SERVICES)


def test_every_secret_that_is_defined_is_used_and_drawn(tmp_path: Path) -> None:
    subprocess.run([DOCKER / "make-secrets", tmp_path / "secrets"], check=True, capture_output=True)
    drawn = {path.name for path in (tmp_path / "secrets").iterdir()}
    used = {name for said in SERVICES.values() for name in said.get("secrets", ())}
    assert drawn == set(CONTENT["secrets"]) == used


def test_secrets_are_drawn_once_and_lie_where_nobody_else_looks(tmp_path: Path) -> None:
    folder = tmp_path / "secrets"

    def draw() -> dict[str, str]:
        subprocess.run([DOCKER / "make-secrets", folder], check=True, capture_output=True)
        return {path.name: path.read_text() for path in folder.iterdir()}

    first = draw()
    assert draw() == first
    assert folder.stat().st_mode & 0o077 == 0
    assert len({text for name, text in first.items() if "password" in name}) == 3
    assert first["database_app_password"].strip() in first["database_url"]
    assert first["redis_url"].split(":")[2].partition("@")[0] in first["redis_conf"]


@pytest.mark.parametrize("service", OURS)
def test_every_variable_it_sets_is_a_setting(service: str) -> None:
    said = {**image_environment(), **EXAMPLE_SETTINGS, **SERVICES[service]["environment"]}
    of_python = {name for name in said if name.startswith("PYTHON") or name == "PATH"}
    assert {name.removesuffix("_FILE") if name not in KNOWN else name for name in said} - of_python <= KNOWN


@pytest.mark.parametrize("service", OURS)
def test_a_variable_that_names_a_secret_names_one_the_service_is_given(service: str) -> None:
    named = {value for value in SERVICES[service]["environment"].values() if "/run/secrets/" in value}
    assert named == {f"/run/secrets/{name}" for name in SERVICES[service]["secrets"]}


def test_only_the_migrations_are_given_the_owner_of_the_tables() -> None:
    given = [name for name, said in SERVICES.items() if "migrate_database_url" in said.get("secrets", ())]
    assert given == ["migrate"]


@pytest.mark.parametrize("service", ["web", "worker", "beat"])
def test_nothing_serves_before_the_migrations_are_through(service: str) -> None:
    assert SERVICES[service]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["database"] == {"condition": "service_healthy"}


@pytest.mark.parametrize("service", OURS)
def test_ours_run_without_rights_on_a_file_system_they_cannot_write(service: str) -> None:
    said = SERVICES[service]
    assert (said["user"], said["read_only"], said["cap_drop"]) == ("10001:10001", True, ["ALL"])
    assert said["security_opt"] == ["no-new-privileges:true"]
    assert said["volumes"] == ["keys:/keys" if service == "migrate" else "keys:/keys:ro"]


@pytest.mark.parametrize("service", SERVICES)
def test_what_a_service_opens_to_the_host_it_opens_to_the_host_alone(service: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in SERVICES[service].get("ports", ()))


@pytest.mark.parametrize("service", SERVICES)
def test_logs_do_not_fill_the_disk(service: str) -> None:
    assert SERVICES[service]["logging"]["options"] == {"max-size": "10m", "max-file": "5"}


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {"migrate"}))
def test_what_ends_is_started_again(service: str) -> None:
    assert SERVICES[service]["restart"] == "unless-stopped"


def test_whoever_is_stopped_is_given_the_time_it_needs() -> None:
    assert seconds(SERVICES["web"]["stop_grace_period"]) > gunicorn.graceful_timeout
    assert seconds(SERVICES["worker"]["stop_grace_period"]) > settings.CELERY_TASK_TIME_LIMIT


def test_a_start_in_production_is_content_with_the_examples(tmp_path: Path) -> None:
    subprocess.run([DOCKER / "make-secrets", tmp_path / "run/secrets"], check=True, capture_output=True)
    said = {**EXAMPLE_SETTINGS, **SERVICES["web"]["environment"]}
    here = {name: value.replace("/run/secrets", f"{tmp_path}/run/secrets") for name, value in said.items()}
    secrets = {name: value for name, value in PRODUCTION.items() if name.endswith(("_KEY", "_KEYS"))}
    found: dict[str, Any] = settings_of({**here, **secrets})
    assert found["DATABASES"]["default"]["HOST"] == "database"
    assert found["DULY_STATUS_TOKEN"]


def test_the_last_stage_of_the_image_installs_nothing_and_runs_as_nobody() -> None:
    assert len(STAGES) == 2
    assert [words for words in instructions(STAGES[-1], "RUN") if "pip" in words or "apt" in words] == []
    assert instructions(STAGES[-1], "USER") == ["10001:10001"]
    assert instructions(STAGES[-1], "COPY") == ["--from=build /srv/duly /srv/duly"]


def test_only_locked_wheels_come_in() -> None:
    install = instructions(STAGES[0], "RUN")[0]
    for option in ("--require-hashes", "--only-binary :all:", "--no-deps"):
        assert option in install


def test_the_scripts_can_be_run() -> None:
    assert all(os.access(DOCKER / name, os.X_OK) for name in ("make-secrets", "database-roles.sh"))
