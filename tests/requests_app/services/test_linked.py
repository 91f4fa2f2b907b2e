"""Requests opened from others: the receipt and the versions of the first, a right and clocks of their own."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Role, Scope
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event
from requests_app.domain.lifecycle import Action, State
from requests_app.domain.linking import HIDDEN, Link
from requests_app.domain.refusals import Blocked, Incomplete
from requests_app.models import Deadline, PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services import envelope
from requests_app.services.arrival import RequesterDetails
from requests_app.services.complaints import complain
from requests_app.services.transition import transition
from tests.requests_app.arrivals import at, one_request, received
from tests.requests_app.deeds import do

PERSON = Actor(kind=ActorKind.REQUESTER)


def linked(request: PrivacyRequest) -> PrivacyRequest:
    return PrivacyRequest.objects.select_related("data_key").get(linked_to=request)


def due(request: PrivacyRequest) -> dt.date | None:
    return PrivacyRequest.objects.get(pk=request.pk).binding_due_on


def test_specific_pieces_for_somebody_unknown_go_on_as_categories_with_the_same_receipt(
    prospect: Organization, hana: Actor
) -> None:
    asked = one_request(prospect, Right.KNOW_SPECIFIC)
    do(asked, Action.ACKNOWLEDGE, hana, on="2026-05-04", written=True, channel="email")
    do(asked, Action.FAIL_VERIFICATION, hana, reason="The date of birth is another one.")
    do(asked, Action.CLOSE_UNVERIFIED, hana, reason="We could not establish who you are.")
    categories = linked(asked)
    assert (categories.right, categories.link, categories.state) == (Right.KNOW_CATEGORIES, Link.CATEGORIES, "received")
    assert categories.received_on == asked.received_on
    assert due(categories) == dt.date(2026, 6, 15)
    assert categories.reference == asked.reference.replace("/1", "/2")
    assert envelope.open_details(categories)["details"] == "Everything you have about me."
    acknowledge = Deadline.objects.get(request=categories, act="acknowledge")
    assert acknowledge.state == "met", "receipt of the letter was confirmed once, for all that is in it"
    assert chain.verify(categories) == []
    assert broken() == []


def test_of_two_split_at_once_one_opens_the_new_request_and_the_other_finds_it(
    prospect: Organization, hana: Actor
) -> None:
    asked = received(prospect, Right.KNOW_SPECIFIC, Right.DELETE)
    ids = [request.id for request in asked.requests.all()]
    said = {"right": Right.CORRECT.value, "scope": Scope.SITE_DATA.value}
    with CaptureQueriesContext(connection) as statements:
        results = transition(ids, Action.SPLIT, by=hana, details=said, now=at("2026-05-20"))
    assert sorted(result.done for result in results) == [False, True]
    assert not [one for one in statements.captured_queries if one["sql"].startswith("ROLLBACK")]
    assert PrivacyRequest.objects.get(right=Right.CORRECT).position == 3


def test_an_unverified_deletion_opens_nothing(prospect: Organization, hana: Actor) -> None:
    asked = one_request(prospect, Right.DELETE)
    do(asked, Action.FAIL_VERIFICATION, hana, reason="The date of birth is another one.")
    do(asked, Action.CLOSE_UNVERIFIED, hana, reason="We could not establish who you are.")
    assert not PrivacyRequest.objects.filter(linked_to=asked).exists()


def test_opened_again_and_closed_again_the_categories_are_not_asked_for_twice(
    prospect: Organization, hana: Actor
) -> None:
    asked = one_request(prospect, Right.KNOW_SPECIFIC)
    for on in ("2026-05-20", "2026-06-02"):
        do(asked, Action.FAIL_VERIFICATION, hana, on=on, reason="The date of birth is another one.")
        do(asked, Action.CLOSE_UNVERIFIED, hana, on=on, reason="We could not establish who you are.")
        do(asked, Action.REOPEN, hana, on=on, reason="A new paper came.")
    assert PrivacyRequest.objects.filter(linked_to=asked).count() == 1


@pytest.mark.parametrize(("found", "opened"), [(True, 1), (False, 0)])
def test_a_finding_about_a_child_opens_its_deletion_which_cannot_be_refused(
    kaiser: Organization, kim: Actor, found: bool, opened: int
) -> None:
    report = one_request(kaiser, Right.CHILD_REPORT, requester=RequesterDetails(name="Neighbour", role=Role.REPORTER))
    said = {"fact": "child_under_13_online", "value": found, "evidence": "The sign-up form of 3 April."}
    do(report, Action.FIND_FACT, kim, on="2026-05-04", **said)
    rows = PrivacyRequest.objects.filter(linked_to=report)
    assert rows.count() == opened
    if opened:
        deletion = linked(report)
        assert (deletion.right, deletion.received_on) == (Right.CHILD_DELETION, report.received_on)
        assert Link(deletion.link) in HIDDEN, "who reported is told nothing about the child"
        with pytest.raises(Blocked, match="must be granted"):
            do(deletion, Action.DENY, kim, reason="No.")


def test_one_letter_is_split_into_site_data_and_health_records_with_two_clocks(
    kaiser: Organization, kim: Actor
) -> None:
    site = one_request(kaiser, Right.ACCESS, facts={"california_provider": True, "wants": "copies"})
    do(site, Action.SPLIT, kim, right="access", scope="health_records")
    health = linked(site)
    assert (health.scope, health.link, health.received_on) == ("health_records", Link.SPLIT, site.received_on)
    assert due(site) == dt.date(2026, 5, 31)
    assert due(health) == dt.date(2026, 5, 16), "copies within 15 days under the law of California"
    with pytest.raises(Blocked, match="already asks for it"):
        do(site, Action.SPLIT, kim, right="access", scope="health_records")


def test_only_what_the_version_grants_can_be_split_off(prospect: Organization, hana: Actor) -> None:
    asked = one_request(prospect, Right.DELETE)
    with pytest.raises(Blocked, match="grants no such right"):
        do(asked, Action.SPLIT, hana, right="limit_disclosure", scope="site_data")
    with pytest.raises(Incomplete):
        do(asked, Action.SPLIT, hana, right="delete", scope="site_data")
    with pytest.raises(Incomplete):
        do(asked, Action.SPLIT, hana, right="everything", scope="site_data")


def test_a_merge_is_undone_and_the_clocks_run_again(prospect: Organization, hana: Actor) -> None:
    first, again = (one_request(prospect, Right.DELETE) for _ in range(2))
    do(again, Action.MERGE, hana, into=first.reference)
    do(again, Action.UNDO_MERGE, hana, on="2026-05-21", reason="Two people of the same name.")
    again.refresh_from_db()
    assert (again.state, again.outcome, again.merged_into_id) == (State.IN_PROGRESS, "", None)
    assert Deadline.objects.get(request=again, act="respond", kind="policy").state == "live"
    assert due(again) == due(first)
    assert broken() == []


def test_only_a_merge_is_undone_so(prospect: Organization, hana: Actor) -> None:
    asked = one_request(prospect, Right.OPT_OUT_SALE)
    do(asked, Action.FULFILL, hana)
    assert PrivacyRequest.objects.get(pk=asked.pk).outcome == Outcome.FULFILLED
    with pytest.raises(Exception, match="not possible"):
        do(asked, Action.UNDO_MERGE, hana, reason="No.")


def test_a_complaint_is_a_request_of_its_own_received_when_it_was_made(prospect: Organization, hana: Actor) -> None:
    asked = one_request(prospect, Right.DELETE)
    do(asked, Action.DENY, hana, ground="security", reason="An investigation.")
    made = complain(asked, "Nobody explained anything.", by=PERSON, now=at("2026-06-01"))
    complaint = made.requests.get()
    assert (complaint.right, complaint.linked_to_id, complaint.link) == (Right.COMPLAINT, asked.pk, Link.COMPLAINT)
    assert complaint.received_on == dt.date(2026, 6, 1)
    assert complaint.scope == Scope.SITE_DATA
    assert complain(asked, "Nobody explained anything.", by=PERSON, now=at("2026-06-01", "12:01")) == made
    assert chain.verify(PrivacyRequest.objects.get(pk=asked.pk)) == []


def test_a_specific_notice_is_named_by_staff_and_the_policy_governs_until_then(
    prospect: Organization, hana: Actor
) -> None:
    asked = one_request(prospect, Right.DELETE)
    assert envelope.open_notice(asked) == ""
    do(asked, Action.NAME_NOTICE, hana, notice="Notice for job applicants", reason="It was given at the interview.")
    named = PrivacyRequest.objects.get(pk=asked.pk)
    assert envelope.open_notice(named) == "Notice for job applicants"
    assert "applicants" not in Event.objects.get(subject_id=asked.pk, type="notice_named").body
    assert named.binding_due_on == asked.binding_due_on
