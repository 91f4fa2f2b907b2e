"""Several people at the same request, the same person several times at once: real connections to PostgreSQL."""

from typing import Any
from uuid import UUID

import pytest

from organizations.models import Organization
from policies.domain.terms import Right
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import NotAllowed
from requests_app.models import Person, PrivacyRequest, Submission
from requests_app.selectors.invariants import broken
from requests_app.services.intake import receive
from requests_app.services.transition import transition
from tests.requests_app.arrivals import NOW, arrival, at, one_request
from tests.requests_app.parallel import at_once
from tests.requests_app.steps import verified

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATER = at("2026-05-20")


def test_the_same_form_sent_eight_times_at_once_is_one_submission(prospect: Organization) -> None:
    once = arrival(prospect, Right.DELETE, Right.KNOW_SPECIFIC, idempotency_key="double click")
    submissions = at_once(8, lambda: receive(once, now=NOW).id)
    assert len(set(submissions)) == 1
    assert Submission.objects.count() == 1
    assert PrivacyRequest.objects.count() == 2
    assert broken() == []


def test_twenty_requests_answered_three_times_at_once_are_each_answered_once(
    prospect: Organization, hana: Actor
) -> None:
    ids = [one_request(prospect, Right.OPT_OUT_SALE).id for _ in range(20)]
    rounds = at_once(3, lambda: transition(ids, Action.FULFILL, by=hana, now=LATER))
    done = [result.request_id for results in rounds for result in results if result.done]
    assert sorted(done) == sorted(ids)
    refusals = [result.refusal for results in rounds for result in results if not result.done]
    assert all(isinstance(refusal, NotAllowed) for refusal in refusals)
    assert len(refusals) == 40
    assert Event.objects.filter(type="response_sent").count() == 20
    assert broken() == []


def test_answer_denial_and_withdrawal_at_once_leave_one_outcome(prospect: Organization, hana: Actor) -> None:
    request = one_request(prospect, Right.DELETE)
    transition([request.id], Action.VERIFY_IDENTITY, by=hana, now=LATER, details=verified(request.id))
    steps: list[tuple[Action, dict[str, Any]]] = [
        (Action.FULFILL, {}),
        (Action.DENY, {"ground": "security", "reason": "An investigation."}),
        (Action.WITHDRAW, {}),
    ] * 2
    waiting = iter(steps)

    def act() -> bool:
        action, details = next(waiting)
        [result] = transition([request.id], action, by=hana, now=LATER, details=details)
        return result.done

    assert sorted(at_once(len(steps), act)) == [False] * 5 + [True]
    request.refresh_from_db()
    assert request.state == State.CLOSED
    assert chain.verify(request) == []
    assert broken() == []


def test_who_merges_into_what_is_just_taken_back_leaves_nothing_unanswered(prospect: Organization, hana: Actor) -> None:
    first, *others = (one_request(prospect, Right.DELETE) for _ in range(7))
    steps: list[tuple[UUID, Action, dict[str, Any]]] = [
        (other.id, Action.MERGE, {"into": first.reference}) for other in others
    ]
    waiting = iter([*steps[:3], (first.id, Action.WITHDRAW, {}), *steps[3:]])

    def act() -> None:
        request_id, action, details = next(waiting)
        transition([request_id], action, by=hana, now=LATER, details=details)

    at_once(7, act)
    transition([first.id], Action.WITHDRAW, by=hana, now=LATER)  # it may have been told to look again
    assert list(PrivacyRequest.objects.exclude(state=State.CLOSED).order_by("id")) == sorted(
        others, key=lambda one: one.id
    )
    assert broken() == []


@pytest.mark.parametrize("group", range(15))
def test_three_requests_made_and_verified_at_the_same_instant_are_counted_exactly(
    prospect: Organization, hana: Actor, group: int
) -> None:
    at_once(3, lambda: one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-05-01")))
    requests = list(PrivacyRequest.objects.order_by("received_at", "submission_id"))
    assert len({request.received_at for request in requests}) == 1
    person = Person.objects.create(organization=prospect)
    newest_first = iter([request.id for request in reversed(requests)])

    def verify() -> bool:
        wanted = next(newest_first)
        details = verified(wanted, person=str(person.id))
        [result] = transition([wanted], Action.VERIFY_IDENTITY, by=hana, now=LATER, details=details)
        return result.done

    assert at_once(3, verify) == [True] * 3, group
    over = {request.id: over_cap(request.id) for request in requests}
    assert over == {requests[0].id: None, requests[1].id: None, requests[2].id: 2}
    assert broken() == []


def over_cap(request_id: UUID) -> int | None:
    """How many submissions of the person counted, if that is one too many."""
    warnings = PrivacyRequest.objects.get(id=request_id).warnings
    return next((warning["counted"] for warning in warnings if warning["code"] == "over_cap"), None)


def test_two_requests_are_not_merged_into_each_other_at_once(prospect: Organization, hana: Actor) -> None:
    first, second = (one_request(prospect, Right.DELETE) for _ in range(2))
    pairs = iter([(first, second), (second, first)])

    def merge() -> bool:
        repeated, into = next(pairs)
        [result] = transition([repeated.id], Action.MERGE, by=hana, now=LATER, details={"into": str(into.id)})
        return result.done

    assert sorted(at_once(2, merge)) == [False, True]
