import datetime as dt
from typing import Any

import pytest

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Act, AuthorityKind, Outcome, Right, Scope
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.refusals import Blocked, Incomplete, NotPermitted, Refused, Stale
from requests_app.models import Deadline, EventDetail, Message, Person, PrivacyRequest
from requests_app.services import history
from requests_app.services.history import Happening
from requests_app.services.transition import transition, transition_one
from tests.requests_app.arrivals import NOW, at, one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified as checked
from tests.requests_app.world import acting, hire

LATER = at("2026-05-20")


def events(request: PrivacyRequest) -> list[str]:
    return list(Event.objects.filter(subject_id=request.id).order_by("seq").values_list("type", flat=True))


def test_an_answer_in_time_meets_every_date(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.ACKNOWLEDGE, hana, on=at("2026-05-21"), written=True)
    do(verified, Action.FULFILL, hana, on=at("2026-06-15", "23:59"))
    verified.refresh_from_db()
    assert (verified.state, verified.outcome) == (State.CLOSED, Outcome.FULFILLED)
    states = {(d.act, d.kind): d.state for d in verified.deadlines.all()}
    assert states[Act.RESPOND, AuthorityKind.POLICY] == DeadlineState.MET
    assert states[Act.ACKNOWLEDGE, AuthorityKind.LAW] == DeadlineState.MISSED, "confirmed after 15 May"
    assert verified.binding_due_on is None


def test_an_answer_after_midnight_is_late(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.FULFILL, hana, on=at("2026-06-16", "00:00"))
    assert verified.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY).state == DeadlineState.MISSED


def test_a_closed_request_has_no_live_deadline_and_no_alert(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.FULFILL, hana)
    assert not verified.deadlines.filter(state=DeadlineState.LIVE).exists()
    assert not verified.deadlines.filter(next_alert_at__isnull=False).exists()


def test_completing_waits_for_identity_where_the_policy_asks_for_it(deletion: PrivacyRequest, hana: Actor) -> None:
    with pytest.raises(Blocked) as refusal:
        do(deletion, Action.FULFILL, hana)
    assert refusal.value.because[0].policy == "prospect-medical/privacy-policy"
    assert refusal.value.because[0].kind == "verification"


def test_an_opt_out_of_sale_is_completed_without_identity(prospect: Organization, hana: Actor) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE)
    with pytest.raises(Blocked):
        do(request, Action.REQUEST_IDENTITY, hana)
    assert do(request, Action.FULFILL, hana).done


def test_asking_and_answering_move_the_state_and_not_the_date(deletion: PrivacyRequest, hana: Actor) -> None:
    seen = []
    for action, details in [
        (Action.START_WORK, {}),
        (Action.REQUEST_IDENTITY, {}),
        (Action.REQUEST_CLARIFICATION, {"reason": "Which of our hospitals?"}),
        (Action.RECEIVE_CLARIFICATION, {}),
        (Action.VERIFY_IDENTITY, checked(deletion.id)),
    ]:
        do(deletion, action, hana, **details)
        deletion.refresh_from_db()
        seen.append(deletion.state)
    assert seen == [State.IN_PROGRESS, State.VERIFYING, State.NEEDS_DETAIL, State.VERIFYING, State.IN_PROGRESS]
    assert deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY).due_on == dt.date(2026, 6, 15)


def test_a_written_notice_with_a_reason_in_time_extends(deletion: PrivacyRequest, hana: Actor) -> None:
    result = do(
        deletion, Action.SEND_EXTENSION_NOTICE, hana, on=at("2026-06-15", "23:50"), written=True, reason="Four sites."
    )
    respond = deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.due_on, respond.extended, respond.generation) == (dt.date(2026, 7, 30), True, 2)
    assert respond.told_due_on == dt.date(2026, 7, 30)
    assert not result.notes
    assert "due_date_changed" in events(deletion)[events(deletion).index("extension_notice") :]


