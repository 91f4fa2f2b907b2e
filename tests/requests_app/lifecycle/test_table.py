"""The closed table of a request's life, and the closed list of what is recorded."""

import datetime as dt

import pytest

from policies.domain.case import CaseEvent
from policies.domain.terms import EventType, Outcome
from requests_app.domain.events import EVENTS, EventName
from requests_app.domain.lifecycle import (
    ANSWERS,
    STATE_WORDS,
    TRANSITIONS,
    Action,
    Doer,
    Goes,
    State,
    Waits,
    allowed,
    check,
    leads_to,
)
from requests_app.domain.refusals import NotAllowed

NOON = dt.datetime(2026, 5, 1, 19, tzinfo=dt.UTC)


def test_every_action_has_its_line_and_every_state_its_words() -> None:
    assert set(TRANSITIONS) == set(Action)
    assert set(STATE_WORDS) == set(State)


def test_every_event_has_one_sentence() -> None:
    assert set(EVENTS) == set(EventName)
    assert all(kind.sentence.endswith(".") for kind in EVENTS.values())
    assert len({kind.sentence for kind in EVENTS.values()}) == len(EVENTS)


def test_every_event_a_clock_knows_comes_from_exactly_one_kind_of_step() -> None:
    recorded = [line.event.value for line in TRANSITIONS.values()]
    answers = [TRANSITIONS[action].event.value for action in ANSWERS - {Action.DENY}]
    assert set(answers) == {EventType.RESPONSE_SENT}
    for event in set(EventType) - {EventType.RESPONSE_SENT}:
        assert recorded.count(event.value) == 1, event


def test_whatever_closes_has_an_outcome() -> None:
    closing = {action for action, line in TRANSITIONS.items() if line.target is State.CLOSED}
    without = {action for action in closing if TRANSITIONS[action].outcome is None}
    assert without == {Action.DECIDE_APPEAL}, "an appeal leaves the outcome it was against, or names another"
    assert not any(line.outcome for action, line in TRANSITIONS.items() if action not in closing)


def test_out_of_closed_leads_only_opening_again_or_an_appeal() -> None:
    leaving = {
        action for action in allowed(State.CLOSED, Outcome.DENIED) if TRANSITIONS[action].target is not Goes.STAYS
    }
    assert leaving == {Action.REOPEN, Action.RECEIVE_APPEAL}


@pytest.mark.parametrize("outcome", sorted(set(Outcome) - {Outcome.DENIED, Outcome.PARTLY_FULFILLED, Outcome.OPEN}))
def test_only_a_refusal_can_be_appealed(outcome: Outcome) -> None:
    assert Action.RECEIVE_APPEAL not in allowed(State.CLOSED, outcome)


def test_what_is_held_for_review_can_only_be_released_dismissed_noted_found_or_corrected() -> None:
    assert set(allowed(State.QUARANTINED)) == {
        Action.RELEASE,
        Action.DISMISS,
        Action.ASSIGN,
        Action.SET_PRIORITY,
        Action.ADD_NOTE,
        Action.FIND_FACT,
        Action.RECORD_BOUNCE,
        Action.MERGE,
        Action.CORRECT_RECEIPT,
        # what the person may do on their page, which looks like any other
        Action.RECEIVE_MESSAGE,
        Action.RECEIVE_FILE,
        Action.FETCH_FILE,
        Action.CHANGE_CONTACT,
        # what is expired goes
        Action.ERASE_FILE,
    }


def test_only_people_refuse() -> None:
    refusing = {Action.DENY, Action.CLOSE_UNVERIFIED, Action.CLOSE_NOT_ELIGIBLE, Action.FULFILL_PARTLY, Action.DISMISS}
    assert all(TRANSITIONS[action].by == {Doer.STAFF} for action in refusing)


def test_a_refusal_says_what_is_possible_instead() -> None:
    with pytest.raises(NotAllowed) as refusal:
        check(Action.FULFILL, State.CLOSED, Outcome.DENIED, reference="PM-1/1")
    assert str(refusal.value).startswith("PM-1/1: “fulfill” is not possible while the request is closed.")
    assert "reopen" in refusal.value.next_step


def events(*types: EventType) -> list[CaseEvent]:
    return [CaseEvent(type=kind, at=NOON) for kind in types]


@pytest.mark.parametrize(
    ("happened", "state"),
    [
        ((), State.IN_PROGRESS),
        ((EventType.IDENTITY_REQUESTED,), State.VERIFYING),
        ((EventType.IDENTITY_REQUESTED, EventType.VERIFICATION_FAILED), State.IN_PROGRESS),
        ((EventType.IDENTITY_REQUESTED, EventType.CLARIFICATION_REQUESTED), State.NEEDS_DETAIL),
        (
            (EventType.IDENTITY_REQUESTED, EventType.CLARIFICATION_REQUESTED, EventType.IDENTITY_VERIFIED),
            State.NEEDS_DETAIL,
        ),
        (
            (EventType.IDENTITY_REQUESTED, EventType.CLARIFICATION_REQUESTED, EventType.CLARIFICATION_RECEIVED),
            State.VERIFYING,
        ),
    ],
)
def test_a_request_goes_on_to_what_is_still_waited_for(happened: tuple[EventType, ...], state: State) -> None:
    waits = Waits.after(events(*happened))
    assert leads_to(TRANSITIONS[Action.RECEIVE_CLARIFICATION], State.NEEDS_DETAIL, waits) is state
