"""Where a second person looks: protected records, a setting of the organization, an appeal."""

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Role, Scope
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked
from requests_app.models import PrivacyRequest
from requests_app.services.arrival import RepresentativeDetails, RequesterDetails, SubjectDetails
from tests.requests_app.arrivals import one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import verified

DENIED = {"ground": "security", "reason": "An investigation is under way."}
REVIEWED = {"evidence": "Read page by page; nothing of a third person is in it."}


def asks_for(organization: Organization, **settings: bool) -> None:
    for name, value in settings.items():
        setattr(organization, name, value)
    organization.save(update_fields=list(settings))


def proposal(request: PrivacyRequest) -> str:
    return str(Event.objects.filter(subject_id=request.pk, type="decision_proposed").latest("seq").pk)


@pytest.mark.parametrize(
    "records_class",
    ["substance_use", "hiv", "minor_consented", "reproductive", "genetic", "third_party_confidence"],
)
def test_protected_records_are_released_only_after_somebody_else_reviewed_them(
    kaiser: Organization, kim: Actor, lou: Actor, records_class: str
) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    do(copies, Action.FIND_FACT, kim, fact="records_class", value=records_class, evidence="The file's label.")
    do(copies, Action.REVIEW_RELEASE, kim, **REVIEWED)
    with pytest.raises(Blocked, match="second person reviews"):
        do(copies, Action.FULFILL, kim)
    do(copies, Action.REVIEW_RELEASE, lou, **REVIEWED)
    assert do(copies, Action.FULFILL, kim).done


def test_ordinary_records_need_one_pair_of_eyes(kaiser: Organization, kim: Actor) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    assert do(copies, Action.FULFILL, kim).done


@pytest.mark.parametrize(("age", "reviewed"), [(11, False), (12, True), (17, True), (18, False), (None, True)])
def test_a_parents_request_for_a_minors_health_records_is_always_reviewed(
    kaiser: Organization, kim: Actor, lou: Actor, age: int | None, reviewed: bool
) -> None:
    role = Role.PARENT_OR_GUARDIAN
    copies = one_request(
        kaiser,
        Right.COPIES,
        Scope.HEALTH_RECORDS,
        requester=RequesterDetails(name="Pat Parent", role=role, email="pat@parent.example"),
        data_subject=SubjectDetails(name="Charlie Parent", residency="US-CA", age=age),
        representative=RepresentativeDetails(kind=role),
    )
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    do(copies, Action.SEE_AUTHORITY, kim, proof="birth_or_custody", evidence="Birth certificate seen.")
    if reviewed:
        with pytest.raises(Blocked, match="minor"):
            do(copies, Action.FULFILL, kim)
        do(copies, Action.REVIEW_RELEASE, lou, **REVIEWED)
    assert do(copies, Action.FULFILL, kim).done


def test_without_the_setting_nobody_else_is_asked(prospect: Organization, hana: Actor) -> None:
    assert do(one_request(prospect, Right.DELETE), Action.DENY, hana, **DENIED).done


def test_with_the_setting_a_denial_waits_for_somebody_elses_approval_of_just_this_ground(
    prospect: Organization, hana: Actor, ned: Actor
) -> None:
    asks_for(prospect, second_person_for_denials=True)
    deletion = one_request(prospect, Right.DELETE)
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.DENY, hana, **DENIED)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **DENIED)
    with pytest.raises(Blocked, match="themselves proposed"):
        do(deletion, Action.APPROVE_DECISION, hana, of=proposal(deletion))
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.DENY, hana, **DENIED)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.DENY, hana, ground="transaction", reason="Another ground than was approved.")
    assert do(deletion, Action.DENY, hana, **DENIED).done


LAW = "Cal. Civ. Code 1798.145(a)"


@pytest.mark.parametrize(
    ("changed", "sent"),
    [
        ({}, True),
        ({"reason": " An investigation\r\nis under way. "}, True),  # the same words, set otherwise
        ({"reason": "An investigation is under way!"}, False),
        ({"reason": "We do not like you."}, False),
        ({"citation": "Cal. Civ. Code 1798.145(b)"}, False),
        ({"citation": ""}, False),
    ],
)
def test_an_approved_denial_goes_out_in_the_approved_words_alone(
    prospect: Organization, hana: Actor, ned: Actor, changed: dict[str, str], sent: bool
) -> None:
    asks_for(prospect, second_person_for_denials=True)
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", citation=LAW, **DENIED)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    said = {**DENIED, "citation": LAW, **changed}
    if sent:
        assert do(deletion, Action.DENY, hana, **said).done
        return
    with pytest.raises(Blocked, match="not as the second person approved it") as refusal:
        do(deletion, Action.DENY, hana, **said)
    assert "lay the new ones before a colleague" in refusal.value.next_step
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **said)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    assert do(deletion, Action.DENY, hana, **said).done


def test_a_refusal_in_part_goes_out_in_the_approved_words_on_whatever_ground(
    prospect: Organization, hana: Actor, ned: Actor
) -> None:
    asks_for(prospect, second_person_for_denials=True)
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **DENIED)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    with pytest.raises(Blocked, match="not as the second person approved it"):
        do(deletion, Action.FULFILL_PARTLY, hana, reason="All but some.")
    assert do(deletion, Action.FULFILL_PARTLY, hana, reason=DENIED["reason"]).done


