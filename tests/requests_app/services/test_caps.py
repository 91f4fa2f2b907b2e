"""Prospect Medical prints that one may ask twice in twelve months. The law caps only requests to know."""

from typing import Any

import pytest

from organizations.models import Organization
from policies.domain.terms import Right
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked, Incomplete, NotPermitted
from requests_app.models import Person, PrivacyRequest
from requests_app.services.receipt import correct_receipt
from requests_app.services.transition import transition, transition_one
from tests.requests_app.arrivals import at, one_request, received
from tests.requests_app.steps import verified

LATER = at("2026-05-20")


@pytest.fixture
def rosa(prospect: Organization) -> Person:
    return Person.objects.create(organization=prospect)


def verify(request: PrivacyRequest, by: Actor, person: Person | None = None) -> None:
    details = verified(request.id, **({"person": str(person.id)} if person else {}))
    transition_one(request.id, Action.VERIFY_IDENTITY, by=by, now=LATER, details=details)


def cap(request: PrivacyRequest) -> dict[str, Any] | None:
    request.refresh_from_db()
    return next((warning for warning in request.warnings if warning["code"] == "over_cap"), None)


def three(prospect: Organization, right: Right = Right.KNOW_SPECIFIC) -> list[PrivacyRequest]:
    return [one_request(prospect, right, on=at(f"2026-05-0{day}")) for day in (1, 2, 3)]


def test_the_third_in_a_year_is_over_the_cap_with_its_rule_and_its_day(
    prospect: Organization, hana: Actor, rosa: Person
) -> None:
    requests = three(prospect)
    for request in requests:
        verify(request, hana, rosa)
    assert [cap(request) for request in requests[:2]] == [None, None]
    third = cap(requests[2])
    assert third is not None
    assert (third["counted"], third["next_eligible_on"], third["refusal"]) == (2, "2027-05-01", "open")
    assert third["because"][0]["kind"] == "frequency_cap"
    reached = Event.objects.get(subject_id=requests[2].id, type="cap_reached")
    assert reached.voice == "internal"


def test_verifying_an_older_one_weighs_the_newer_ones_anew(prospect: Organization, hana: Actor, rosa: Person) -> None:
    oldest, middle, newest = three(prospect)
    verify(newest, hana, rosa)
    verify(middle, hana, rosa)
    assert cap(newest) is None
    verify(oldest, hana, rosa)
    assert (cap(oldest), cap(middle)) == (None, None)
    newest_cap = cap(newest)
    assert newest_cap is not None
    assert newest_cap["counted"] == 2


def test_the_same_mail_address_alone_counts_nothing(prospect: Organization, hana: Actor) -> None:
    for request in three(prospect):
        verify(request, hana)
        assert cap(request) is None


def test_what_is_asked_in_one_letter_counts_once(prospect: Organization, hana: Actor, rosa: Person) -> None:
    both = received(prospect, Right.KNOW_SPECIFIC, Right.DELETE, on=at("2026-05-01"))
    ids = [request.id for request in both.requests.all()]
    transition(ids, Action.VERIFY_IDENTITY, by=hana, now=LATER, details=verified(*ids, person=str(rosa.id)))
    second = one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-05-02"))
    verify(second, hana, rosa)
    assert cap(second) is None


@pytest.mark.parametrize("ended", [Action.WITHDRAW, Action.MERGE])
def test_what_was_withdrawn_or_merged_counts_nothing(
    prospect: Organization, hana: Actor, rosa: Person, ended: Action
) -> None:
    requests = three(prospect)
    for request in requests[:2]:
        verify(request, hana, rosa)
    into = {"into": str(requests[0].id)} if ended is Action.MERGE else {}
    transition_one(requests[1].id, ended, by=hana, now=LATER, details=into)
    verify(requests[2], hana, rosa)
    assert cap(requests[2]) is None


def test_refusing_to_know_a_third_time_is_open_because_the_law_has_the_cap_too(
    prospect: Organization, hana: Actor, sam: Actor, rosa: Person
) -> None:
    requests = three(prospect)
    for request in requests:
        verify(request, hana, rosa)
    said = {"ground": "frequency_cap", "reason": "You may ask again from 1 May 2027."}
    with pytest.raises(Blocked, match="a supervisor decides"):
        transition_one(requests[2].id, Action.DENY, by=hana, now=LATER, details=said)
    decision = {"decision": "refuse", "reason": "A third time within the year."}
    with pytest.raises(NotPermitted):
        transition_one(requests[2].id, Action.DECIDE_CAP, by=hana, now=LATER, details=decision)
    assert transition_one(requests[2].id, Action.DECIDE_CAP, by=sam, now=LATER, details=decision).done
    assert transition_one(requests[2].id, Action.DENY, by=hana, now=LATER, details=said).done


