"""A fee holds up an answer until it was told, and only where a rule supports it."""

import pytest

from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest
from tests.requests_app.deeds import do


def test_completing_waits_for_reason_and_estimate_of_a_fee(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.FIND_FEE, hana, ground="excessive", evidence="The fifth time this month, see the list.")
    for action, details in [
        (Action.SEND_FEE_REASON, {"reason": "You asked five times."}),
        (Action.SEND_FEE_ESTIMATE, {"amount": "24.50"}),
    ]:
        with pytest.raises(Blocked) as refusal:
            do(verified, Action.FULFILL, hana)
        assert refusal.value.because
        do(verified, action, hana, **details)
    assert do(verified, Action.FULFILL, hana).done


def test_a_fee_the_law_does_not_support_is_not_charged_and_keeps_nobody_waiting(
    verified: PrivacyRequest, hana: Actor
) -> None:
    do(verified, Action.FIND_FEE, hana, ground="unfounded", evidence="No account of this name was ever made.")
    with pytest.raises(Blocked) as refusal:
        do(verified, Action.SEND_FEE_ESTIMATE, hana, amount="24.50")
    assert "more than the law supports" in refusal.value.why
    assert do(verified, Action.FULFILL, hana).done


@pytest.mark.parametrize("ground", ["copy_costs", "greed"])
def test_a_ground_that_no_rule_knows_is_no_finding(verified: PrivacyRequest, hana: Actor, ground: str) -> None:
    with pytest.raises(Blocked):
        do(verified, Action.FIND_FEE, hana, ground=ground, evidence="See the invoice.")