def test_an_item_decided_between_proposal_and_approval_asks_for_another_approval(
    prospect: Organization, hana: Actor, ned: Actor
) -> None:
    asks_for(prospect, second_person_for_denials=True)
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.ADD_ITEM, hana, note="The account")
    item = str(deletion.items.get().pk)
    do(deletion, Action.DECIDE_ITEM, hana, item=item, decision="denied", **DENIED)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **DENIED)
    do(deletion, Action.DECIDE_ITEM, hana, item=item, decision="denied", ground="security", reason="Other words.")
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    with pytest.raises(Blocked, match="not as the second person approved it"):
        do(deletion, Action.DENY, hana, **DENIED)


def test_what_was_proposed_cannot_be_told_from_its_digest(
    prospect: Organization, kaiser: Organization, hana: Actor, kim: Actor
) -> None:
    ours, theirs = one_request(prospect, Right.DELETE), one_request(kaiser, Right.DELETE)
    for request, by in ((ours, hana), (theirs, kim)):
        do(request, Action.PROPOSE_DECISION, by, decision="deny", reason=DENIED["reason"])
    digests = {chain.read(event).body["wording"] for event in Event.objects.filter(type="decision_proposed")}
    assert len(digests) == 2
    assert not any(DENIED["reason"] in event.body for event in Event.objects.all())


def test_a_proposal_that_came_after_the_approval_is_not_approved(
    prospect: Organization, hana: Actor, ned: Actor
) -> None:
    asks_for(prospect, second_person_for_denials=True)
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **DENIED)
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", ground="security", reason="Another reason.")
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.DENY, hana, **DENIED)


def test_an_approval_names_the_proposal_that_was_looked_at(prospect: Organization, hana: Actor, ned: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", **DENIED)
    looked_at = proposal(deletion)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="deny", ground="transaction", reason="Another one.")
    with pytest.raises(Blocked, match="another proposal"):
        do(deletion, Action.APPROVE_DECISION, ned, of=looked_at)


def test_with_the_setting_a_deletion_waits_for_somebody_elses_approval_and_nothing_else_does(
    prospect: Organization, hana: Actor, ned: Actor
) -> None:
    asks_for(prospect, second_person_for_deletions=True)
    deletion, copy = one_request(prospect, Right.DELETE), one_request(prospect, Right.KNOW_CATEGORIES)
    for request in (deletion, copy):
        do(request, Action.VERIFY_IDENTITY, hana, **verified(request.pk))
    assert do(copy, Action.FULFILL, hana).done
    with pytest.raises(Blocked, match="second person must approve"):
        do(deletion, Action.FULFILL, hana)
    do(deletion, Action.PROPOSE_DECISION, hana, decision="fulfill", reason="All of it.")
    do(deletion, Action.APPROVE_DECISION, ned, of=proposal(deletion))
    assert do(deletion, Action.FULFILL, hana).done


def test_an_appeal_is_decided_by_somebody_who_took_no_part(prospect: Organization, hana: Actor, ned: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.DENY, hana, **DENIED)
    do(deletion, Action.RECEIVE_APPEAL, hana, on="2026-05-21", note="By telephone.")
    with pytest.raises(Blocked, match="took part"):
        do(deletion, Action.DECIDE_APPEAL, hana, on="2026-05-22", reason="It stands.", outcome="denied")
    assert do(deletion, Action.DECIDE_APPEAL, ned, on="2026-05-22", reason="It stands.", outcome="denied").done


@pytest.mark.parametrize(("ground", "asked"), [("endangers_life", True), ("inmate", False)])
def test_a_reviewable_denial_is_reviewed_by_another_licensed_professional(
    kaiser: Organization, kim: Actor, lou: Actor, ground: str, asked: bool
) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    told = {"written": True, "review_told": True, "complaint_told": True}
    do(copies, Action.DENY, kim, ground=ground, reason="As found.", professional="Dr. M. Osei", **told)
    do(copies, Action.RECEIVE_APPEAL, kim, note="By letter.")
    said = {"reason": "It stands.", "outcome": "denied"}
    if asked:
        with pytest.raises(Blocked, match="licensed professional"):
            do(copies, Action.DECIDE_APPEAL, lou, **said)
        said["professional"] = "Dr. A. Lind"
    assert do(copies, Action.DECIDE_APPEAL, lou, **said).done


def test_one_item_denied_on_a_reviewable_ground_is_reviewed_so_too(
    kaiser: Organization, kim: Actor, lou: Actor
) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk))
    do(copies, Action.ADD_ITEM, kim, note="The notes of 3 March")
    item = str(copies.items.get().pk)
    risk = {"ground": "endangers_life", "reason": "As found.", "professional": "Dr. M. Osei"}
    do(copies, Action.DECIDE_ITEM, kim, item=item, decision="denied", **risk)
    told = {"written": True, "review_told": True, "complaint_told": True}
    do(copies, Action.FULFILL_PARTLY, kim, reason="All but the notes of 3 March.", **told)
    do(copies, Action.RECEIVE_APPEAL, kim, note="By letter.")
    said = {"reason": "It stands.", "outcome": "partly_fulfilled"}
    with pytest.raises(Blocked, match="licensed professional"):
        do(copies, Action.DECIDE_APPEAL, lou, **said)
    assert do(copies, Action.DECIDE_APPEAL, lou, professional="Dr. A. Lind", **said).done
