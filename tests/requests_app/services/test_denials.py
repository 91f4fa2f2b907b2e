"""Refusing: on a ground of the version, for a reason, never what must be granted; and the appeal against it."""

import pytest

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Scope
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked, Incomplete, NotAllowed, NotPermitted
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import ask, received
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified as checked


def test_a_denial_without_reason_cannot_be_closed(deletion: PrivacyRequest, hana: Actor) -> None:
    with pytest.raises(Incomplete) as refusal:
        do(deletion, Action.DENY, hana, ground="legal_obligation")
    assert "reason" in refusal.value.problems


def test_a_denial_needs_a_ground_of_this_version(deletion: PrivacyRequest, hana: Actor) -> None:
    with pytest.raises(Blocked) as refusal:
        do(deletion, Action.DENY, hana, ground="too_busy", reason="We are busy.")
    assert "legal_obligation" in refusal.value.next_step


def test_another_law_needs_its_citation(deletion: PrivacyRequest, hana: Actor) -> None:
    with pytest.raises(Incomplete) as refusal:
        do(deletion, Action.DENY, hana, ground="another_law", reason="We must keep it.")
    assert list(refusal.value.problems) == ["citation"]


def test_a_denial_names_the_rule_it_rests_on(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.DENY, hana, ground="legal_obligation", reason="Medical records are kept seven years.")
    deletion.refresh_from_db()
    assert (deletion.state, deletion.outcome) == (State.CLOSED, Outcome.DENIED)
    denied = chain.read(Event.objects.get(subject_id=deletion.id, type="denied"))
    assert {"denial_ground", "denial"} >= {cited["kind"] for cited in denied.because} > set()
    assert any(cited["key"].endswith("legal_obligation") for cited in denied.because)
    assert "seven years" not in str(denied.body)


def paid_in_full(kaiser: Organization) -> PrivacyRequest:
    stated = {"recipient": "health_plan", "purpose": "payment", "services_specific": True, "paid_in_full": True}
    limit = ask(Right.LIMIT_DISCLOSURE, Scope.HEALTH_RECORDS, **stated, required_by_law=False)
    return received(kaiser, limit).requests.get()


def test_what_must_be_granted_cannot_be_denied_once_it_is_found(kaiser: Organization, kim: Actor) -> None:
    request = paid_in_full(kaiser)
    found = {
        "recipient": "health_plan",
        "purpose": "payment",
        "services_specific": True,
        "paid_in_full": True,
        "required_by_law": False,
    }
    for fact, value in found.items():
        do(request, Action.FIND_FACT, kim, fact=fact, value=value, evidence="Receipt 4711 and the claim file.")
    with pytest.raises(Blocked) as refusal:
        do(request, Action.DENY, kim, ground="not_agreed", reason="We prefer not to.", written=True)
    assert "must be granted" in refusal.value.why
    assert refusal.value.because


def test_what_is_merely_stated_can_be_denied_in_writing(kaiser: Organization, kim: Actor) -> None:
    request = paid_in_full(kaiser)
    with pytest.raises(Incomplete) as refusal:
        do(request, Action.DENY, kim, ground="not_agreed", reason="The bill was not paid.")
    assert "written" in refusal.value.problems
    assert do(request, Action.DENY, kim, ground="not_agreed", reason="The bill was not paid.", written=True).done


def test_a_denied_request_cannot_be_answered_again_without_being_opened(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.DENY, hana, ground="security", reason="An investigation is under way.")
    for action in (Action.FULFILL, Action.DENY, Action.WITHDRAW, Action.VERIFY_IDENTITY):
        with pytest.raises(NotAllowed):
            do(deletion, action, hana, reason="again")


def test_no_software_and_no_requester_denies(deletion: PrivacyRequest) -> None:
    for kind in (ActorKind.SYSTEM, ActorKind.REQUESTER):
        with pytest.raises(NotPermitted):
            do(deletion, Action.DENY, Actor(kind=kind), ground="security", reason="Automatic.")


def test_an_appeal_against_a_denial_is_taken_and_decided(deletion: PrivacyRequest, hana: Actor, sam: Actor) -> None:
    do(deletion, Action.DENY, hana, ground="security", reason="An investigation is under way.")
    do(deletion, Action.RECEIVE_APPEAL, hana)
    deletion.refresh_from_db()
    assert (deletion.state, deletion.outcome) == (State.APPEALED, Outcome.DENIED)
    granted = {"reason": "It is over; we deleted it.", "outcome": "fulfilled"}
    with pytest.raises(Blocked, match="has not been established"):
        do(deletion, Action.DECIDE_APPEAL, sam, **granted)
    do(deletion, Action.VERIFY_IDENTITY, hana, **checked(deletion.id))
    deletion.refresh_from_db()
    assert deletion.state == State.APPEALED, "the appeal goes on"
    do(deletion, Action.DECIDE_APPEAL, sam, **granted)
    deletion.refresh_from_db()
    assert (deletion.state, deletion.outcome) == (State.CLOSED, Outcome.FULFILLED)


def test_a_fulfilled_request_cannot_be_appealed(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.FULFILL, hana)
    with pytest.raises(NotAllowed):
        do(verified, Action.RECEIVE_APPEAL, hana)
