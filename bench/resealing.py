"""Clones whose facts can be opened: with data keys of their own, and the templates' facts sealed again by them."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from records import sealing
from records.models import DataKey
from requests_app.models import PrivacyRequest, RequestFact, Submission

from . import seed

AT_ONCE = 2_000


def grow(submissions: Sequence[UUID], first: int, last: int) -> None:
    """As `seed.grow`, but what a derivation opens can be opened. The contact, which it does not open, cannot."""
    templates = list(DataKey.objects.filter(pk__in=_key_ids(submissions)))
    for numbers in _parts(first, last):
        DataKey.objects.bulk_create(
            sealing.new_key(key.organization_id, key.purpose, key_id=seed.clone_of(key.pk, n))
            for key in templates
            for n in numbers
        )
    seed.grow(submissions, first, last, without=(DataKey, RequestFact))
    facts = list(
        RequestFact.objects.filter(request__submission__in=submissions).select_related("request__data_key"),
    )
    opened = [(fact, sealing.unseal(fact.sealed, fact.request.data_key, _place(fact))) for fact in facts]
    for numbers in _parts(first, last):
        wanted = [seed.clone_of(fact.request.data_key_id, n) for fact in facts for n in numbers]
        keys = DataKey.objects.in_bulk(wanted)
        RequestFact.objects.bulk_create(_sealed_again(fact, value, n, keys) for fact, value in opened for n in numbers)


def _sealed_again(fact: RequestFact, value: dict[str, object], number: int, keys: dict[UUID, DataKey]) -> RequestFact:
    row = RequestFact(
        id=seed.clone_of(fact.pk, number),
        organization_id=fact.organization_id,
        request_id=seed.clone_of(fact.request_id, number),
        name=fact.name,
        at=fact.at,
    )
    row.sealed = sealing.seal(value, keys[seed.clone_of(fact.request.data_key_id, number)], _place(row))
    return row


def _place(fact: RequestFact) -> str:
    return sealing.place(fact, "sealed")


def _key_ids(submissions: Sequence[UUID]) -> list[UUID]:
    of_submissions = Submission.objects.filter(pk__in=submissions).values_list("data_key", flat=True)
    of_requests = PrivacyRequest.objects.filter(submission__in=submissions).values_list("data_key", flat=True)
    return [*of_submissions, *of_requests]


def _parts(first: int, last: int) -> Iterator[range]:
    for begin in range(first, last, AT_ONCE):
        yield range(begin, min(begin + AT_ONCE, last))
