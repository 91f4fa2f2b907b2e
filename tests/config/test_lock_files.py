"""The lock files: everything pyproject.toml asks for, with all it needs in turn, one version each, with hashes."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from config.environment import PROJECT

PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)(\[[^\]]*\])?==([^ ;\\]+)(?: ; ([^\\]+))?", re.M)
HASH: Final = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def entries(name: str) -> dict[str, tuple[Version, int]]:
    """Version and number of hashes, by package."""
    text = (PROJECT / name).read_text()
    starts = list(PIN.finditer(text))
    found: dict[str, tuple[Version, int]] = {}
    for number, match in enumerate(starts):
        end = starts[number + 1].start() if number + 1 < len(starts) else len(text)
        package = canonicalize_name(match[1])
        assert package not in found, f"{name} locks {package} twice"
        found[package] = (Version(match[3]), len(HASH.findall(text, match.start(), end)))
    return found


PROJECT_TABLE: Final[dict[str, Any]] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
ASKED: Final = {
    "requirements.txt": PROJECT_TABLE["dependencies"],
    "requirements-dev.txt": PROJECT_TABLE["dependencies"] + PROJECT_TABLE["optional-dependencies"]["dev"],
}


def asked_in_turn(name: str) -> list[Requirement]:
    """What pyproject.toml asks for and, by the metadata of what is installed, what that needs on this machine."""
    todo, seen, found = [Requirement(line) for line in ASKED[name]], set(), []
    while todo:
        requirement = todo.pop()
        found.append(requirement)
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen:
            continue
        seen.add(key)
        try:
            needs = [Requirement(line) for line in requires(requirement.name) or ()]
        except PackageNotFoundError:
            continue  # not for this platform
        for need in needs:
            extras = requirement.extras or {""}
            if need.marker is None or any(need.marker.evaluate({"extra": extra}) for extra in extras):
                todo.append(need)
    return found


@pytest.mark.parametrize("name", sorted(ASKED))
def test_it_holds_all_that_is_asked_for_and_needed_in_turn(name: str) -> None:
    locked = entries(name)
    faults = [
        f"{requirement} is not satisfied"
        for requirement in asked_in_turn(name)
        if (key := canonicalize_name(requirement.name)) not in locked or locked[key][0] not in requirement.specifier
    ]
    assert faults == [], "Type: bin/lock"


@pytest.mark.parametrize("name", sorted(ASKED))
def test_every_package_carries_hashes(name: str) -> None:
    assert [package for package, (_, hashes) in entries(name).items() if not hashes] == []


def test_both_files_agree() -> None:
    short, long = entries("requirements.txt"), entries("requirements-dev.txt")
    assert {package: long.get(package) for package in short} == short


def test_this_environment_is_the_locked_one() -> None:
    from importlib.metadata import version

    installed = {package: version(package) for package in ("django", "celery", "django-unfold", "pytest")}
    locked = entries("requirements-dev.txt")
    assert {package: Version(found) for package, found in installed.items()} == {
        package: locked[package][0] for package in installed
    }
