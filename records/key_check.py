"""Is this database opened with the keys it was made with? Each key leaves a value behind when it is first used.

A start with a missing or different key must stop: data sealed meanwhile could not be read once the right key is back,
and lookups would silently find nobody.
"""

import hmac
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.apps import apps
from django.db import transaction
from django.utils import timezone

from .errors import KeySettingError
from .keys import lookup_key, master_keys
from .models import DataKey, KeyCheck

LOOKUP: Final = "lookup"
MASTER: Final = "master "
HERE: Final = "records", "organizations", "policies", "requests_app"
"""The apps whose rows make a database ours."""

PUT_BACK: Final = (
    "Put back the key files that belong to this database (DULY_KEY_DIR, or the variable itself), from the backup if"
    " need be. To begin anew instead, choose an empty database."
)


@transaction.atomic
def ensure_keys() -> None:
    """Before a start that may write: verify the keys, and leave a value for those that are new.

    The first keys are accepted by an empty database only. Later a master key may be added beside the known ones.
    Raises `KeySettingError`, which says what to do.
    """
    if not KeyCheck.objects.exists() and _has_rows():
        raise KeySettingError(f"This database holds data but no record of the keys it was made with. {PUT_BACK}")
    wanted = _values()
    known = dict(KeyCheck.objects.values_list("name", "value"))
    if known:
        _verify(known, wanted)
    now = timezone.now()
    KeyCheck.objects.bulk_create(
        KeyCheck(name=name, value=value, created_at=now) for name, value in wanted.items() if name not in known
    )


def verify_keys() -> None:
    """At the start of a web process or worker: raises `KeySettingError` unless these are the database's keys."""
    known = dict(KeyCheck.objects.values_list("name", "value"))
    if not known:
        raise KeySettingError("This database is not set up yet. Type: bin/run.")
    _verify(known, _values())


def _values() -> dict[str, str]:
    """What each key of the settings leaves behind, by name."""
    values = {f"{MASTER}{key.id}": _value(key.secret) for key in master_keys()}
    return {**values, LOOKUP: _value(lookup_key())}


def _value(secret: bytes) -> str:
    """Tells whether it is the same key, and nothing about it."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"duly key check 1").derive(secret).hex()


def _verify(known: dict[str, str], values: dict[str, str]) -> None:
    if not hmac.compare_digest(known.get(LOOKUP, ""), values[LOOKUP]):
        raise KeySettingError(f"DULY_LOOKUP_KEY is not the key this database was made with. {PUT_BACK}")
    given = {name for name, value in values.items() if name in known and hmac.compare_digest(known[name], value)}
    if not given - {LOOKUP}:
        raise KeySettingError(f"None of DULY_MASTER_KEYS is a key this database was made with. {PUT_BACK}")
    ids = {name.removeprefix(MASTER) for name in values}
    lost = DataKey.objects.filter(erased_at=None).exclude(master_id__in=ids).values_list("master_id", flat=True)
    if names := sorted(set(lost.distinct())):
        raise KeySettingError(
            f"DULY_MASTER_KEYS lacks {', '.join(names)}, which data in this database still needs."
            f" Keep old keys in the list, after the first. {PUT_BACK}"
        )


def _has_rows() -> bool:
    models = (model for label in HERE if apps.is_installed(label) for model in apps.get_app_config(label).get_models())
    return any(model._default_manager.exists() for model in models if model is not KeyCheck)
