"""What can go wrong with records."""


class RecordsError(Exception):
    """Of all errors of this app."""


class StaleSubjectError(RecordsError):
    """A subject was read before its last event was written."""


class KeySettingError(RecordsError):
    """A key in the settings is missing, malformed, or not the one this database was made with."""


class SealingError(RecordsError):
    """A sealed part cannot be opened."""


class ErasedKeyError(SealingError):
    """The part was erased on purpose, by erasing its key."""


class MissingMasterKeyError(SealingError):
    """The data key is wrapped by a master key that the settings do not have."""


class UnsealError(SealingError):
    """The sealed bytes were changed, moved to another record, or sealed with another key."""
