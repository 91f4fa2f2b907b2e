"""The checks that need no server, by name. The lock files are checked by tests/config/test_lock_files.py."""

import subprocess
import sys
from pathlib import Path
from typing import Final

BIN: Final = Path(sys.executable).parent
PROJECT: Final = Path(__file__).resolve().parents[2]


def _templates() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.html"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    return listed.stdout.split() or [str(path) for path in PROJECT.glob("*/templates/**/*.html")]


CHECKS: Final[dict[str, list[str]]] = {
    "lint": [str(BIN / "ruff"), "check", "--quiet", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "--quiet", "."],
    "templates": [str(BIN / "djade"), "--check", "--target-version", "5.2", *_templates()],
    "types": [str(BIN / "mypy"), "--no-error-summary", "."],
    "migrations": [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"],
}
