"""System checks: does what was published still stand, and can this program read it?

policies.E001  a published document does not give its hash
policies.E002  the rows of a published version say something else than its document
policies.E003  this program cannot read a published document
policies.W001  a published version asks more of people than the law lets it
policies.W002  the ladder of a published version names a team or an address that its organization has not
"""

from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from policies.domain.document import DocumentError, content_hash, from_document
from policies.domain.rules import RuleSet
from policies.domain.soundness import doubts
from policies.models import PARTS, PolicyVersion, VersionStatus
from policies.projection import read_rules
from policies.selectors import unknown_targets

RESTORE: Final = "Restore the database from a backup, and find out who changed it: bin/manage check --database default."
UPDATE: Final = "Run the program that published it, or a newer one."


def published_versions_stand(databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """All of the above, for each published version. Says nothing of a database that is not migrated yet."""
    if DEFAULT_DB_ALIAS not in (databases or ()) or not _is_migrated():
        return []
    published = PolicyVersion.objects.filter(status=VersionStatus.PUBLISHED).select_related("policy", "organization")
    return [message for version in published.order_by("policy__slug", "label") for message in _messages(version)]


def _messages(version: PolicyVersion) -> Iterator[CheckMessage]:
    if content_hash(version.document) != version.content_hash:
        yield Error(f"{version}: its document was changed after publication.", hint=RESTORE, id="policies.E001")
    try:
        rules = from_document(version.document)
    except DocumentError as error:
        yield Error(f"{version}: its document cannot be read: {error}.", hint=UPDATE, id="policies.E003")
        return
    if changed := _changed_rows(version, rules):
        names = ", ".join(changed)
        yield Error(f"{version}: its rows say something else in {names}.", hint=RESTORE, id="policies.E002")
    for doubt in doubts(rules):
        hint = f"If the law does not let you ask, publish a version of {version.policy} without it."
        yield checks.Warning(f"{version}: {doubt}", hint=hint, id="policies.W001")
    for unknown in unknown_targets(version.organization, rules):
        hint = f"Say who or what it is on the staff site, on the page of {version.organization}."
        yield checks.Warning(f"{version}: {unknown}", hint=hint, id="policies.W002")


def _changed_rows(version: PolicyVersion, rules: RuleSet) -> list[str]:
    """Lists of the rule set that the rows tell differently, and tables with a row that is not frozen."""
    try:
        told = read_rules(version)
    except DocumentError as error:
        return [str(error)]
    lists = [part.listed_in for part in PARTS if part.listed_in in RuleSet.__dataclass_fields__]
    changed = [name for name in dict.fromkeys(lists) if getattr(told, name) != getattr(rules, name)]
    loose = [part for part in PARTS if part._default_manager.filter(version=version, frozen=False).exists()]
    return changed or [str(part._meta.verbose_name_plural) for part in loose]


def _is_migrated() -> bool:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    leaves = [node for node in executor.loader.graph.leaf_nodes() if node[0] == "policies"]
    return not executor.migration_plan(leaves)
