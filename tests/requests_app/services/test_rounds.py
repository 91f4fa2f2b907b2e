"""What was decided in an earlier round, or of something else, does not serve for this one."""

import datetime as dt

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Scope
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked
from requests_app.models import Deadline, PrivacyRequest
from tests.requests_app.arrivals import one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified


def test_a_review_made_before_the_class_was_found_is_none(kaiser: Organization, kim: Actor, lou: Actor) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    do(copies, Action.REVIEW_RELEASE, lou, evidence="Read.")
    do(copies, Action.FIND_FACT, kim, fact="records_class", value="hiv", evidence="The label.")
    with pytest.raises(Blocked, match="second person reviews"):
        do(copies, Action.FULFILL, kim)
    do(copies, Action.REVIEW_RELEASE, lou, evidence="Read again.")
    assert do(copies, Action.FULFILL, kim).done


def test_a_refusal_in_part_is_approved_by_a_second_person_too(prospect: Organization, hana: Actor, ned: Actor) -> None:
    prospect.second_person_for_denials = True
    prospect.save(update_fields=["second_person_for_denials"])
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.FULFILL_PARTLY, hana, reason="All but the invoices.")
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", reason="All but the invoices.")
    proposal = proposal_of(deletion)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal)
    assert do(deletion, Action.FULFILL_PARTLY, hana, reason="All but the invoices.").done


def test_what_an_appeal_grants_is_released_by_the_same_rules(kaiser: Organization, kim: Actor, lou: Actor) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    told = {"written": True, "review_told": True, "complaint_told": True}
    do(copies, Action.DENY, kim, ground="inmate", reason="As found.", **told)
    do(copies, Action.RECEIVE_APPEAL, kim, note="By letter.")
    granted = {"reason": "It was wrong.", "outcome": "fulfilled"}
    with pytest.raises(Blocked, match="identity"):
        do(copies, Action.DECIDE_APPEAL, lou, **granted)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    do(copies, Action.FIND_FACT, kim, fact="records_class", value="hiv", evidence="The label.")
    with pytest.raises(Blocked, match="second person reviews"):
        do(copies, Action.DECIDE_APPEAL, lou, **granted)
    do(copies, Action.REVIEW_RELEASE, kim, evidence="Read.")
    assert do(copies, Action.DECIDE_APPEAL, lou, **granted).done


def test_who_decided_the_first_appeal_does_not_decide_the_second(
    prospect: Organization, hana: Actor, ned: Actor, sam: Actor
) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.DENY, hana, ground="security", reason="An investigation.")
    for decider in (ned, sam):
        do(deletion, Action.RECEIVE_APPEAL, hana, note="Again.")
        if decider is sam:
            with pytest.raises(Blocked, match="took part"):
                do(deletion, Action.DECIDE_APPEAL, ned, reason="It stands.", outcome="denied")
        assert do(deletion, Action.DECIDE_APPEAL, decider, reason="It stands.", outcome="denied").done


def test_a_fee_found_anew_after_a_waiver_needs_its_own_estimate(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    found = {"ground": "excessive", "evidence": "The fifth time this month."}
    do(deletion, Action.FIND_FEE, hana, **found)
    do(deletion, Action.SEND_FEE_REASON, hana, reason="Five times.")
    do(deletion, Action.SEND_FEE_ESTIMATE, hana, amount="24.50")
    do(deletion, Action.WAIVE_FEE, hana, reason="A gesture.")
    do(deletion, Action.FIND_FEE, hana, **found)
    with pytest.raises(Blocked, match="this is owed: fee reason sent and fee estimate sent"):
        do(deletion, Action.FULFILL, hana)


def test_more_time_for_a_letter_is_more_time_for_what_is_opened_from_it(prospect: Organization, hana: Actor) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC)
    do(copy, Action.SEND_EXTENSION_NOTICE, hana, on="2026-06-10", written=True, channel="email", reason="Archives.")
    do(copy, Action.FAIL_VERIFICATION, hana, on="2026-07-01", reason="Another date of birth.")
    do(copy, Action.CLOSE_UNVERIFIED, hana, on="2026-07-01", reason="We could not establish who you are.")
    categories = PrivacyRequest.objects.get(linked_to=copy)
    due = Deadline.objects.get(request=categories, act="respond", kind="policy").due_on
    assert due == dt.date(2026, 7, 30)


def proposal_of(request: PrivacyRequest) -> str:
    return str(Event.objects.filter(subject_id=request.pk, type="decision_proposed").latest("seq").pk)
