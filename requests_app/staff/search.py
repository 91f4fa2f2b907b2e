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
from ..services import references

LOOKS_LIKE_PHONE: Final = re.compile(r"[+(]?\d[\d\s().+-]{5,}\d")
SEPARATED: Final = re.compile(r"[\s\u2010-\u2015-]+")
MOST_WORDS: Final = 6


def matching(
    requests: QuerySet[PrivacyRequest], typed: str, organizations: Iterable[Organization]
) -> QuerySet[PrivacyRequest]:
    """The requests that `typed` finds, within `requests`."""
    words = typed.strip()
    if not words:
        return requests
    by_reference = _by_reference(words) | Q(submission__external_reference__iexact=words)
    return requests.filter(by_reference | _by_person(words, list(organizations)))


def by_reference(whole: str) -> Q:
    """The request that this whole reference names, ours or an outside one."""
    return Q(reference__iexact=whole) | Q(submission__external_reference__iexact=whole)


def _by_reference(words: str) -> Q:
    """A whole one however it is typed, of a request or of all that was asked at once; or the beginning of one."""
    begins = Q(reference__istartswith=SEPARATED.sub("-", words))
    if not references.could_be(words):
        return begins
    whole = references.normalize(words)
    return begins | (Q(reference=whole) if "/" in whole else Q(submission__reference=whole))


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
