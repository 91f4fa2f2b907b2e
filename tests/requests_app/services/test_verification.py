"""Who asks is established by the steps of the version; who acts for somebody shows it; answers go the right way."""

import datetime as dt

import pytest

from organizations.models import Organization
from policies.domain.terms import Right, Role, Scope
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.domain.record import ChannelProof, Proof
from requests_app.domain.refusals import Blocked, Incomplete, NotPermitted
from requests_app.models import PrivacyRequest, Representative
from requests_app.services.arrival import RepresentativeDetails, RequesterDetails
from tests.requests_app.arrivals import one_request
from tests.requests_app.deeds import do
from tests.requests_app.steps import steps_of, verified

PERSON = Actor(kind=ActorKind.REQUESTER)
TWO = {"step": "delete_and_correct", "compared": ("name", "postal address"), "passed": True, "evidence": "Matched."}
ASKED = {"written": True, "channel": "email", "reason": "The person's signed permission."}
SEEN = {"proof": Proof.SIGNED_PERMISSION, "evidence": "Signed 2 May.", "expires_on": dt.date(2026, 6, 1)}


def by_agent(organization: Organization, right: Right) -> PrivacyRequest:
    agent = RequesterDetails(name="Quick Opt-Out", role=Role.AGENT, email="agent@quick.example")
    return one_request(organization, right, requester=agent, representative=RepresentativeDetails(kind=Role.AGENT))


def test_identity_is_not_established_while_a_step_of_the_version_is_open(prospect: Organization, hana: Actor) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC)
    assert steps_of(copy.pk) == ("know_specific", "know_specific_declaration")
    with pytest.raises(Blocked, match="Not every step") as refusal:
        do(copy, Action.VERIFY_IDENTITY, hana, evidence="She knew her address.")
    assert [citation.key for citation in refusal.value.because] == ["know_specific", "know_specific_declaration"]
    three = ("name", "postal address", "subscriber number")
    do(copy, Action.CHECK_STEP, hana, step="know_specific", compared=three, passed=True, evidence="Matched.")
    with pytest.raises(Blocked) as refusal:
        do(copy, Action.VERIFY_IDENTITY, hana, evidence="She knew her address.")
    assert [citation.key for citation in refusal.value.because] == ["know_specific_declaration"]
    do(copy, Action.CHECK_STEP, hana, step="know_specific_declaration", passed=True, evidence="Signed 18 May.")
    assert do(copy, Action.VERIFY_IDENTITY, hana, evidence="Three details and the declaration.").done


@pytest.mark.parametrize(
    ("compared", "enough"),
    [
        (("name", "postal address", "subscriber number"), True),
        (("name", "postal address"), False),
        (("name", "name", "postal address"), False),
        (("name", "postal address", "mother's maiden name"), False),
    ],
)
def test_three_different_details_of_the_accepted_kinds_must_match(
    prospect: Organization, hana: Actor, compared: tuple[str, ...], enough: bool
) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC)
    said = {"step": "know_specific", "compared": compared, "passed": True, "evidence": "Seen."}
    if enough:
        assert do(copy, Action.CHECK_STEP, hana, **said).done
        return
    with pytest.raises(Blocked) as refusal:
        do(copy, Action.CHECK_STEP, hana, **said)
    assert refusal.value.because[0].key == "know_specific"


def test_what_was_compared_is_kept_and_what_it_said_is_not(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.CHECK_STEP, hana, **TWO)
    event = Event.objects.get(subject_id=deletion.pk, type="step_checked")
    body = chain.read(event).body
    assert (body["compared"], body["passed"]) == (["name", "postal address"], True)
    assert "Matched" not in event.body


def test_a_step_that_fails_later_no_longer_stands(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.CHECK_STEP, hana, **TWO)
    do(deletion, Action.CHECK_STEP, hana, **{**TWO, "passed": False})
    with pytest.raises(Blocked, match="Not every step"):
        do(deletion, Action.VERIFY_IDENTITY, hana, evidence="Matched.")


def test_the_person_takes_no_step_that_is_for_staff(prospect: Organization) -> None:
    deletion = one_request(prospect, Right.DELETE)
    with pytest.raises(Blocked, match="member of staff"):
        do(deletion, Action.CHECK_STEP, PERSON, **TWO)
    with pytest.raises(NotPermitted):
        do(deletion, Action.VERIFY_IDENTITY, PERSON, evidence="It is me.")


