"""What is fine on a laptop and refused in production."""

from collections.abc import Mapping
from typing import Any

from config import keys, mail_folder

KNOWN = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
"""Bytes 0 to 31: the key that examples use."""


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What stops a start in production, each naming its variable. Empty when nothing does."""
    checks = {
        "DULY_DEBUG: must be off in production": settings["DEBUG"],
        "EMAIL_URL: production needs a mail server, not the mail folder": settings["EMAIL_BACKEND"] == mail_folder.NAME,
        "DULY_BASE_URL: production needs an https:// address": not settings["DULY_OVER_HTTPS"],
        "DULY_MAIL_FROM: production needs the sender's address": "@localhost" in settings["DEFAULT_FROM_EMAIL"],
        "DULY_SECRET_KEY: too short, too plain or an example": is_weak(settings["SECRET_KEY"]),
        "DULY_MASTER_KEYS: holds an example key": any(map(is_example, settings["DULY_MASTER_KEYS"])),
        "DULY_LOOKUP_KEY: is an example key": is_example(settings["DULY_LOOKUP_KEY"]),
        "DATABASE_URL: several machines cannot share SQLite": settings["DULY_MACHINES"] > 1
        and settings["DATABASES"]["default"]["ENGINE"].endswith("sqlite3"),
        "REDIS_URL: several machines cannot share the folder broker": settings["DULY_MACHINES"] > 1
        and not settings["REDIS_URL"],
    }
    return [message for message, wrong in checks.items() if wrong]


def is_weak(secret: str) -> bool:
    """Whether a secret was typed rather than drawn. None at all is not weak: it is made, or refused, at the start."""
    if not secret:
        return False
    return len(secret) < keys.SHORTEST_SECRET or len(set(secret)) < 16 or secret.startswith("django-insecure-")


def is_example(key: str) -> bool:
    return key.rstrip("=") == KNOWN or 0 < len(set(key.rstrip("="))) < 8
