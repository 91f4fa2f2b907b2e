"""Sealed parts: personal data encrypted with a data key of its own record, bound to the place it is kept in.

Erasing the data key erases everything sealed with it, in backups of the other tables too. A sealed value:

    version (1 byte) | data key's id (16) | nonce (12) | AES-256-GCM ciphertext and tag
"""

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.db import models
from django.utils import timezone

from .errors import ErasedKeyError, MissingMasterKeyError, UnsealError
from .keys import MasterKey, master_keys
from .models import DataKey, KeyPurpose

VERSION: Final = 1
NONCE: Final = 12
HEADER: Final = 1 + 16


def new_key(organization_id: UUID, purpose: KeyPurpose | str, *, key_id: UUID | None = None) -> DataKey:
    """A fresh data key, not saved: its id exists, so rows can be sealed before anything is written."""
    master = master_keys()[0]
    key = DataKey(organization_id=organization_id, purpose=purpose, master_id=master.id, created_at=timezone.now())
    key.id = key_id or key.id
    nonce = os.urandom(NONCE)
    secret = AESGCM.generate_key(bit_length=256)
    key.wrapped = bytes([VERSION]) + nonce + AESGCM(master.secret).encrypt(nonce, secret, _wrapping(key))
    return key


def place(record: models.Model, field: str) -> str:
    """What a sealed part is bound to: table, record and field. Moved elsewhere, it cannot be opened."""
    return f"{record._meta.db_table}/{record.pk}/{field}"


def seal(data: Mapping[str, Any] | bytes, key: DataKey, associated: str) -> bytes:
    """Encrypt `data`, bound to `associated` (see `place`)."""
    plain = data if isinstance(data, bytes) else json.dumps(data, ensure_ascii=False).encode()
    nonce = os.urandom(NONCE)
    header = bytes([VERSION]) + key.id.bytes
    return header + nonce + AESGCM(_unwrap(key)).encrypt(nonce, plain, header + associated.encode())


def unseal(sealed: bytes | memoryview, key: DataKey, associated: str) -> dict[str, Any]:
    """The mapping that was sealed. Raises `ErasedKeyError`, `MissingMasterKeyError` or `UnsealError`."""
    data: dict[str, Any] = json.loads(unseal_bytes(sealed, key, associated))
    return data


def unseal_bytes(sealed: bytes | memoryview, key: DataKey, associated: str) -> bytes:
    """The bytes that were sealed. Raises as `unseal` does."""
    sealed = bytes(sealed)
    header, nonce, cipher = sealed[:HEADER], sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE :]
    if header != bytes([VERSION]) + key.id.bytes:
        raise UnsealError(f"{associated} was not sealed with data key {key.id}.")
    try:
        return AESGCM(_unwrap(key)).decrypt(nonce, cipher, header + associated.encode())
    except (InvalidTag, ValueError):
        raise UnsealError(f"{associated} was changed or moved since it was sealed.") from None


def digest(sealed: bytes | memoryview) -> str:
    """Names a sealed part in an event. Of the encrypted bytes: a digest of the plain ones could be guessed."""
    return hashlib.sha256(bytes(sealed)).hexdigest()


def erase(key: DataKey, *, at: dt.datetime | None = None) -> None:
    """Make everything sealed with `key` unreadable for good. Erasing again changes nothing."""
    at = at or timezone.now()
    if DataKey.objects.filter(pk=key.pk, erased_at=None).update(wrapped=None, erased_at=at):
        key.wrapped, key.erased_at = None, at
    else:
        key.refresh_from_db()


def _unwrap(key: DataKey) -> bytes:
    if key.wrapped is None:
        raise ErasedKeyError(f"Data key {key.id} was erased at {key.erased_at}.")
    wrapped = bytes(key.wrapped)
    nonce, cipher = wrapped[1 : 1 + NONCE], wrapped[1 + NONCE :]
    try:
        return AESGCM(_master(key).secret).decrypt(nonce, cipher, _wrapping(key))
    except (InvalidTag, ValueError):
        raise UnsealError(f"Data key {key.id} was changed since it was made.") from None


def _master(key: DataKey) -> MasterKey:
    for master in master_keys():
        if master.id == key.master_id:
            return master
    raise MissingMasterKeyError(
        f"Data key {key.id} needs the master key {key.master_id}. Add it to DULY_MASTER_KEYS, after the first."
    )


def _wrapping(key: DataKey) -> bytes:
    return f"duly data key {VERSION}/{key.organization_id}/{key.id}/{key.purpose}".encode()
