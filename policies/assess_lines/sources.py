"""Rule sets from the packs on disk, without a database."""

import datetime as dt
from collections.abc import Sequence
from functools import cached_property

from policies.domain.rules import RuleSet
from policies.loader import Library, load_library


class PackVersions:
    """The shipped packs."""

    @cached_property
    def _library(self) -> Library:
        return load_library()

    def packs(self) -> Sequence[str]:
        return sorted(self._library.versions)

    def versions(self, pack: str, on: dt.date | None = None) -> Sequence[RuleSet]:  # noqa: ARG002 - packs know no withdrawal
        """All versions of a pack; a pack knows of no withdrawal."""
        return self._library.versions.get(pack, ())

    def timezone(self, pack: str) -> str | None:
        """The zone of the organization whose policy it is; None for a law."""
        organization = self._library.organizations.get(pack.partition("/")[0])
        return organization.timezone if organization else None