def test_refusing_a_deletion_on_the_printed_cap_is_blocked(prospect: Organization, hana: Actor, rosa: Person) -> None:
    requests = three(prospect, Right.DELETE)
    for request in requests:
        verify(request, hana, rosa)
    said = {"ground": "frequency_cap", "reason": "Too often."}
    with pytest.raises(Blocked) as refusal:
        transition_one(requests[2].id, Action.DENY, by=hana, now=LATER, details=said)
    assert refusal.value.because[0].kind == "frequency_cap"
    assert "more than the law supports" in refusal.value.why


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action.FULFILL, {"channel": "portal"}),
        (Action.FULFILL_PARTLY, {"channel": "portal", "reason": "Only what is new."}),
        (Action.DENY, {"reason": "We hold nothing."}),
    ],
)
def test_beyond_the_limit_nothing_is_answered_before_a_supervisor_has_decided(
    prospect: Organization, hana: Actor, sam: Actor, rosa: Person, action: Action, said: dict[str, str]
) -> None:
    requests = three(prospect)
    for request in requests:
        verify(request, hana, rosa)
    assert transition_one(requests[1].id, action, by=hana, now=LATER, details=said).done  # the second is not beyond it
    third = requests[2].id
    with pytest.raises(Blocked, match="a supervisor decides whether to answer") as refusal:
        transition_one(third, action, by=hana, now=LATER, details=said)
    assert refusal.value.because[0].kind == "frequency_cap"
    decision = {"decision": "answer", "reason": "Much has changed since."}
    transition_one(third, Action.DECIDE_CAP, by=sam, now=LATER, details=decision)
    assert transition_one(third, action, by=hana, now=LATER, details=said).done


def test_what_a_supervisor_decided_to_refuse_is_not_granted(
    prospect: Organization, hana: Actor, sam: Actor, rosa: Person
) -> None:
    requests = three(prospect)
    for request in requests:
        verify(request, hana, rosa)
    decision = {"decision": "refuse", "reason": "A third time within the year."}
    transition_one(requests[2].id, Action.DECIDE_CAP, by=sam, now=LATER, details=decision)
    with pytest.raises(Blocked, match="decided to refuse it"):
        transition_one(requests[2].id, Action.FULFILL, by=hana, now=LATER, details={"channel": "portal"})


def test_where_the_law_knows_no_limit_a_handler_answers(prospect: Organization, hana: Actor, rosa: Person) -> None:
    requests = three(prospect, Right.DELETE)
    for request in requests:
        verify(request, hana, rosa)
    assert cap(requests[2]) is not None
    assert transition_one(requests[2].id, Action.FULFILL, by=hana, now=LATER).done


def test_a_person_of_another_organization_is_nobody(prospect: Organization, kaiser: Organization, hana: Actor) -> None:
    elsewhere = Person.objects.create(organization=kaiser)
    with pytest.raises(Incomplete):
        verify(one_request(prospect, Right.DELETE), hana, elsewhere)


@pytest.mark.parametrize(("day", "over"), [("2027-04-30", True), ("2027-05-01", False)])
def test_on_the_anniversary_the_first_one_counts_no_more(
    prospect: Organization, hana: Actor, rosa: Person, day: str, over: bool
) -> None:
    for request in three(prospect)[:2]:
        verify(request, hana, rosa)
    again = one_request(prospect, Right.KNOW_SPECIFIC, on=at(day))
    details = verified(again.id, person=str(rosa.id))
    transition_one(again.id, Action.VERIFY_IDENTITY, by=hana, now=at("2027-05-03"), details=details)
    assert bool(cap(again)) is over


def test_answered_ones_count_too(prospect: Organization, hana: Actor, rosa: Person) -> None:
    requests = three(prospect)
    for request in requests[:2]:
        verify(request, hana, rosa)
        transition_one(request.id, Action.FULFILL, by=hana, now=LATER)
    verify(requests[2], hana, rosa)
    assert cap(requests[2]) is not None


def test_the_link_to_a_person_is_written_down_once(prospect: Organization, hana: Actor) -> None:
    both = received(prospect, Right.KNOW_SPECIFIC, Right.DELETE)
    ids = [request.id for request in both.requests.all()]
    transition(ids, Action.VERIFY_IDENTITY, by=hana, now=LATER, details=verified(*ids))
    transition(ids, Action.VERIFY_IDENTITY, by=hana, now=LATER, details=verified(*ids))
    assert Event.objects.filter(subject_id=both.id, type="person_linked").count() == 1
    both.refresh_from_db()
    assert both.person is not None
    assert chain.verify(both) == []


def test_withdrawing_an_older_one_frees_the_newer(prospect: Organization, hana: Actor, rosa: Person) -> None:
    requests = three(prospect)
    for request in requests:
        verify(request, hana, rosa)
    assert cap(requests[2]) is not None
    transition_one(requests[0].id, Action.WITHDRAW, by=hana, now=LATER)
    assert cap(requests[2]) is None


def test_correcting_a_receipt_counts_again(prospect: Organization, hana: Actor, sam: Actor, rosa: Person) -> None:
    first, second = (one_request(prospect, Right.KNOW_SPECIFIC, on=at(day)) for day in ("2025-05-21", "2026-05-01"))
    third = one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-05-02"))
    for request in (first, second, third):
        verify(request, hana, rosa)
    assert cap(third) is not None
    correct_receipt(first.submission_id, at("2025-05-01"), by=sam, reason="Postmark.", now=LATER)
    assert cap(third) is None, "on 2 May 2026 the one of 1 May 2025 no longer counts"
