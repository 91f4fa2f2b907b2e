"""What is known of a case lies sealed, and can be forgotten without breaking the record of it."""

import pytest

from records import chain, sealing
from records.chain import Actor
from records.errors import ErasedKeyError
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest, RequestFact
from requests_app.services import case_file, envelope
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at


def known(request: PrivacyRequest) -> dict[str, object]:
    held = PrivacyRequest.objects.select_related("submission", "data_key").get(pk=request.pk)
    [file] = case_file.gather([held])
    return {name: fact.value for name, fact in file.case.facts.items()}


def fact_row(request: PrivacyRequest, **which: object) -> RequestFact:
    return RequestFact.objects.select_related("request__data_key").get(request=request, **which)


def test_no_fact_lies_in_the_open(deletion: PrivacyRequest) -> None:
    row = fact_row(deletion, name="residency")
    assert envelope.open_fact(row) == "US-CA"
    assert b"US-CA" not in bytes(row.sealed)


def test_a_found_fact_is_sealed_like_a_stated_one(deletion: PrivacyRequest, hana: Actor) -> None:
    details = {"fact": "residency", "value": "US-NV", "evidence": "The address on file"}
    transition_one(deletion.pk, Action.FIND_FACT, by=hana, at=at("2026-05-20"), now=at("2026-05-20"), details=details)
    assert known(deletion)["residency"] == "US-NV"
    assert b"US-NV" not in bytes(fact_row(deletion, found_by__isnull=False).sealed)


def test_once_the_key_is_erased_nobody_reads_a_fact_and_the_chain_still_verifies(deletion: PrivacyRequest) -> None:
    assert known(deletion)["residency"] == "US-CA"
    sealing.erase(deletion.data_key)
    with pytest.raises(ErasedKeyError):
        envelope.open_fact(fact_row(deletion, name="residency"))
    assert known(deletion) == {}
    assert chain.verify(deletion) == []
