"""What was asked for, decided item by item; what is not disclosed leaves no trace in how the request ends."""

from typing import Any

import pytest

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Scope
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked, Incomplete
from requests_app.models import PrivacyRequest, RequestItem
from requests_app.services import envelope
from requests_app.services.transition import Result
from tests.requests_app.arrivals import one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified

KEPT = {"ground": "inmate", "reason": "As found."}


@pytest.fixture
def copies(kaiser: Organization, kim: Actor) -> PrivacyRequest:
    request = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(request, Action.VERIFY_IDENTITY, kim, **verified(request.pk))
    return request


def add(request: PrivacyRequest, by: Actor, label: str, records_class: str = "") -> RequestItem:
    do(request, Action.ADD_ITEM, by, note=label, records_class=records_class)
    return RequestItem.objects.filter(request=request).latest("position")


def decide(request: PrivacyRequest, by: Actor, item: RequestItem, decision: str, **more: Any) -> Result:
    return do(request, Action.DECIDE_ITEM, by, item=str(item.pk), decision=decision, **more)


def test_nothing_is_answered_while_an_item_is_open(copies: PrivacyRequest, kim: Actor) -> None:
    visits = add(copies, kim, "Notes of the visits in April")
    add(copies, kim, "Laboratory results")
    decide(copies, kim, visits, "fulfilled")
    for action in (Action.FULFILL, Action.FULFILL_PARTLY):
        with pytest.raises(Blocked, match="1 of 2 items"):
            do(copies, action, kim, reason="Some.")


def test_a_denied_item_makes_the_answer_a_partial_one(copies: PrivacyRequest, kim: Actor) -> None:
    visits, report = add(copies, kim, "Visits"), add(copies, kim, "A report made in confidence")
    decide(copies, kim, visits, "fulfilled")
    decide(copies, kim, report, "denied", **KEPT)
    with pytest.raises(Blocked, match="not all"):
        do(copies, Action.FULFILL, kim)
    with pytest.raises(Incomplete) as refusal:
        do(copies, Action.FULFILL_PARTLY, kim, reason="All but one report.")
    assert set(refusal.value.problems) == {"written", "review_told", "complaint_told"}, "45 CFR 164.524(d)"
    told = {"written": True, "review_told": True, "complaint_told": True}
    assert do(copies, Action.FULFILL_PARTLY, kim, reason="All but one report.", **told).done


def test_an_item_withheld_for_a_risk_names_the_professional_who_found_it(copies: PrivacyRequest, kim: Actor) -> None:
    item = add(copies, kim, "A letter about her")
    risk = {"ground": "endangers_life", "reason": "A risk was found."}
    with pytest.raises(Incomplete) as refusal:
        decide(copies, kim, item, "denied", **risk)
    assert set(refusal.value.problems) == {"professional"}
    assert decide(copies, kim, item, "denied", professional="Dr. M. Osei", **risk).done


def test_what_is_not_disclosed_leaves_the_outcome_as_if_it_were_not_there(copies: PrivacyRequest, kim: Actor) -> None:
    visits, hidden = add(copies, kim, "Visits"), add(copies, kim, "Kept apart")
    decide(copies, kim, visits, "fulfilled")
    decide(copies, kim, hidden, "undisclosed", **KEPT)
    with pytest.raises(Blocked, match="No item was denied"):
        do(copies, Action.FULFILL_PARTLY, kim, reason="Not all.")
    do(copies, Action.FULFILL, kim)
    assert PrivacyRequest.objects.get(pk=copies.pk).outcome == Outcome.FULFILLED


@pytest.mark.parametrize("decision", ["denied", "undisclosed"])
def test_an_item_is_refused_only_on_a_ground_of_the_version_for_a_reason(
    copies: PrivacyRequest, kim: Actor, decision: str
) -> None:
    item = add(copies, kim, "Visits")
    with pytest.raises(Incomplete) as refusal:
        decide(copies, kim, item, decision, ground="we would rather not")
    assert set(refusal.value.problems) == {"ground", "reason"}


def test_another_law_is_named_for_an_item_too(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    item = add(deletion, hana, "The claims file")
    with pytest.raises(Incomplete) as refusal:
        decide(deletion, hana, item, "denied", ground="another_law", reason="It must be kept.")
    assert set(refusal.value.problems) == {"citation"}
    cited = {"ground": "another_law", "reason": "It must be kept.", "citation": "26 USC 6001"}
    assert decide(deletion, hana, item, "denied", **cited).done
    stored = RequestItem.objects.select_related("request__data_key").get(pk=item.pk)
    assert envelope.open_item(stored)["citation"] == "26 USC 6001"
    assert b"claims" not in bytes(stored.sealed)


def test_a_protected_class_of_one_item_asks_for_a_second_reviewer(copies: PrivacyRequest, kim: Actor) -> None:
    decide(copies, kim, add(copies, kim, "Programme notes", "substance_use"), "fulfilled")
    with pytest.raises(Blocked, match="substance use"):
        do(copies, Action.FULFILL, kim)


def test_an_item_of_another_request_is_none(prospect: Organization, hana: Actor) -> None:
    one, other = one_request(prospect, Right.DELETE), one_request(prospect, Right.DELETE)
    item = add(other, hana, "The account")
    with pytest.raises(Incomplete, match="no item"):
        decide(one, hana, item, "fulfilled")
