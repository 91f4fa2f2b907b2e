"""What docs/operations.md tells people to type, to be typed by tests."""

import os
import re
import subprocess
from typing import Final

from config.environment import PROJECT
from tests.suite import machine

OPERATIONS: Final = (PROJECT / "docs/operations.md").read_text()


def commands(heading: str) -> str:
    """The shell lines of the section with this heading."""
    section = OPERATIONS.split(f"\n### {heading}\n")[1].split("\n## ")[0].split("\n### ")[0]
    blocks: list[str] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    assert blocks, f"{heading}: nothing to type"
    return "\n".join(blocks)


def typed(lines: str, variables: dict[str, str]) -> str:
    """What they say when they are typed in the project's folder; they must all succeed."""
    programs = machine.postgres_programs()
    path = f"{programs}:{variables.get('PATH', os.environ['PATH'])}"
    environment = {"HOME": os.environ.get("HOME", ""), **variables, "PATH": path}
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", f"umask 077\n{lines}"],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