def test_after_a_change_of_contact_identity_is_established_anew(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    do(deletion, Action.CHANGE_CONTACT, PERSON, on="2026-05-21")
    with pytest.raises(Blocked, match="contact has changed"):
        do(deletion, Action.FULFILL, hana, on="2026-05-22")
    with pytest.raises(Blocked, match="Not every step"):
        do(deletion, Action.VERIFY_IDENTITY, hana, on="2026-05-22", evidence="As before.")
    do(deletion, Action.VERIFY_IDENTITY, hana, on="2026-05-22", **verified(deletion.pk))
    assert do(deletion, Action.FULFILL, hana, on="2026-05-23").done


@pytest.mark.parametrize(("proof", "sent"), [("", False), (ChannelProof.ON_FILE, True), (ChannelProof.PROVEN, True)])
def test_a_copy_goes_only_where_the_person_is_known_to_be(
    prospect: Organization, hana: Actor, proof: str, sent: bool
) -> None:
    copy = one_request(prospect, Right.KNOW_SPECIFIC)
    do(copy, Action.VERIFY_IDENTITY, hana, **verified(copy.pk, channel_proof=proof))
    if sent:
        assert do(copy, Action.FULFILL, hana, written=True, channel="portal").done
        return
    with pytest.raises(Blocked, match="the way the answer goes"):
        do(copy, Action.FULFILL, hana, written=True, channel="portal")
    assert do(copy, Action.FULFILL, hana, written=True, channel="in_person").done


def test_a_deletion_needs_no_proof_of_the_way(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk, channel_proof=""))
    assert do(deletion, Action.FULFILL, hana).done


def test_health_records_go_only_where_the_person_is_known_to_be(kaiser: Organization, kim: Actor) -> None:
    copies = one_request(kaiser, Right.COPIES, Scope.HEALTH_RECORDS)
    do(copies, Action.VERIFY_IDENTITY, kim, **verified(copies.pk, channel_proof=""))
    with pytest.raises(Blocked, match="the way the answer goes"):
        do(copies, Action.FULFILL, kim)


def test_what_an_agent_asks_for_waits_until_the_permission_was_seen(prospect: Organization, hana: Actor) -> None:
    deletion = by_agent(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    with pytest.raises(Blocked, match="may act for the person") as refusal:
        do(deletion, Action.FULFILL, hana)
    assert refusal.value.because[0].key == "agent"
    do(deletion, Action.SEE_AUTHORITY, hana, **SEEN)
    row = Representative.objects.get(submission=deletion.submission)
    assert (row.proof, row.expires_on, str(row.proof_seen_by_id)) == ("signed_permission", dt.date(2026, 6, 1), hana.id)
    assert do(deletion, Action.FULFILL, hana, on="2026-06-01").done


def test_an_authority_that_ran_out_yesterday_is_none(prospect: Organization, hana: Actor) -> None:
    deletion = by_agent(prospect, Right.DELETE)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    do(deletion, Action.SEE_AUTHORITY, hana, **SEEN)
    with pytest.raises(Blocked, match="ran out on 2026-06-01"):
        do(deletion, Action.FULFILL, hana, on="2026-06-02")
    with pytest.raises(Incomplete, match="already run out"):
        do(deletion, Action.SEE_AUTHORITY, hana, on="2026-06-02", **SEEN)


def test_nobody_is_asked_for_authority_over_themselves(prospect: Organization, hana: Actor) -> None:
    deletion = one_request(prospect, Right.DELETE)
    for action, said in ((Action.REQUEST_AUTHORITY, {}), (Action.SEE_AUTHORITY, {"proof": "other", "evidence": "-"})):
        with pytest.raises(Blocked, match="Nobody acts for the person"):
            do(deletion, action, hana, **said)


def test_an_agents_opt_out_waits_for_nothing_and_is_refused_only_after_asking(
    prospect: Organization, hana: Actor
) -> None:
    granted, refused = (by_agent(prospect, Right.OPT_OUT_SALE) for _ in range(2))
    assert do(granted, Action.FULFILL, hana).done
    do(refused, Action.FIND_FACT, hana, fact="agent_permission", value=False, evidence="None came.")
    said = {"ground": "no_agent_permission", "reason": "We asked for the permission and did not get it."}
    with pytest.raises(Blocked, match="was not asked"):
        do(refused, Action.DENY, hana, **said)
    do(refused, Action.REQUEST_AUTHORITY, hana, **ASKED)
    assert do(refused, Action.DENY, hana, on="2026-05-21", **said).done


def test_a_power_of_attorney_that_is_only_said_opens_nothing(prospect: Organization, hana: Actor) -> None:
    agent = RequesterDetails(name="Ines Varga", role=Role.AGENT, email="ines@varga.example")
    said = {"requester": agent, "representative": RepresentativeDetails(kind=Role.AGENT)}
    deletion = one_request(prospect, Right.DELETE, facts={"power_of_attorney": True}, **said)
    do(deletion, Action.VERIFY_IDENTITY, hana, **verified(deletion.pk))
    with pytest.raises(Blocked, match="Nobody has seen"):
        do(deletion, Action.FULFILL, hana)
    do(deletion, Action.FIND_FACT, hana, fact="power_of_attorney", value=True, evidence="Notarized on 3 March 2025.")
    assert do(deletion, Action.FULFILL, hana).done