@pytest.mark.parametrize(
    ("clock", "details", "why"),
    [
        (("2026-06-16", "00:05"), {"written": True, "reason": "Four sites."}, "the last day for it"),
        (("2026-06-01", "12:00"), {"written": False, "reason": "Four sites."}, "written notice"),
        (("2026-06-01", "12:00"), {"written": True}, "a reason in the notice"),
    ],
)
def test_a_notice_that_does_not_count_is_recorded_with_the_reason_why(
    deletion: PrivacyRequest, hana: Actor, clock: tuple[str, str], details: dict[str, Any], why: str
) -> None:
    result = do(deletion, Action.SEND_EXTENSION_NOTICE, hana, on=at(*clock), **details)
    respond = deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.due_on, respond.extended, respond.generation) == (dt.date(2026, 6, 15), False, 1)
    assert any(why in note for note in result.notes)
    noted = Event.objects.get(subject_id=deletion.id, type="extension_notice")
    assert why in noted.body


def test_reasons_are_sealed_beside_the_event(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.ADD_NOTE, hana, note="Her sister called too.")
    detail = EventDetail.objects.get(request=deletion)
    assert b"sister" not in bytes(detail.sealed)
    assert chain.verify(PrivacyRequest.objects.get(id=deletion.id)) == []


def test_a_fact_that_is_found_settles_which_law_applies(kaiser: Organization) -> None:
    kim = acting(hire(kaiser, "Kim"))
    request = one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS)
    assert request.binding_due_on == dt.date(2026, 5, 8), "five business days, unless more is known"
    do(request, Action.FIND_FACT, kim, on=NOW, fact="california_provider", value=False, evidence="Licensed in Oregon.")
    request.refresh_from_db()
    assert request.binding_due_on == dt.date(2026, 5, 31)
    assert request.deadlines.get(authority="law/us-ca/patient-records").state == DeadlineState.CLOSED


def test_identity_not_established_is_answered_only_after_a_failed_check_or_silence(
    deletion: PrivacyRequest, hana: Actor
) -> None:
    said = {"reason": "We could not establish who you are."}
    do(deletion, Action.REQUEST_IDENTITY, hana, on=at("2026-05-04"))
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on=at("2026-05-19"), **said)
    do(deletion, Action.SEND_REMINDER, hana, on=at("2026-05-11"))
    do(deletion, Action.SEND_REMINDER, hana, on=at("2026-05-15"))
    with pytest.raises(Blocked):
        do(deletion, Action.CLOSE_UNVERIFIED, hana, on=at("2026-05-18"), **said)
    assert do(deletion, Action.CLOSE_UNVERIFIED, hana, on=at("2026-05-19"), **said).done


def test_not_eligible_needs_the_fact_to_be_known(prospect: Organization, hana: Actor) -> None:
    said = {"reason": "The policy speaks of residents of California."}
    unknown, nevadan = (one_request(prospect, Right.DELETE, residency=place) for place in ("", "US-NV"))
    with pytest.raises(Blocked) as refusal:
        do(unknown, Action.CLOSE_NOT_ELIGIBLE, hana, **said)
    assert "residency" in refusal.value.why
    assert do(nevadan, Action.CLOSE_NOT_ELIGIBLE, hana, **said).done


def test_reopening_keeps_the_date_and_stays_late(verified: PrivacyRequest, hana: Actor) -> None:
    do(verified, Action.FULFILL, hana, on=at("2026-06-01"))
    do(verified, Action.REOPEN, hana, on=at("2026-07-01"), reason="Two files were forgotten.")
    respond = verified.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.state, respond.due_on) == (DeadlineState.LIVE, dt.date(2026, 6, 15))
    verified.refresh_from_db()
    assert (verified.state, verified.outcome) == (State.IN_PROGRESS, "")


