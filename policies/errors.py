"""What can go wrong with policies. Messages say which version, and what to do next."""

import datetime as dt
from collections.abc import Sequence


class PolicyError(Exception):
    """Of all errors of this app."""


class CannotPublishError(PolicyError):
    """The draft does not hold together; `faults` says what is wrong, one sentence each."""

    def __init__(self, version: str, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"{version} cannot be published: " + " ".join(self.faults))


class PublishedError(PolicyError):
    """What is published cannot be changed."""


class ChangedPackError(PolicyError):
    """The pack of a published version now says something else."""


class NoVersionInForceError(PolicyError):
    """No version of the policy governs that day."""

    def __init__(self, policy: str, day: dt.date) -> None:
        self.policy, self.day = policy, day
        super().__init__(f"{policy} has no version in force on {day}: publish one that takes effect by then.")


class ChangedDocumentError(PolicyError):
    """A published document no longer gives its hash."""


class CannotRecordError(PolicyError):
    """What was to be recorded beside a version does not fit it."""
