"""What the README, the manual of operations and the image name is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
DOCKERFILE = (ROOT / "docker" / "Dockerfile").read_text()
SETTINGS = set(re.findall(r"^# ([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))

LINKED = re.findall(r"\]\(([^)#:]+)\)", README)
FOLDERS = re.findall(r"^\| `([a-z_]+/)` \|", README, re.MULTILINE)
VARIABLES = set(re.findall(r"\b(DULY_[A-Z_]+|[A-Z_]+_URL)\b", README + OPERATIONS + DOCKERFILE))
COPIED = re.findall(r"^COPY (?!--)(\S+) ", DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted({*LINKED, *FOLDERS, *COPIED}))
def test_each_path_it_names_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("name", sorted(VARIABLES))
def test_each_variable_it_names_is_a_setting(name: str) -> None:
    assert name in SETTINGS


ALARMS = (
    "No sweep",
    "Late alerts",
    "Backlog",
    "Dead letters",
    "Mail held back",
    "Faults",
    "Missing job runs",
    "Inactive owners",
)


@pytest.mark.parametrize("heading", ALARMS)
def test_the_runbook_has_a_section_for_each_alarm(heading: str) -> None:
    assert f"\n### {heading}\n" in OPERATIONS


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\]\(#([a-z-]+)\)", OPERATIONS))))
def test_each_section_the_manual_points_to_is_there(target: str) -> None:
    headings = re.findall(r"^#+ (.+)$", OPERATIONS, re.MULTILINE)
    assert target in {heading.lower().replace(" ", "-") for heading in headings}


def test_each_folder_of_ours_is_on_its_map() -> None:
    ours = {f"{path.parent.name}/" for path in ROOT.glob("*/__init__.py")} | {"docs/", "docker/"}
    assert ours <= set(FOLDERS)
