"""Packs from files. Everything is refused with `PackRefused` (file, line, what was expected), nothing half-loaded."""

import functools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from .domain.rules import RuleSet
from .domain.soundness import all_rules
from .pack_format.faults import PackError, PackRefused
from .pack_format.library import Laws, Library, by_pack, check_together, read_library
from .pack_format.organization import FILE_NAME, OrganizationPack, read_organization
from .pack_format.version import ReadVersion, read_version

__all__ = [
    "PACKS",
    "Laws",
    "Library",
    "OrganizationPack",
    "PackError",
    "PackRefused",
    "check_files",
    "load_library",
    "load_organization",
    "load_version",
    "shipped_library",
]

PACKS: Final = Path(__file__).parent / "packs"


def load_version(path: Path | str, laws: Laws | None = None) -> RuleSet:
    """One version of a policy or law, its references checked against `laws` (default: the shipped ones)."""
    version = read_version(Path(path))
    _refuse(check_together([version], _laws_for(version, laws)))
    return version.rule_set


def load_organization(path: Path | str) -> OrganizationPack:
    return read_organization(Path(path))


def load_library(root: Path | str = PACKS) -> Library:
    """All packs under `root`, whole or not at all. A folder of one's own may lean on the shipped laws."""
    root = Path(root)
    return read_library(root, laws={} if root.resolve() == PACKS.resolve() else shipped_library().laws)


@functools.cache
def shipped_library() -> Library:
    """The packs that come with Duly, read once per process."""
    return load_library()


def check_files(paths: Sequence[Path]) -> tuple[dict[Path, str], tuple[PackError, ...]]:
    """Check files for their author: what each sound one holds, and every fault of the others.

    The laws among the files are known to the policies among them, beside the shipped ones.
    """
    errors: list[PackError] = []
    versions: dict[Path, ReadVersion] = {}
    sound: dict[Path, str] = {}
    for path in dict.fromkeys(paths):
        try:
            if path.name == FILE_NAME:
                sound[path] = f"organization {read_organization(path).slug}"
            else:
                versions[path] = read_version(path)
        except PackRefused as refused:
            errors += refused.errors
    try:
        errors += check_together(list(versions.values()), _laws_beside(versions.values()) if versions else {})
    except PackRefused as refused:
        errors += refused.errors
    faulty = {error.file for error in errors}
    sound |= {p: f"{sum(1 for _ in all_rules(v.rule_set))} rules" for p, v in versions.items() if v.file not in faulty}
    return sound, tuple(sorted(set(errors)))


def _laws_beside(versions: Iterable[ReadVersion]) -> Laws:
    """The shipped laws; a version given takes the place of the shipped one with its label."""
    given = [v.rule_set for v in versions if v.rule_set.is_law]
    labels = {(rules.pack, rules.version) for rules in given}
    shipped = [rules for held in shipped_library().laws.values() for rules in held]
    return by_pack([*given, *(rules for rules in shipped if (rules.pack, rules.version) not in labels)])


def _laws_for(version: ReadVersion, laws: Laws | None) -> Laws:
    if laws is not None or not version.law_references:
        return laws or {}
    return shipped_library().laws


def _refuse(errors: Sequence[PackError]) -> None:
    if errors:
        raise PackRefused(errors)
