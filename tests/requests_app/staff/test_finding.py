"""Facts and fees are found by a named person, with evidence, on the pages of the desk."""

import datetime as dt

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Outcome, Right
from requests_app.models import PrivacyRequest, RequestFact
from tests.requests_app.arrivals import one_request

from .conftest import signed_in
from .pages import act_url, case_text, do, fresh, text, verify

pytestmark = pytest.mark.django_db

TOLD = {"how": "email", "happened_on": "2026-05-04"}


def test_a_fact_is_found_with_evidence_and_moves_the_date(stranger: User, records_request: PrivacyRequest) -> None:
    client = signed_in(stranger)
    no_provider = {"fact": "california_provider", "value": "no"}
    page = text(do(client, records_request, "find-fact", **no_provider, evidence="The clinic is in Reno."))

    assert fresh(records_request).binding_due_on == dt.date(2026, 5, 31)
    assert "found, with evidence" in page
    assert RequestFact.objects.get(request=records_request, found_by=stranger).name == "california_provider"


def test_the_page_for_facts_lists_the_open_questions_first(stranger: User, records_request: PrivacyRequest) -> None:
    page = text(signed_in(stranger).get(act_url(records_request, "find-fact")))

    still_open = page[page.index("Still open") : page.index("Something else")]
    assert "Whether a California health care provider holds the records" in still_open
    assert "Whether they want to look or to have copies" in still_open


def test_a_finding_without_evidence_is_asked_for_it(stranger: User, records_request: PrivacyRequest) -> None:
    page = text(do(signed_in(stranger), records_request, "find-fact", fact="wants", value="copies"))

    assert "Write down how you know." in page
    assert not RequestFact.objects.filter(request=records_request, found_by=stranger).exists()


def test_a_found_number_that_is_none_is_told_at_the_field(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "find-fact", fact="age", value="old", evidence="The member file."))

    assert "Enter a whole number." in page


def test_a_fee_blocks_the_answer_until_reason_and_estimate_were_sent(desk: Client, deletion: PrivacyRequest) -> None:
    verify(desk, deletion)
    do(desk, deletion, "find-fee", ground="excessive", evidence="Forty letters this month.")
    assert "before completing, this is owed: fee reason sent and fee estimate sent." in case_text(desk, deletion)

    do(desk, deletion, "send-fee-reason", reason="Forty letters this month.", **TOLD)
    page = text(do(desk, deletion, "send-fee-estimate", amount="$24.5", **TOLD))
    assert "Amount: $24.50." in page

    do(desk, deletion, "fulfill", **TOLD)
    assert fresh(deletion).outcome == Outcome.FULFILLED


def test_where_no_rule_knows_a_fee_none_can_be_found(stranger: User, kaiser: Organization) -> None:
    page = text(signed_in(stranger).get(act_url(one_request(kaiser, Right.DELETE), "find-fee")))

    assert "No rule of this case lets a fee be charged." in page


def test_an_estimate_that_is_no_amount_is_told_at_the_field(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "send-fee-estimate", amount="a lot", **TOLD))

    assert "Enter an amount in dollars and cents, as in 24.50." in page
