"""The first page and the list: what is late, what is near, and finding one request among many."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right
from requests_app.models import PrivacyRequest
from requests_app.services.arrival import RequesterDetails
from tests.requests_app import world
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.office import travel

from .conftest import signed_in
from .pages import LIST, act_url, case_url, do, text

pytestmark = pytest.mark.django_db

HOME = "/staff/"


def numbers(client: Client) -> dict[str, int]:
    return {number.name: number.count for number in client.get(HOME).context["numbers"]}


def listed(client: Client, **query: str) -> list[str]:
    return [row.reference for row in client.get(reverse(LIST), query).context["rows"]]


@pytest.fixture
def late(prospect: Organization) -> PrivacyRequest:
    """Received 16 March: the answer was due on 30 April, the confirmation weeks before."""
    return one_request(prospect, Right.DELETE, on=at("2026-03-16"))


@pytest.fixture
def near(prospect: Organization) -> PrivacyRequest:
    """Received 23 April: receipt is to be confirmed by 7 May."""
    return one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-04-23"))


def test_the_four_numbers_count_what_is_late_near_and_waited_for(
    desk: Client, late: PrivacyRequest, near: PrivacyRequest, deletion: PrivacyRequest
) -> None:
    told = {"how": "email", "happened_on": "2026-05-04"}
    do(desk, deletion, "request-identity", reason="The member number.", **told)

    assert numbers(desk) == {"Overdue": 1, "Due in 3 days": 1, "Waiting for us": 2, "Waiting for the person": 1}


def test_each_number_leads_to_the_list_behind_it(
    desk: Client, late: PrivacyRequest, near: PrivacyRequest, deletion: PrivacyRequest
) -> None:
    found = {n.name: listed(desk, **dict([n.query.split("=")])) for n in desk.get(HOME).context["numbers"]}

    assert found["Overdue"] == [late.reference]
    assert found["Due in 3 days"] == [near.reference]
    assert found["Waiting for us"] == [late.reference, near.reference, deletion.reference]
    assert found["Waiting for the person"] == []


@pytest.mark.parametrize(
    ("moment", "overdue"), [("2026-05-15T23:59", 0), ("2026-05-16T00:00", 1)], ids=["last day in", "first day out"]
)
def test_overdue_begins_with_the_next_day_in_the_organizations_zone(
    desk: Client, deletion: PrivacyRequest, settings: Any, moment: str, overdue: int
) -> None:
    travel(settings, moment)

    assert numbers(desk)["Overdue"] == overdue


def test_a_date_that_could_not_be_computed_counts_as_overdue(desk: Client, deletion: PrivacyRequest) -> None:
    PrivacyRequest.objects.filter(pk=deletion.pk).update(fault_at=dt.datetime(2026, 5, 4, tzinfo=dt.UTC))

    assert numbers(desk)["Overdue"] == 1
    assert "A date could not be computed; tell the operator" in text(desk.get(HOME))


def test_an_empty_desk_says_where_requests_come_from(desk: Client) -> None:
    page = text(desk.get(HOME))

    assert "Nothing is open." in page
    assert "Requests also come by telephone, by letter and at the counter" in page


def test_an_operator_without_a_role_is_told_how_to_get_one(prospect: Organization) -> None:
    operator = world.create_staff(email="op@duly.example", name="Op", operator=True)

    assert "you do not work for any organization here yet" in text(signed_in(operator).get(HOME))


def test_a_row_says_reference_right_person_due_state_next_step_and_assignee(
    desk: Client, deletion: PrivacyRequest
) -> None:
    page = text(desk.get(reverse(LIST)))

    assert deletion.reference in page
    assert "Delete my data website and app data" in page
    assert "R.R." in page
    assert "Fri 15 May 2026 in 11 days" in page
    assert "Received, not started" in page
    assert "Next: Confirm receipt" in page
    assert "nobody yet" in page


def test_the_list_opens_initials_and_nothing_else_of_a_person(desk: Client, deletion: PrivacyRequest) -> None:
    page = desk.get(reverse(LIST)).content.decode()

    assert "Rosa" not in page
    assert "reyes.example" not in page


def test_the_earliest_due_date_stands_first(
    desk: Client, deletion: PrivacyRequest, late: PrivacyRequest, near: PrivacyRequest
) -> None:
    assert listed(desk) == [late.reference, near.reference, deletion.reference]


def test_closed_requests_are_shown_when_asked_for(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "withdraw", happened_on="2026-05-04")

    assert listed(desk) == []
    assert listed(desk, state="any") == [deletion.reference]
    assert listed(desk, state="closed") == [deletion.reference]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"right": "delete"}, True),
        ({"right": "know_specific"}, False),
        ({"assignee": "nobody"}, True),
        ({"assignee": "me"}, False),
        ({"due": "two-weeks"}, True),
        ({"due": "later"}, False),
        ({"due": "no-date"}, False),
        ({"waiting": "us"}, True),
        ({"state": "received"}, True),
        ({"state": "nonsense"}, True),
        ({"due": "nonsense"}, True),
    ],
)
def test_filters_narrow_the_list(desk: Client, deletion: PrivacyRequest, query: dict[str, str], found: bool) -> None:
    assert (deletion.reference in listed(desk, **query)) is found


def test_a_member_of_two_organizations_can_look_at_one(
    prospect: Organization, kaiser: Organization, deletion: PrivacyRequest, records_request: PrivacyRequest
) -> None:
    both = world.hire(prospect, "Bea", MembershipRole.HANDLER)
    world.grant_role(both, kaiser, MembershipRole.HANDLER, by=world.SYSTEM)

    assert set(listed(signed_in(both))) == {deletion.reference, records_request.reference}
    assert listed(signed_in(both), organization="kaiser-permanente") == [records_request.reference]


@pytest.mark.parametrize(
    "typed",
    ["ROSA@Reyes.example", "213 555 0148", "+1 (213) 555-0148", "reyes", "Rosa Reyes", "reyes rosa"],
)
def test_a_person_is_found_by_exactly_what_they_gave(desk: Client, deletion: PrivacyRequest, typed: str) -> None:
    assert listed(desk, q=typed) == [deletion.reference]


@pytest.mark.parametrize("typed", ["ros", "rosa@reyes", "Rosa Smith", "555-0148", "%", "'"])
def test_part_of_a_word_finds_nobody(desk: Client, deletion: PrivacyRequest, typed: str) -> None:
    assert listed(desk, q=typed) == []


def test_a_reference_is_found_by_its_beginning_in_any_case(desk: Client, deletion: PrivacyRequest) -> None:
    assert listed(desk, q=deletion.reference[:9].lower()) == [deletion.reference]


def test_an_empty_search_says_that_names_are_sealed(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(desk.get(reverse(LIST), {"q": "ros"}))

    assert "No request matches." in page
    assert "found only when typed in full" in page


def test_a_search_never_crosses_organizations(stranger: User, deletion: PrivacyRequest) -> None:
    assert listed(signed_in(stranger), q="rosa@reyes.example") == []
    assert listed(signed_in(stranger), q=deletion.reference) == []


def test_a_row_that_only_has_a_target_shows_it(stranger: User, kaiser: Organization) -> None:
    one_request(kaiser, Right.COMPLAINT)

    assert "Internal target: Fri 15 May 2026, in 11 days" in text(signed_in(stranger).get(reverse(LIST)))


def test_what_only_a_target_drives_is_not_buried(
    stranger: User, kaiser: Organization, records_request: PrivacyRequest
) -> None:
    complaint = one_request(kaiser, Right.COMPLAINT)
    client = signed_in(stranger)

    assert [row.reference for row in client.get(HOME).context["by_target"]] == [complaint.reference]
    assert "Next by internal target" in text(client.get(HOME))


def test_a_target_that_has_passed_is_never_called_overdue(stranger: User, kaiser: Organization) -> None:
    one_request(kaiser, Right.COMPLAINT, on=at("2026-04-01"))
    client = signed_in(stranger)

    assert "Internal target: Wed 15 April 2026, passed" in text(client.get(HOME))
    assert numbers(client)["Overdue"] == 0


def test_somebody_without_a_name_has_a_row_too(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE, requester=RequesterDetails(name=""))

    assert listed(desk) == [request.reference]


def test_a_page_after_the_last_one_says_so(desk: Client, deletion: PrivacyRequest) -> None:
    assert "There are no more requests after these." in text(desk.get(reverse(LIST), {"p": "2"}))


def test_the_list_takes_the_same_statements_for_one_row_and_for_many(
    desk: Client, prospect: Organization, deletion: PrivacyRequest
) -> None:
    with CaptureQueriesContext(connection) as for_one:
        assert len(listed(desk)) == 1
    for _ in range(6):
        one_request(prospect, Right.DELETE)

    with CaptureQueriesContext(connection) as for_many:
        assert len(listed(desk)) == 7
    assert len(for_many) == len(for_one)


def test_among_what_has_no_legal_date_the_earliest_target_comes_first(stranger: User, kaiser: Organization) -> None:
    later = one_request(kaiser, Right.COMPLAINT, on=at("2026-05-01"))
    earlier = one_request(kaiser, Right.CHILD_REPORT, on=at("2026-05-01", "13:00"))

    shown = signed_in(stranger).get(f"{reverse(LIST)}?due=no-date")
    assert [row.reference for row in shown.context["rows"]] == [earlier.reference, later.reference]
    assert "Earliest internal target first." in text(shown)


def test_of_those_due_on_one_day_the_urgent_one_stands_first(
    desk: Client, prospect: Organization, deletion: PrivacyRequest, late: PrivacyRequest
) -> None:
    urgent = one_request(prospect, Right.DELETE)
    before = listed(desk)
    assert "It decides the order" in text(desk.get(act_url(urgent, "set-priority")))
    do(desk, urgent, "set-priority", priority="urgent")

    assert before[0] == late.reference
    assert set(before[1:]) == {deletion.reference, urgent.reference}, "received at the same moment: in any order"
    assert listed(desk) == [late.reference, urgent.reference, deletion.reference]
    assert listed(desk, priority="urgent") == [urgent.reference]
    assert "Urgent" in text(desk.get(case_url(urgent)))
    assert listed(desk, priority="normal") == [late.reference, deletion.reference]
