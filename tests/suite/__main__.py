"""What `bin/test` runs: finds or starts the servers, then lint, types, migrations and the tests.

Ends with 0 when all passed, 1 when something failed, 3 when what could run passed but a part of the machine is missing.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import ExitStack
from types import FrameType

from config.serving import die_with_parent
from tests.suite import machine, servers, stale
from tests.suite.checks import CHECKS

MOST_WORKERS = 8
SERVER_PART = "not embedded"
EMBEDDED_PART = "(database or embedded) and not (postgres or redis or browser)"
"""On SQLite and the folder broker: what touches the database, once more, and what is about the default itself."""

SCREENS = (
    "scenarios",
    "policies",
    "bench",
    "organizations/test_screens.py",
    "organizations/test_team_screens.py",
    *(f"requests_app/{room}" for room in ("staff", "public", "person", "correspondence", "stories", "demo", "probing")),
)
"""Rooms that reach the database through services alone: once is enough, and the suite is to stay under 20 minutes."""

NO_TESTS_COLLECTED = 5


HELP = """\
bin/test             everything: lint, format, types, migrations, then the tests on PostgreSQL, Redis and a browser, and
                     once more on SQLite. It says what it installs, and takes about a quarter of an hour.
bin/test TESTS...    these tests alone; any arguments of pytest. Ends with 3 when something could NOT RUN."""


def main(arguments: list[str]) -> int:
    if {"-h", "--help"} & set(arguments):
        print(HELP)
        return 0
    signal.signal(signal.SIGTERM, _interrupt)
    stale.remove_stale()
    missing = machine.install_missing()
    with ExitStack() as stack:
        environment = clean_environment()
        given = servers.bring(stack, {part for part in machine.PARTS if part not in missing})
        results: dict[str, bool] = {}
        if not arguments:
            results |= {name: run(name, command, environment) == 0 for name, command in CHECKS.items()}
        if "postgres" in missing:
            codes = {"tests on SQLite": tests("tests on SQLite", "", arguments, environment | given)}
        else:
            codes = {"tests": tests("tests", SERVER_PART, arguments, environment | given)}
            name = "tests of the embedded default"
            screens = [f"--ignore=tests/{room}" for room in SCREENS] if not arguments else []
            codes[name] = tests(name, EMBEDDED_PART, [*screens, *arguments], environment)
    if set(codes.values()) != {NO_TESTS_COLLECTED}:  # chosen tests may all belong to one part; some must have run
        codes = {name: code for name, code in codes.items() if code != NO_TESTS_COLLECTED}
    return verdict(results | {name: code == 0 for name, code in codes.items()}, missing)


def tests(name: str, markers: str, arguments: list[str], environment: Mapping[str, str]) -> int:
    workers = min(os.cpu_count() or 1, MOST_WORKERS)
    return run(
        name,
        [sys.executable, "-m", "pytest", "-q", "-n", str(workers), "--dist", "loadgroup", "-m", markers, *arguments],
        environment,
    )


def run(name: str, command: list[str], environment: Mapping[str, str]) -> int:
    """Its exit status; what it says goes straight to the terminal."""
    print(f"== {name}", flush=True)
    started = time.monotonic()
    code = subprocess.run(command, env=environment, check=False, preexec_fn=die_with_parent).returncode
    word = {0: "passed", NO_TESTS_COLLECTED: "no test chosen"}.get(code, f"FAILED ({code})")
    print(f"== {name}: {word} in {time.monotonic() - started:.0f} s", flush=True)
    return code


def clean_environment() -> dict[str, str]:
    """This process's own, without what would reach into somebody's Duly."""
    named = ("DATABASE_URL", "MIGRATE_DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in os.environ.items() if name not in named and not name.startswith("DULY_")}
    return kept | {"DULY_ENV_FILE": "", "DJANGO_SETTINGS_MODULE": "tests.settings"}


def verdict(results: Mapping[str, bool], missing: list[str]) -> int:
    if failed := [name for name, passed in results.items() if not passed]:
        print(f"FAILED: {', '.join(failed)}")
        return 1
    if missing:
        print(machine.how_to_get(missing))
        return 3
    print("All passed.")
    return 0


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
