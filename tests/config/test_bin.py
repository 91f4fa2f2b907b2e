"""The commands in bin/: what they need, what they say when it is missing."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from config.environment import PROJECT

from .running import own_environment

pytestmark = pytest.mark.embedded

TOOLS = ("bash", "cat", "cmp", "cp", "dirname", "id", "rm", "sh", "env")
"""What the shell part may use beside bash itself."""


def run(command: list[str], cwd: Path = PROJECT, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env=own_environment(variables), capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture
def bare_clone(tmp_path: Path) -> Path:
    """A clone without an environment, on a machine without Python."""
    clone, programs = tmp_path / "clone", tmp_path / "programs"
    shutil.copytree(PROJECT / "bin", clone / "bin")
    shutil.copy(PROJECT / "requirements.txt", clone)
    programs.mkdir()
    for tool in TOOLS:
        (programs / tool).symlink_to(str(shutil.which(tool)))
    return clone


@pytest.mark.parametrize("command", ["run", "manage", "test"])
def test_without_a_fitting_python_it_says_what_to_type(bare_clone: Path, command: str) -> None:
    old = bare_clone.parent / "programs/python3"
    old.write_text("#!/bin/sh\nexit 1\n")  # as 3.10 answers when it is asked for its version
    old.chmod(0o755)
    found = run([str(bare_clone / "bin" / command)], PATH=str(bare_clone.parent / "programs"))
    assert found.returncode == 1
    for words in ("3.11, 3.12 or 3.13", "sudo apt-get install python3", "sudo dnf install", "brew install"):
        assert words in found.stderr
    assert not (bare_clone / ".venv").exists()


def test_a_finished_environment_is_taken_as_it_is(bare_clone: Path) -> None:
    (bare_clone / ".venv/bin").mkdir(parents=True)
    (bare_clone / ".venv/bin/python").symlink_to("/bin/echo")
    shutil.copy(bare_clone / "requirements.txt", bare_clone / ".venv/installed-requirements.txt")
    found = run([str(bare_clone / "bin/run"), "--port", "1"])
    assert found.stdout == "-m config.serving --port 1\n"


def test_help_names_the_options() -> None:
    found = run(["bin/run", "--help"])
    assert found.returncode == 0
    for option in ("--port N", "--data-dir DIR", "--demo"):
        assert option in found.stdout


@pytest.mark.parametrize("port", ["0", "65536", "web", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    found = run(["bin/run", f"--port={port}"])
    assert found.returncode == 2
    assert "expected a number from 1 to 65535" in found.stderr


def test_a_management_command_runs_from_any_folder(tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("policy: [\n")
    found = run([str(PROJECT / "bin/manage"), "check_packs", "pack.yaml"], cwd=tmp_path)
    assert found.returncode == 1
    assert "pack.yaml:" in found.stdout + found.stderr


def test_a_bad_setting_stops_a_management_command_in_one_line() -> None:
    found = run(["bin/manage", "check"], REDIS_URL="somewhere")
    assert found.returncode == 1
    assert found.stderr == (
        "Duly cannot start: REDIS_URL: expected an address that starts with redis:// or rediss://\n"
    )


def test_the_commands_can_be_run() -> None:
    for path in [*(PROJECT / "bin").iterdir(), PROJECT / ".ci/run", PROJECT / "manage.py"]:
        assert os.access(path, os.X_OK) or path.suffix == ".sh", path
