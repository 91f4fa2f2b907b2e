"""Several people at random work on the same requests at once: no rule is ever broken."""

import datetime as dt
import random
import threading
from itertools import count

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Scope
from records.chain import Actor, ActorKind
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Refused
from requests_app.models import PrivacyRequest
from requests_app.services.complaints import complain
from requests_app.services.receipt import correct_receipt
from requests_app.services.transition import transition
from tests.requests_app.arrivals import ask, at, received
from tests.requests_app.parallel import at_once
from tests.requests_app.soundness import sound
from tests.requests_app.steps import steps_of
from tests.requests_app.tries import ACTIONS, details_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
PERSON = Actor(kind=ActorKind.REQUESTER)
LATER = at("2026-05-20")
TRIES = 40


@pytest.mark.parametrize("seed", range(8))
def test_four_people_at_random_on_one_letter_break_no_rule(
    prospect: Organization, hana: Actor, sam: Actor, ned: Actor, seed: int
) -> None:
    prospect.second_person_for_deletions = prospect.second_person_for_denials = seed % 2 == 0
    prospect.save(update_fields=["second_person_for_deletions", "second_person_for_denials"])
    asks = (ask(Right.DELETE), ask(Right.KNOW_SPECIFIC), ask(Right.ACCESS, Scope.HEALTH_RECORDS))
    requests = list(received(prospect, *asks).requests.order_by("position"))
    people = iter([hana, sam, ned, PERSON])
    turns, turn = count(seed * 100), threading.Lock()

    def work() -> int:
        with turn:
            by, chance = next(people), random.Random(next(turns))  # noqa: S311 - repeatable, not secret
        return sum(_try(chance, requests, by) for _ in range(TRIES))

    assert sum(at_once(4, work)) > 0, "nobody got anything done"
    for request in PrivacyRequest.objects.filter(organization=prospect):
        sound(request)


def _try(chance: random.Random, requests: list[PrivacyRequest], by: Actor) -> bool:
    request, action = chance.choice(requests), chance.choice(ACTIONS)
    if action is Action.COMPLAIN:
        return _complain(request, by)
    if action is Action.CORRECT_RECEIPT:  # all requests of a submission move together
        earlier = at("2026-05-01") - dt.timedelta(days=chance.randrange(9))
        results = correct_receipt(request.submission_id, earlier, by=by, reason="Postmark.", now=LATER)
        return all(result.done for result in results)
    said = details_of(action, chance.randrange(4), steps=steps_of(request.id))
    if action is Action.MERGE:
        said["into"] = str(chance.choice(requests).pk)
    [result] = transition([request.id], action, by=by, now=LATER, details=said)
    return result.done


def _complain(request: PrivacyRequest, by: Actor) -> bool:
    fresh = PrivacyRequest.objects.select_related("submission", "organization").get(pk=request.pk)
    try:
        complain(fresh, "Nobody answers.", by=by, now=LATER)
    except Refused:
        return False
    return True
