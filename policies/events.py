"""What can happen to a policy: the closed list of its chain."""

from enum import StrEnum


class PolicyEvent(StrEnum):
    """Past tense, one sentence each. Bodies name people by id only, and rules by version, kind and key."""

    POLICY_ADDED = "policy_added"  # its first version was drafted
    VERSION_PUBLISHED = "version_published"  # a version was frozen, with its hash
    VERSION_WITHDRAWN = "version_withdrawn"  # a version governs no new request from a day on
    RESTRICTION_DECIDED = "restriction_decided"  # a person decided whether a rule beyond the law is applied
    NOTICE_POSTED = "notice_posted"  # people were told of a change of text, owner or use
    SOURCE_TEXT_ATTACHED = "source_text_attached"  # the published text was put beside the version
