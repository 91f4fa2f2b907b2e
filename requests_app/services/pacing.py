"""At most so many mails a minute to one domain: a mail server that takes offence at a burst refuses all that follows.

Whoever is about to send counts the mails of the last minute in the database, one sender at a time for each domain, so
that several workers together keep to the limit. A mail over it keeps its place; mails to others go ahead of it.
"""

import datetime as dt
import hmac
from functools import lru_cache
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection, transaction

from records.keys import lookup_key

from .. import clock_source
from ..models import PacedMail

MINUTE: Final = dt.timedelta(minutes=1)
HEX_DIGITS: Final = 4


class Paced(Exception):
    """A mail waits for its domain's turn."""


class Pacer:
    """One run's knowledge of who has had enough. `full`: the buckets that take nothing more in this run."""

    def __init__(self) -> None:
        self.full: set[str] = set()

    def admits(self, address: str) -> tuple[bool, str]:
        """Whether a mail to `address` may leave now, which is then counted; and the bucket of its domain."""
        if not settings.DULY_MAIL_DOMAIN_PACE:
            return True, ""
        bucket = bucket_of(address)
        if bucket not in self.full and _count(bucket, settings.DULY_MAIL_DOMAIN_PACE):
            return True, bucket
        self.full.add(bucket)
        return False, bucket


def bucket_of(address: str) -> str:
    """The bucket of the address's domain, whatever its case."""
    domain = address.rpartition("@")[2].strip(" >").casefold().rstrip(".")
    return hmac.digest(_key(lookup_key()), domain.encode(), "sha256").hex()[:HEX_DIGITS]


@transaction.atomic
def _count(bucket: str, most: int) -> bool:
    """Count one more, if there is room."""
    _lock(bucket)
    now = clock_source.now()  # after the lock: whoever held it counted before
    PacedMail.objects.filter(bucket=bucket, at__lte=now - MINUTE).delete()
    if PacedMail.objects.filter(bucket=bucket).count() >= most:
        return False
    PacedMail.objects.create(bucket=bucket, at=now)
    return True


def _lock(bucket: str) -> None:
    """Until the transaction ends. On SQLite a transaction that writes is alone."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('duly mail domain'), %s)", [int(bucket, 16)])


@lru_cache(maxsize=4)
def _key(root: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"duly mail domain 1").derive(root)
