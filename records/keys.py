"""The keys of the settings: a list of master keys (the first encrypts, all decrypt) and one lookup key."""

import base64
import binascii
import hashlib
from dataclasses import dataclass, field
from functools import lru_cache

from django.conf import settings

from .errors import KeySettingError


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A key that wraps data keys. `id` names it without telling anything about it."""

    id: str
    secret: bytes = field(repr=False)


def master_keys() -> tuple[MasterKey, ...]:
    """All master keys, the one that encrypts first."""
    return _master_keys(tuple(settings.DULY_MASTER_KEYS))


def lookup_key() -> bytes:
    """The key from which each organization's lookup key is derived."""
    return _secret("DULY_LOOKUP_KEY", settings.DULY_LOOKUP_KEY)


@lru_cache(maxsize=8)
def _master_keys(values: tuple[str, ...]) -> tuple[MasterKey, ...]:
    if not values:
        raise KeySettingError("DULY_MASTER_KEYS is empty; it holds at least one key, 32 bytes as base64url.")
    secrets = [_secret("DULY_MASTER_KEYS", value) for value in values]
    if len(set(secrets)) != len(secrets):
        raise KeySettingError("DULY_MASTER_KEYS holds the same key twice.")
    return tuple(MasterKey(key_id(secret), secret) for secret in secrets)


def key_id(secret: bytes) -> str:
    """16 hex digits that tell keys apart. The secret is random, so its hash gives nothing away."""
    return hashlib.sha256(b"duly key id 1" + secret).hexdigest()[:16]


def _secret(setting: str, value: str) -> bytes:
    try:
        secret = base64.b64decode(
            value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), altchars=b"-_", validate=True
        )
    except (binascii.Error, ValueError) as error:
        raise KeySettingError(f"{setting} holds a key that is not base64url: {error}.") from None
    if len(secret) != 32:
        raise KeySettingError(f"{setting} holds a key of {len(secret)} bytes; 32 are needed, as base64url.")
    return secret
