"""Slowing down who guesses passwords: failures are counted in the database, per account and place.

Counted for an address together with where it was tried from, and for the address alone with a higher limit, against
guessing from many places. The price: a stranger can keep an account out for a quarter of an hour at a time.
Behind a proxy that does not pass addresses on, all places look like one.
"""

import datetime as dt
import ipaddress
from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from organizations.models import SignInFailure, normalize_email

WINDOW: Final = dt.timedelta(minutes=15)
LIMIT_HERE: Final = 10
LIMIT_ANYWHERE: Final = 100


def is_blocked(email: str, place: str, *, now: dt.datetime) -> bool:
    """Whether an address was tried too often lately, from this place or from anywhere."""
    limits = dict(_keys(email, place))
    recent = SignInFailure.objects.filter(key__in=limits, since__gt=now - WINDOW)
    return any(row.failures >= limits[row.key] for row in recent)


@transaction.atomic
def count_failure(email: str, place: str, *, now: dt.datetime) -> None:
    """One more failure. What is older than the window is forgotten."""
    SignInFailure.objects.filter(since__lte=now - WINDOW).delete()
    for key, _ in _keys(email, place):
        SignInFailure.objects.get_or_create(key=key, defaults={"since": now})
        SignInFailure.objects.filter(key=key).update(failures=F("failures") + 1)


def forget_failures(email: str, place: str) -> None:
    """After a sign-in that succeeded: the person mistyped."""
    SignInFailure.objects.filter(key__in=dict(_keys(email, place))).delete()


def _keys(email: str, place: str) -> Iterator[tuple[str, int]]:
    """What is counted, as hashes, with its limit."""
    account = normalize_email(email)
    for counted, limit in ((f"{account}|{_network(place)}", LIMIT_HERE), (account, LIMIT_ANYWHERE)):
        yield salted_hmac("organizations.sign_in", counted, algorithm="sha256").hexdigest(), limit


def _network(place: str) -> str:
    """An IPv6 customer has a /64 of addresses to try from; an IPv4 one has one."""
    try:
        address = ipaddress.ip_address(place)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 64), strict=False)) if address.version == 6 else str(address)
