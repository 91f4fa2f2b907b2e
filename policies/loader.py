"""Packs from files. Everything is refused with `PackRefused` (file, line, what was expected), nothing half-loaded."""

import functools
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .domain.rules import RuleSet
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
    """All packs under `root`, whole or not at all."""
    return read_library(Path(root))


@functools.cache
def shipped_library() -> Library:
    """The packs that come with Duly, read once per process."""
    return load_library()


def check_files(paths: Sequence[Path]) -> tuple[dict[Path, int], tuple[PackError, ...]]:
    """Check files for their author: the number of rules of each sound one, and every fault of the others.

    Laws among the files are known to the policies among them, beside the shipped ones.
    """
    errors: list[PackError] = []
    versions: dict[Path, ReadVersion] = {}
    counts: dict[Path, int] = {}
    for path in paths:
        try:
            if path.name == FILE_NAME:
                read_organization(path)
                counts[path] = 0
            else:
                versions[path] = read_version(path)
        except PackRefused as refused:
            errors += refused.errors
    if versions:
        given = by_pack(v.rule_set for v in versions.values() if v.rule_set.is_law)
        errors += check_together(list(versions.values()), {**shipped_library().laws, **given})
    faulty = {error.file for error in errors}
    counts |= {path: count_rules(v.rule_set) for path, v in versions.items() if v.file not in faulty}
    return counts, tuple(sorted(errors))


def count_rules(rules: RuleSet) -> int:
    """How many rules a version holds: each right, deadline, extension, pause, cap, ground, note, ..."""
    plain = (rules.rights, rules.deadlines, rules.look_backs, rules.frequency_caps, rules.fees, rules.verification)
    others = (rules.denials, rules.denial_grounds, rules.must_grant, rules.channels, rules.notes, rules.targets)
    parts = sum((rule.extension is not None) + len(rule.pauses) for rule in rules.deadlines)
    return sum(map(len, (*plain, *others))) + parts


def _laws_for(version: ReadVersion, laws: Laws | None) -> Laws:
    if laws is not None or not version.law_references:
        return laws or {}
    return shipped_library().laws


def _refuse(errors: Sequence[PackError]) -> None:
    if errors:
        raise PackRefused(errors)
