"""What came by letter, at the counter, by TTY or from a vendor: its true first day, and its dates before saving."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Right, Role, Scope
from records.models import Event
from requests_app.models import Submission
from requests_app.services import envelope

from .conftest import signed_in
from .pages import default_step, stated, text

pytestmark = pytest.mark.django_db

ENTRY = "/staff/intake/entry/prospect-medical/"


def typed(**fields: Any) -> dict[str, Any]:
    """A letter that reached a clinic on Monday 20 April, entered on Monday 4 May."""
    return {
        "key": str(uuid4()),
        "channel": "mail",
        "received_on": "2026-04-20",
        "received_where": "Front desk, Culver City",
        "received_by": "Jo at reception",
        "name": "Rosa Reyes",
        "role": "self",
        "said": "Please delete what you have.",
        "wanted": ["delete/site_data"],
        "fact_residency": "US-CA",
        **fields,
    }


def look(client: Client, **fields: Any) -> Any:
    return client.post(ENTRY, {**typed(**fields), "step": "preview"})


def save(client: Client, **fields: Any) -> Any:
    """Look at the dates, then save what was looked at."""
    whole = typed(**fields)
    shown = client.post(ENTRY, {**whole, "step": "preview"})
    data = {**whole, "step": "save", "previewed": shown.context["fingerprint"]}
    return client.post(ENTRY, data, follow=True)


def entered() -> Submission:
    return Submission.objects.get()


def test_the_dates_are_shown_before_anything_is_saved(desk: Client, prospect: Organization) -> None:
    shown = look(desk)
    page = text(shown)

    assert default_step(shown) == "preview", "Enter in a field saves nothing unseen"
    assert "Received Mon 20 April 2026, 14 days ago: that much of the time is used up." in page
    assert "Confirm receipt: Mon 4 May 2026, today" in page
    assert "Answer the request: Thu 4 June 2026, in 31 days" in page
    assert "Why this date?" in page
    assert not Submission.objects.exists()


def test_a_date_that_has_passed_is_shown_and_can_be_saved(desk: Client, prospect: Organization) -> None:
    page = text(look(desk, received_on="2026-03-02"))
    assert "A date below has passed already." in page
    assert "18 days late" in page

    save(desk, received_on="2026-03-02")
    assert entered().requests.get().binding_due_on == dt.date(2026, 3, 16)


def test_the_entry_counts_from_the_day_it_first_reached_anybody(desk: Client, handler: User) -> None:
    page = text(save(desk))

    submission = entered()
    assert submission.received_on == dt.date(2026, 4, 20)
    assert submission.entered_by == handler
    assert (submission.received_where, submission.received_by) == ("Front desk, Culver City", "Jo at reception")
    assert "by letter, Front desk, Culver City, Jo at reception" in page
    assert "Mon 4 May 2026, 10:0" in page, "when it was entered"


def test_what_is_saved_is_what_was_shown(desk: Client, prospect: Organization) -> None:
    shown = look(desk).context["preview"].requests[0]
    save(desk)

    stored = entered().requests.get()
    days = {date.due.on for date in shown.dates}
    assert days == {f"{row.due_on:%a} {row.due_on.day} {row.due_on:%B %Y}" for row in stored.deadlines.all()}


def test_dates_that_changed_since_they_were_shown_are_shown_again(desk: Client, prospect: Organization) -> None:
    shown = look(desk).context["fingerprint"]
    data = {**typed(received_on="2026-04-27"), "step": "save", "previewed": shown}

    page = text(desk.post(ENTRY, data))
    assert "You changed something that the dates depend on." in page
    assert not Submission.objects.exists()


def test_nothing_is_saved_that_was_not_shown(desk: Client, prospect: Organization) -> None:
    page = text(desk.post(ENTRY, {**typed(), "step": "save"}))

    assert "Dates if you save this" in page
    assert not Submission.objects.exists()


@pytest.mark.parametrize(
    ("channel", "source"),
    [("mail", "staff"), ("counter", "staff"), ("tty", "staff"), ("hotline", "vendor"), ("email", "staff")],
)
def test_every_way_it_can_come(desk: Client, prospect: Organization, channel: str, source: str) -> None:
    save(desk, channel=channel)

    assert (entered().channel, entered().source) == (channel, source)


def test_a_spoken_request_is_known_to_be_spoken(desk: Client, prospect: Organization) -> None:
    save(desk, channel="tty")

    facts = stated(entered().requests.get())
    assert (facts["in_writing"], facts["asked_by"]) == (False, "phone")


def test_one_letter_can_hold_several_rights_with_clocks_of_their_own(desk: Client, prospect: Organization) -> None:
    save(desk, wanted=["delete/site_data", "know_specific/site_data", "access/health_records"])

    asked = {(request.right, request.scope) for request in entered().requests.all()}
    assert asked == {
        (Right.DELETE, Scope.SITE_DATA),
        (Right.KNOW_SPECIFIC, Scope.SITE_DATA),
        (Right.ACCESS, Scope.HEALTH_RECORDS),
    }


def test_a_representative_is_kept_with_what_they_claim(desk: Client, prospect: Organization) -> None:
    page = text(
        save(
            desk,
            role="agent",
            subject_name="Rita Reyes",
            authority_scope="All privacy requests",
            proof_claimed="signed permission",
            authority_expires_on="2027-01-31",
        )
    )

    held = entered().representative
    assert (held.kind, held.expires_on) == (Role.AGENT, dt.date(2027, 1, 31))
    assert envelope.open_scope(held) == "All privacy requests"
    assert held.proof_seen_at is None
    assert "Says they hold signed permission Seen Nothing yet" in page
    assert envelope.open_contact(entered()).subject.name == "Rita Reyes"


def test_a_vendors_reference_that_is_here_already_is_pointed_out(desk: Client, prospect: Organization) -> None:
    save(desk, channel="hotline", external_reference="EP-1001")
    first = entered()

    page = text(look(desk, channel="hotline", external_reference="EP-1001"))
    assert f"EP-1001 was entered before as {first.reference}, received Mon 20 April 2026." in page


def test_a_second_click_on_save_makes_one_submission(desk: Client, prospect: Organization) -> None:
    same = str(uuid4())
    save(desk, key=same)
    save(desk, key=same)

    assert Submission.objects.count() == 1


def test_a_day_just_before_midnight_in_los_angeles_is_that_day(desk: Client, prospect: Organization) -> None:
    save(desk, received_on="2026-04-20", received_at="23:59")

    assert entered().received_on == dt.date(2026, 4, 20)
    assert entered().received_at == dt.datetime(2026, 4, 21, 6, 59, tzinfo=dt.UTC)


def test_today_without_a_time_is_received_by_now_at_the_latest(desk: Client, prospect: Organization) -> None:
    save(desk, received_on="2026-05-04")

    assert entered().received_at <= entered().entered_at


WRONG = [
    ({"received_on": "2026-05-05"}, "This day has not come yet. Today is Mon 4 May 2026 (Los Angeles time)."),
    ({"received_on": "2026-05-04", "received_at": "23:00"}, "This time has not come yet in Los Angeles time."),
    ({"received_on": "last week"}, "Enter a day that exists, as in 2026-04-16."),
    ({"received_on": "2026-02-30"}, "Enter a day that exists, as in 2026-04-16."),
    ({"received_on": ""}, "Enter the day."),
    ({"received_where": ""}, "Enter where it arrived."),
    ({"received_by": ""}, "Enter who took it: a name, a team or the vendor."),
    ({"channel": ""}, "Choose how it came."),
    ({"channel": "pigeon"}, "Select a valid choice."),
    ({"name": ""}, "Enter the name, or how the person wants to be called."),
    ({"authority_expires_on": "never"}, "Enter a day that exists, as in 2026-04-16."),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_wrong_input_is_told_at_the_field_and_nothing_typed_is_lost(
    desk: Client, prospect: Organization, fields: dict[str, Any], message: str
) -> None:
    response = look(desk, **{"safe_note": "Never mention the clinic.", **fields})

    assert text(response).count(message) == 2, "in the summary and at the field"
    assert "Never mention the clinic." in response.content.decode()
    assert "Dates if you save this" not in text(response)


def test_a_day_before_any_version_is_told_at_the_field(desk: Client, prospect: Organization) -> None:
    page = text(look(desk, received_on="2019-06-03"))

    assert page.count("No version of the policy was in force on Mon 3 June 2019.") == 2


def test_the_version_in_force_on_the_day_of_receipt_governs(desk: Client, prospect: Organization) -> None:
    page = text(look(desk, received_on="2022-06-01", wanted=["delete/site_data"]))

    assert "California Consumer Privacy Act, version 2020-01-01" in page


def test_an_entry_by_a_stranger_finds_no_such_page(stranger: User, prospect: Organization) -> None:
    assert signed_in(stranger).post(ENTRY, {**typed(), "step": "preview"}).status_code == 404
    assert not Event.objects.filter(type="received").exists()
