"""All packs under one folder, checked against each other; loaded whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from ..domain.rules import PartialDate, Rule, RuleSet
from .faults import PackError, PackRefused, near_miss, one_of
from .organization import FILE_NAME, OrganizationPack, read_organization
from .version import ReadVersion, read_version

Laws = Mapping[str, Sequence[RuleSet]]
SECTION_RULES: Final = {"look_back": "look_backs", "frequency_cap": "frequency_caps", "fee": "fees"}


@dataclass(frozen=True, slots=True)
class Library:
    """`versions`: of each pack, the oldest first. `organizations`: by slug."""

    versions: Mapping[str, tuple[RuleSet, ...]] = field(default_factory=dict)
    organizations: Mapping[str, OrganizationPack] = field(default_factory=dict)

    @property
    def laws(self) -> dict[str, tuple[RuleSet, ...]]:
        return {pack: versions for pack, versions in self.versions.items() if versions[0].is_law}


def read_library(root: Path, laws: Laws) -> Library:
    """Read every pack under `root`, which may lean on `laws` beside its own. Raises PackRefused with all faults."""
    errors: list[PackError] = []
    versions: list[ReadVersion] = []
    organizations: dict[str, OrganizationPack] = {}
    for path in sorted(root.rglob("*.yaml")):
        try:
            if path.name == FILE_NAME:
                folder = path.parent.relative_to(root).as_posix()
                organizations[folder] = read_organization(path, folder)
            else:
                versions.append(read_version(path))
                errors += _misplaced(versions[-1], path.relative_to(root))
        except PackRefused as refused:
            errors += refused.errors
    if not errors:
        library = Library(by_pack(v.rule_set for v in versions), organizations)
        errors += check_together(versions, {**laws, **library.laws})
        errors += _without_publisher(versions, organizations)
    if errors:
        raise PackRefused(errors)
    return library


def by_pack(rule_sets: Iterable[RuleSet]) -> dict[str, tuple[RuleSet, ...]]:
    """Versions by pack, the oldest first."""
    found: dict[str, list[RuleSet]] = {}
    for rules in rule_sets:
        found.setdefault(rules.pack, []).append(rules)
    return {
        pack: tuple(sorted(sets, key=lambda rules: rules.effective_from.first_day))
        for pack, sets in sorted(found.items())
    }


def check_together(versions: Sequence[ReadVersion], laws: Laws) -> list[PackError]:
    """References to laws, and versions that would govern the same day."""
    errors = [error for version in versions for error in _law_errors(version, laws)]
    for number, version in enumerate(versions):
        for earlier in versions[:number]:
            errors += _clashes(earlier, version)
    return errors


def _law_errors(version: ReadVersion, laws: Laws) -> list[PackError]:
    errors = []
    for reference in version.law_references:
        law, _, key = reference.name.partition("#")
        section = SECTION_RULES.get(reference.section, reference.section)
        keys = {rule.key for rules in laws.get(law, ()) for rule in _rules_of(rules, section)} if key else set()
        if law not in laws:
            problem = f"there is no {law}{near_miss(law, laws)}: expected {one_of(laws)}"
        elif key and key not in keys:
            expected = one_of(sorted(keys)) if keys else f"a law that has {section}"
            problem = f"{law} has no {key!r} in its {section}{near_miss(key, keys)}: expected {expected}"
        else:
            continue
        errors.append(PackError(version.file, reference.line, f"{reference.path}: {problem}"))
    return errors


def _rules_of(rules: RuleSet, section: str) -> Sequence[Rule]:
    found: Sequence[Rule] = getattr(rules, section)
    return found


def _clashes(one: ReadVersion, other: ReadVersion) -> list[PackError]:
    """Two versions of a pack need different labels and different first days; a month stands for each of its days."""
    if one.rule_set.pack != other.rule_set.pack:
        return []
    errors = []
    if one.rule_set.version == other.rule_set.version:
        message = f"version {other.rule_set.version!r} is also in {one.file}: expected a label of its own"
        errors.append(PackError(other.file, other.lines["version"], message))
    a, b = one.rule_set.effective_from, other.rule_set.effective_from
    if _may_start_together(a, b):
        where = f"version {one.rule_set.version!r} in {one.file}"
        message = f"effective_from: {b} overlaps with {a} of {where}: expected another first day"
        errors.append(PackError(other.file, other.lines["effective_from"], message))
    return errors


def _may_start_together(a: PartialDate, b: PartialDate) -> bool:
    first, second = sorted((a, b), key=lambda date: date.first_day)
    return first.first_day == second.first_day or second.first_day < first.certain_from


def _misplaced(version: ReadVersion, path: Path) -> list[PackError]:
    """`<policy>/<version>.yaml`: what a file says it is must be where it lies."""
    errors = []
    folder = path.parent.as_posix()
    if version.rule_set.pack != folder:
        message = f"policy: expected {folder!r}, where the file lies, not {version.rule_set.pack!r}"
        errors.append(PackError(version.file, version.lines["policy"], message))
    if version.rule_set.version != path.stem:
        message = f"version: expected {path.stem!r}, the name of the file, not {version.rule_set.version!r}"
        errors.append(PackError(version.file, version.lines["version"], message))
    return errors


def _without_publisher(
    versions: Sequence[ReadVersion], organizations: Mapping[str, OrganizationPack]
) -> list[PackError]:
    return [
        PackError(
            version.file,
            version.lines["policy"],
            f"policy: expected {publisher}/{FILE_NAME}, which says who publishes it",
        )
        for version in versions
        if not version.rule_set.is_law and (publisher := version.rule_set.pack.partition("/")[0]) not in organizations
    ]
