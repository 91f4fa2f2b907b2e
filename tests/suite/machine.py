"""The machine the tests run on: which servers and browser it has, and how it gets them."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PARTS: Final = {"postgres": "PostgreSQL", "redis": "Redis", "browser": "Chromium"}
VARIABLES: Final = {"postgres": "DATABASE_URL", "redis": "REDIS_URL", "browser": "CHROMIUM"}
DEBIAN: Final = {
    "postgres": "postgresql",
    "redis": "redis-server",
    "browser": "chromium-headless-shell fonts-liberation",
}
FEDORA: Final = {"postgres": "postgresql-server", "redis": "valkey", "browser": "chromium"}
MACOS: Final = {"postgres": "postgresql@17", "redis": "redis", "browser": "--cask chromium"}
INSTALLER: Final = Path(__file__).with_name("install.sh")

POSTGRES_FOLDERS: Final = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
SHELLS: Final = ("chromium-headless-shell", "chrome-headless-shell")
"""The same engine without a window: a page opens in a quarter of the time."""
BROWSERS: Final = (
    *SHELLS,
    "chromium",
    "chromium-browser",
    "google-chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def postgres_programs() -> Path | None:
    """The folder of `initdb` and `postgres`, of the newest version."""
    if found := shutil.which("initdb"):
        beside = Path(found).resolve().parent
        if (beside / "postgres").is_file():
            return beside
    folders = [path for pattern in POSTGRES_FOLDERS for path in Path("/").glob(pattern.lstrip("/"))]
    usable = [path for path in folders if (path / "initdb").is_file() and (path / "postgres").is_file()]
    return max(usable, key=_version, default=None)


def redis_program() -> str | None:
    return shutil.which("redis-server") or shutil.which("valkey-server")


def browser_program() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def missing_parts() -> list[str]:
    """The parts that are neither named by their variable nor installed."""
    found = {"postgres": postgres_programs(), "redis": redis_program(), "browser": browser_program()}
    return [part for part in PARTS if not os.environ.get(VARIABLES[part]) and found[part] is None]


def install_missing() -> list[str]:
    """On Debian, as root or with a password-less sudo, install what is missing. What is missing still."""
    missing = missing_parts()
    wanted = missing or (["browser"] if _browser_has_windows() else [])
    if not wanted or (root := _as_root()) is None:
        return missing
    packages = " ".join(DEBIAN[part] for part in wanted)
    print(f"Installing with apt-get: {packages} (no database cluster is made, no service started)", flush=True)
    subprocess.run([*root, "sh", str(INSTALLER), *packages.split()], check=False)
    return missing_parts()


def how_to_get(missing: Iterable[str]) -> str:
    """What did not run, and what to type for it on each system."""
    parts = list(missing)

    def packages(names: dict[str, str]) -> str:
        return " ".join(names[part] for part in parts)

    return "\n".join(
        (
            f"NOT RUN: what needs {', '.join(PARTS[part] for part in parts)}. All else passed. To get the missing:",
            f"  Debian:  sudo apt-get install {packages(DEBIAN)}",
            f"  Fedora:  sudo dnf install {packages(FEDORA)}",
            *(f"  macOS:   brew install {MACOS[part]}" for part in parts),
            f"or name what there is in {', '.join(VARIABLES[part] for part in parts)}.",
        )
    )


def _browser_has_windows() -> bool:
    """Whether there is a browser, and not the quick one."""
    return not os.environ.get(VARIABLES["browser"]) and not any(shutil.which(name) for name in SHELLS)


def _as_root() -> list[str] | None:
    """The words before a command that make it run as root on a Debian; None when that cannot be."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]
    can = shutil.which("sudo") and subprocess.run([*sudo, "true"], check=False, capture_output=True).returncode == 0
    return sudo if can else None


def _version(folder: Path) -> tuple[int, ...]:
    digits = "".join(character if character.isdigit() else " " for character in str(folder))
    return tuple(int(number) for number in digits.split())