def test_merging_links_and_closes_and_only_the_same_right_repeats(prospect: Organization, hana: Actor) -> None:
    first, again, other = (one_request(prospect, right) for right in (Right.DELETE, Right.DELETE, Right.OPT_OUT_SALE))
    with pytest.raises(Blocked):
        do(other, Action.MERGE, hana, into=first.reference)
    do(again, Action.MERGE, hana, into=first.reference)
    again.refresh_from_db()
    assert (again.outcome, again.merged_into_id) == (Outcome.MERGED, first.id)
    assert set(again.deadlines.values_list("state", flat=True)) == {DeadlineState.CLOSED}
    with pytest.raises(Blocked):
        do(first, Action.MERGE, hana, into=again.reference)


def test_a_request_is_given_only_to_members_of_its_organization(
    deletion: PrivacyRequest, hana: Actor, handler: User, kaiser: Organization
) -> None:
    outsider = hire(kaiser, "Kim")
    with pytest.raises(Incomplete):
        do(deletion, Action.ASSIGN, hana, assignee=str(outsider.id))
    do(deletion, Action.ASSIGN, hana, assignee=str(handler.id))
    deletion.refresh_from_db()
    assert deletion.assignee_id == handler.id


def test_released_from_review_it_goes_on_with_its_own_dates(prospect: Organization, hana: Actor) -> None:
    held = one_request(prospect, Right.DELETE, suspicions=("too_fast",))
    do(held, Action.RELEASE, hana, on=at("2026-05-06"))
    held.refresh_from_db()
    respond = held.deadlines.get(kind=AuthorityKind.POLICY)
    assert (held.state, respond.due_on, respond.told_due_on) == (State.RECEIVED, *2 * (dt.date(2026, 6, 15),))
    assert not held.submission.is_quarantined
    assert Message.objects.count() == 1
    public = Event.objects.filter(subject_id=held.id, type="due_date_set", voice="public")
    assert public.count() == 2, "confirmation and answer"


def test_dismissed_from_review_it_is_closed_and_nothing_is_sent(prospect: Organization, hana: Actor) -> None:
    held = one_request(prospect, Right.DELETE, suspicions=("too_fast",))
    do(held, Action.DISMISS, hana, reason="Advertising for roof tiles.")
    held.refresh_from_db()
    assert (held.state, held.outcome) == (State.CLOSED, Outcome.MISDIRECTED)
    assert not held.deadlines.filter(state=DeadlineState.LIVE).exists()
    assert not Message.objects.exists()


def test_the_person_may_withdraw(deletion: PrivacyRequest) -> None:
    do(deletion, Action.WITHDRAW, Actor(kind=ActorKind.REQUESTER))
    deletion.refresh_from_db()
    assert deletion.outcome == Outcome.WITHDRAWN
    assert set(deletion.deadlines.values_list("state", flat=True)) == {DeadlineState.CLOSED}


def test_a_step_taken_on_an_old_page_is_refused(deletion: PrivacyRequest, hana: Actor) -> None:
    seen = deletion.event_seq
    do(deletion, Action.START_WORK, hana)
    with pytest.raises(Stale):
        transition_one(deletion.id, Action.ADD_NOTE, by=hana, now=LATER, seen=seen, details={"note": "Old news."})


def test_an_alert_in_between_does_not_make_the_page_old(deletion: PrivacyRequest, hana: Actor) -> None:
    deletion.refresh_from_db()
    seen = deletion.event_seq
    history.write([Happening(subject=deletion, name=EventName.ALERT_RAISED)], now=LATER)
    assert transition_one(deletion.id, Action.START_WORK, by=hana, now=LATER, seen=seen).done


def test_a_host_whose_clock_runs_a_little_ahead_does_no_harm(deletion: PrivacyRequest, hana: Actor) -> None:
    ahead = LATER + dt.timedelta(seconds=90)
    assert transition_one(deletion.id, Action.ACKNOWLEDGE, by=hana, at=ahead, now=LATER).done
    assert deletion.deadlines.get(act=Act.ACKNOWLEDGE).met_at == LATER


