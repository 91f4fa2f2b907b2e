"""Event chain, access log, data keys: what is written once and can be proven."""

from .access_log import AccessLogEntry
from .chain_subject import GENESIS, ChainSubject
from .data_key import DataKey, KeyPurpose
from .event import Event, Voice
from .key_check import KeyCheck

__all__ = ["GENESIS", "AccessLogEntry", "ChainSubject", "DataKey", "Event", "KeyCheck", "KeyPurpose", "Voice"]
