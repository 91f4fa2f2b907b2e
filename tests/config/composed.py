"""docker/compose.yaml as the engine reads it, and its services as processes of this machine.

Each process has the command, the environment and the files that its container would have; what is a path in a
container is one in the test's folder.
"""

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from config.environment import PROJECT
from config.serving import die_with_parent

DOCKER: Final = PROJECT / "docker"
CONTENT: Final[dict[str, Any]] = yaml.safe_load((DOCKER / "compose.yaml").read_text())
SERVICES: Final[dict[str, dict[str, Any]]] = CONTENT["services"]
STAGES: Final = (DOCKER / "Dockerfile").read_text().split("\nFROM ")[1:]
NOBODY: Final = 10001


def instructions(stage: str, word: str) -> list[str]:
    """What follows each `word` of a stage of the Dockerfile, its lines joined."""
    joined = re.sub(r"\s*\\\n\s*", " ", stage)
    return re.findall(rf"^{word} (.*)$", joined, re.MULTILINE)


def image_environment() -> dict[str, str]:
    """What ENV sets in the last stage."""
    pairs = re.findall(r'(\w+)=("[^"]*"|\S*)', " ".join(instructions(STAGES[-1], "ENV")))
    return {name: value.strip('"') for name, value in pairs}


def operators_settings() -> dict[str, str]:
    """What an operator's settings.env holds who copied the example."""
    lines = (DOCKER / "settings.env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def others_can_run_python() -> bool:
    """Whether this is root, and a user without rights could run the tests' Python as well."""
    if os.geteuid() != 0:
        return False
    try:
        return subprocess.run([sys.executable, "-c", ""], user=NOBODY, group=NOBODY, check=False).returncode == 0
    except PermissionError:
        return False


@dataclass
class Host:
    """A folder in the place of the image and the volumes, and the processes that run there."""

    folder: Path
    settings: dict[str, str] = field(default_factory=dict)
    as_nobody: bool = field(default_factory=others_can_run_python)

    def build(self) -> None:
        """What the first stage of the Dockerfile makes, by its own shell lines; of the wheels, those installed here."""
        source = self.folder / "srv/duly"
        ignored = [line for line in (PROJECT / ".dockerignore").read_text().split() if "*" not in line]
        shutil.copytree(PROJECT, source, ignore=self._ignore(ignored))
        (source / ".venv").symlink_to(PROJECT / ".venv")
        making = self.within(" ".join(instructions(STAGES[0], "RUN")[1:]))
        said = dict(re.findall(r'(\w+)=("[^"]*"|\S*)', " ".join(instructions(STAGES[0], "ENV"))))
        environment = {name: self.within(value.strip('"')) for name, value in said.items()}
        path = os.environ["PATH"]
        subprocess.run(making, shell=True, cwd=source, env={"PATH": path, **environment}, check=True)  # noqa: S602
        for name in ("data", "keys", "tmp"):
            (self.folder / name).mkdir(mode=0o700)
            if self.as_nobody:
                os.chown(self.folder / name, NOBODY, NOBODY)

    def _ignore(self, names: list[str]) -> Any:
        def ignore(folder: str, entries: list[str]) -> set[str]:
            here = set(names) if Path(folder) == PROJECT else set()
            return {entry for entry in entries if entry in here or entry == "__pycache__" or entry.endswith("_cache")}

        return ignore

    def within(self, words: str) -> str:
        """A container's paths as paths of this folder."""
        return re.sub(r"/(?=(srv/duly|data|keys|tmp|run/secrets|nowhere)\b)", f"{self.folder}/", words)

    def environment(self, service: str) -> dict[str, str]:
        said = {**image_environment(), **self.settings, **SERVICES[service].get("environment", {})}
        own = {name: self.within(str(value)) for name, value in said.items()}
        if path := own.get("DULY_ALIVE_FILE"):  # each container has a /tmp of its own
            own["DULY_ALIVE_FILE"] = f"{path}-{service}"
        own["PATH"] = f"{self.folder}/srv/duly/.venv/bin:{os.environ['PATH']}"
        scratch = str(self.folder / "tmp")
        return own | {"DULY_HOST": "127.0.0.1", "TMPDIR": scratch, "HOME": scratch}

    def command(self, service: str) -> list[str]:
        return [self.within(word) for word in SERVICES[service]["command"]]

    def run(self, service: str, command: list[str] | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
        """Wait for a command in the service's container: its own one unless another is given."""
        words = command or self.command(service)
        return subprocess.run(words, **self._as(service, variables), capture_output=True, text=True, check=False)

    def start(self, stack: ExitStack, service: str, **variables: str) -> "subprocess.Popen[bytes]":
        """The service's process, stopped with the stack at the latest. What it says goes into a file."""
        words, options = self.command(service), self._as(service, variables)
        with (self.folder / f"{service}.log").open("ab") as said:
            process = subprocess.Popen(words, **options, stdout=said, stderr=said, preexec_fn=die_with_parent)
        stack.callback(end, process)
        return process

    def said(self, service: str) -> str:
        return (self.folder / f"{service}.log").read_text()

    def _as(self, service: str, variables: dict[str, str]) -> dict[str, Any]:
        user = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if self.as_nobody else {}
        environment = self.environment(service) | variables
        return {"cwd": self.folder / "srv/duly", "env": environment, "umask": 0o077, **user}


def end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