def test_what_is_refused_changes_nothing(deletion: PrivacyRequest, hana: Actor) -> None:
    before = events(deletion)
    for action, details in [(Action.FULFILL, {}), (Action.DENY, {}), (Action.MERGE, {"into": "PM-0/1"})]:
        with pytest.raises(Refused):
            do(deletion, action, hana, **details)
    with pytest.raises(Incomplete):
        do(deletion, Action.VERIFY_IDENTITY, hana)
    assert events(deletion) == before
    assert not Person.objects.exists()


def test_nothing_happens_before_receipt_or_in_the_future(deletion: PrivacyRequest, hana: Actor) -> None:
    for moment in (at("2026-04-30", "23:59"), LATER + dt.timedelta(minutes=3)):
        with pytest.raises(Incomplete):
            transition_one(deletion.id, Action.ACKNOWLEDGE, by=hana, at=moment, now=LATER)


def test_a_bulk_act_does_what_it_can_and_says_what_it_could_not(prospect: Organization, hana: Actor) -> None:
    requests = [one_request(prospect, Right.OPT_OUT_SALE) for _ in range(3)]
    do(requests[0], Action.WITHDRAW, hana)
    results = transition([r.id for r in requests], Action.FULFILL, by=hana, now=LATER)
    assert sorted(result.done for result in results) == [False, True, True]
    again = transition([r.id for r in requests], Action.FULFILL, by=hana, now=LATER)
    assert not any(result.done for result in again), "a repeated batch finds its requests done"


def test_one_request_at_fault_does_not_stop_the_others(prospect: Organization, hana: Actor) -> None:
    requests = [one_request(prospect, Right.OPT_OUT_SALE) for _ in range(4)]
    PrivacyRequest.objects.filter(id=requests[1].id).update(scope="nowhere")
    results = {r.request_id: r for r in transition([r.id for r in requests], Action.FULFILL, by=hana, now=LATER)}
    assert [results[request.id].done for request in requests] == [True, False, True, True]


def test_a_bounced_notice_told_nobody_and_the_date_falls_back(deletion: PrivacyRequest, hana: Actor) -> None:
    do(deletion, Action.SEND_EXTENSION_NOTICE, hana, on=at("2026-06-01"), written=True, reason="Four sites.")
    notice = Event.objects.get(subject_id=deletion.id, type="extension_notice")
    do(deletion, Action.RECORD_BOUNCE, hana, on=at("2026-06-03"), of=str(notice.id))
    respond = deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.due_on, respond.extended) == (dt.date(2026, 6, 15), False)


def test_only_a_supervisor_corrects_the_receipt(deletion: PrivacyRequest, hana: Actor, sam: Actor) -> None:
    details = {"received_at": at("2026-04-20"), "reason": "Postmark and entry stamp."}
    with pytest.raises(NotPermitted):
        do(deletion, Action.CORRECT_RECEIPT, hana, **details)
    do(deletion, Action.CORRECT_RECEIPT, sam, **details)
    deletion.refresh_from_db()
    assert deletion.received_on == deletion.submission.received_on == dt.date(2026, 4, 20)
    assert deletion.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY).due_on == dt.date(2026, 6, 4)


def test_every_live_deadline_of_policy_and_law_stays_within_reach_of_the_queue(
    prospect: Organization, hana: Actor, supervisor: User
) -> None:
    hire(prospect, "Olga", MembershipRole.PRIVACY_OFFICER)
    request = one_request(prospect, Right.DELETE)
    do(request, Action.ACKNOWLEDGE, hana, written=True)
    request.refresh_from_db()
    live = Deadline.objects.filter(request=request, state=DeadlineState.LIVE).exclude(kind=AuthorityKind.TARGET)
    assert request.binding_due_on == min(d.due_on for d in live if d.due_on)
