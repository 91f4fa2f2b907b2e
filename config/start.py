"""What must hold before anything serves: the keys are there, and they are the ones this database was sealed with."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config import keys


def missing_keys() -> list[str]:
    """The variables of the secrets that are neither in the environment nor in their files."""
    values = {
        "DULY_SECRET_KEY": settings.DULY_SECRET_KEY,
        "DULY_MASTER_KEYS": settings.DULY_MASTER_KEYS,
        "DULY_LOOKUP_KEY": settings.DULY_LOOKUP_KEY,
    }
    return [name for name, value in values.items() if not value]


def take_new_keys() -> None:
    """Put keys that were made after the settings were read where the settings would have put them."""
    secret, lookup = (keys.read(settings.DULY_KEY_DIR, name) for name in ("DULY_SECRET_KEY", "DULY_LOOKUP_KEY"))
    settings.SECRET_KEY = settings.DULY_SECRET_KEY = settings.DULY_SECRET_KEY or secret[0]
    settings.DULY_LOOKUP_KEY = settings.DULY_LOOKUP_KEY or lookup[0]
    settings.DULY_MASTER_KEYS = settings.DULY_MASTER_KEYS or keys.read(settings.DULY_KEY_DIR, "DULY_MASTER_KEYS")


def require_keys() -> None:
    """Stop the start of a web process or worker whose keys are missing or belong to another database."""
    from records.key_check import verify_keys  # models: only once Django is set up

    if missing := missing_keys():
        raise ImproperlyConfigured(
            f"{', '.join(missing)}: missing. Type bin/run for a new installation, or put the key files of this one "
            f"into {settings.DULY_KEY_DIR}"
        )
    verify_keys()
