"""Finding a request by its reference, an outside reference, or exactly by who asked.

Names and addresses are sealed, so a search compares keyed hashes: a whole e-mail address, a whole telephone number, or
whole words of a name. Part of a word finds nothing.
"""

import re
from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from organizations.models import Organization
from records.lookup import LookupKind, keyed_hash, name_words

from ..models import PrivacyRequest, SubmissionLookup

LOOKS_LIKE_PHONE: Final = re.compile(r"[+(]?\d[\d\s().+-]{5,}\d")
MOST_WORDS: Final = 6


def matching(
    requests: QuerySet[PrivacyRequest], typed: str, organizations: Iterable[Organization]
) -> QuerySet[PrivacyRequest]:
    """The requests that `typed` finds, within `requests`."""
    words = typed.strip()
    if not words:
        return requests
    by_reference = Q(reference__istartswith=words) | Q(submission__external_reference__iexact=words)
    return requests.filter(by_reference | _by_person(words, list(organizations)))


def _by_person(words: str, organizations: list[Organization]) -> Q:
    found = Q(pk__in=())
    for organization in organizations:
        if "@" in words:
            found |= _holds(organization, LookupKind.EMAIL, words)
        elif LOOKS_LIKE_PHONE.fullmatch(words):
            found |= _holds(organization, LookupKind.PHONE, words)
        else:
            found |= _by_name(organization, words)
    return found


def _by_name(organization: Organization, words: str) -> Q:
    """Every word typed must be a word of the name."""
    typed = name_words(words)[:MOST_WORDS]
    if not typed:
        return Q(pk__in=())
    found = Q()
    for word in typed:
        found &= _holds(organization, LookupKind.NAME, word)
    return found


def _holds(organization: Organization, kind: LookupKind, identifier: str) -> Q:
    hashed = keyed_hash(organization.pk, kind, identifier)
    rows = SubmissionLookup.objects.filter(organization=organization, kind=kind, keyed_hash=hashed)
    return Q(organization=organization, submission__in=rows.values("submission"))
