"""Clicks on a letter at the very same instant, over real parallel connections."""

from contextlib import suppress
from typing import Any

import pytest

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app import clock_source
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Refused
from requests_app.models import Letter, LetterKind, LetterState, Message
from requests_app.selectors.invariants import broken
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.correspondence import compose, sending
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import one_request
from tests.requests_app.parallel import at_once

from .letters import REASON, draft, said

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_one_form_saved_four_times_at_once_makes_one_draft(prospect: Organization, handler: User) -> None:
    request = one_request(prospect, Right.DELETE, send_acknowledgement=False)

    def begin() -> Any:
        now, details = clock_source.now(), {"reason": REASON}
        return compose.compose(request, LetterKind.EXTENSION, by=handler, now=now, details=details, mark="m").pk

    assert len(set(at_once(4, begin))) == 1
    assert Letter.objects.count() == 1


def test_sent_four_times_at_once_it_is_queued_once(prospect: Organization, handler: User) -> None:
    letter = draft(one_request(prospect, Right.DELETE, send_acknowledgement=False), LetterKind.EXTENSION)
    sent = at_once(4, lambda: sending.send(letter, by=handler, now=clock_source.now()).message_id)
    assert len(set(sent)) == 1
    assert Message.objects.count() == 1


def test_posting_recorded_four_times_at_once_counts_once(prospect: Organization, handler: User) -> None:
    rosa = RequesterDetails(name="Rosa Reyes", postal_address="12 Elm St")
    contact = SafeContact(preferred=ContactBy.MAIL)
    request = one_request(prospect, Right.DELETE, requester=rosa, safe_contact=contact)
    letter = sending.send(draft(request, LetterKind.EXTENSION), by=handler, now=clock_source.now())
    now = clock_source.now()
    at_once(4, lambda: sending.posted(letter, now, by=handler, now=now).state)
    assert len(said(request.pk, "extension_notice")) == 1
    assert broken() == []


def test_a_withdrawal_at_the_instant_of_leaving_leaves_a_sound_case(
    prospect: Organization, handler: User, hana: Any
) -> None:
    for _ in range(5):
        request = one_request(prospect, Right.OPT_OUT_SALE, send_acknowledgement=False)
        letter = sending.send(draft(request, LetterKind.FULFILLED), by=handler, now=clock_source.now())
        message = Message.objects.get(letter=letter)
        turns = iter((True, False))

        def act(turns: Any = turns, message: Message = message, request_id: Any = request.pk) -> None:
            if next(turns):
                sending.left(message, now=clock_source.now())
                return
            with suppress(Refused):
                transition_one(request_id, Action.WITHDRAW, by=hana)

        at_once(2, act)
        request.refresh_from_db()
        letter.refresh_from_db()
        assert letter.state == LetterState.SENT
        assert request.outcome in ("fulfilled", "withdrawn")
        assert (request.outcome == "withdrawn") is (letter.idle_because == "left_after_change")
    assert broken() == []
