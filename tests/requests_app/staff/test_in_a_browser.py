"""The desk in Chromium: wide and narrow, light and dark, by keyboard, without scripts."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from organizations.models import Organization
from policies.domain.terms import Right, Role
from records.models import Event
from requests_app.models import PrivacyRequest, Submission
from requests_app.services.arrival import RepresentativeDetails, RequesterDetails, SubjectDetails
from tests.accessibility import DESK, PHONE, look_at, worn_by_unfold
from tests.requests_app.arrivals import ask, at, one_request, received

from .pages import act_url, case_url, do

CALL = "/staff/intake/call/prospect-medical/"
ENTRY = "/staff/intake/entry/prospect-medical/"

Open = Callable[..., Page]


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, desk: Client) -> Iterator[Open]:
    """A page of the signed-in handler. What the console complains of, such as a blocked script, fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(width: int = DESK, **options: object) -> Page:
        context = browser.new_context(
            base_url=str(live_server.url),
            viewport={"width": width, "height": 900},
            locale="en-US",
            **options,
        )
        contexts.append(context)
        session = desk.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server.url)}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


def inspect(page: Page, address: str) -> None:
    """In any view, no violation that axe knows of, folded parts included, and nothing to scroll sideways for."""
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
    look_at(page, address, wear=worn_by_unfold)


def test_the_pages_of_the_desk_are_accessible(open_page: Open, prospect: Organization) -> None:
    one_request(prospect, Right.DELETE, on=at("2026-03-16"))
    one_request(prospect, Right.DELETE, suspicions=("A hidden field was filled in.",))
    request = received(prospect, ask(Right.DELETE), ask(Right.KNOW_SPECIFIC)).requests.order_by("position")[0]
    page = open_page()

    inspect(page, "/staff/")
    inspect(page, "/staff/requests_app/privacyrequest/")
    inspect(page, "/staff/requests_app/privacyrequest/?q=nobody")
    inspect(page, case_url(request))
    inspect(page, act_url(request, "deny"))
    inspect(page, act_url(request, "send-extension-notice"))
    inspect(page, act_url(request, "find-fact"))
    inspect(page, act_url(request, "fulfill"))
    inspect(page, "/staff/review/")
    for act in ("verify-identity", "check-step", "add-item", "split", "propose-decision", "change-contact"):
        inspect(page, act_url(request, act))
    inspect(page, CALL)
    inspect(page, ENTRY)


def test_a_case_with_everything_in_it_is_accessible(
    open_page: Open, desk: Client, supervisors_desk: Client, prospect: Organization
) -> None:
    request = one_request(
        prospect,
        Right.DELETE,
        requester=RequesterDetails(name="Ada Agent", email="ada@agents.example", role=Role.AGENT),
        data_subject=SubjectDetails(name="Rosa Reyes", residency="US-CA"),
        representative=RepresentativeDetails(kind=Role.AGENT, scope="everything", proof_claimed="signed_permission"),
    )
    do(desk, request, "check-step", step="delete_and_correct", compared=["name"], passed="no", happened_on="2026-05-04")
    do(desk, request, "add-item", note="Notes of a session", records_class="psychotherapy_notes")
    do(desk, request, "split", part="access/health_records")
    do(supervisors_desk, request, "propose-decision", decision="fulfill", reason="It is hers.")
    page = open_page()

    inspect(page, case_url(request))
    for act in ("decide-item", "review-release", "approve-decision", "see-authority"):
        inspect(page, act_url(request, act))


def test_a_call_is_taken_with_the_keyboard_alone(open_page: Open, prospect: Organization) -> None:
    page = open_page()
    page.goto(CALL)
    page.get_by_label("Name", exact=True).focus()
    page.keyboard.type("Rosa Reyes")
    for _ in range(3):  # who is asking, about whom, what they want
        page.keyboard.press("Tab")
    page.keyboard.type("Delete everything, please.")
    page.get_by_label("Delete my data").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Save and read back").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Saved. Now read this aloud")).to_be_visible()
    page.get_by_role("button", name="I read it aloud").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("On record: receipt was confirmed by word of mouth.")).to_be_visible()
    assert Submission.objects.get().requests.get().right == Right.DELETE


def test_what_is_missing_in_a_call_has_the_focus_and_nothing_is_lost(open_page: Open, prospect: Organization) -> None:
    page = open_page()
    page.goto(CALL)
    page.get_by_label("What they want, in their words").fill("Delete everything, please.")
    page.get_by_role("button", name="Save and read back").click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="Name: Enter the name").click()
    expect(page.get_by_label("Name", exact=True)).to_be_focused()
    expect(page.get_by_label("What they want, in their words")).to_have_value("Delete everything, please.")
    assert page.title().startswith("Error: ")


def test_a_letter_is_entered_with_its_dates_shown_first(open_page: Open, prospect: Organization) -> None:
    page = open_page(PHONE)
    page.goto(ENTRY)
    page.get_by_label("Letter", exact=True).check()
    page.get_by_label("First day it reached us").fill("2026-04-20")
    page.get_by_label("Where it arrived").fill("Front desk, Culver City")
    page.get_by_label("Who took it").fill("Jo at reception")
    page.get_by_label("Name", exact=True).fill("Rosa Reyes")
    page.get_by_label("What they want, in their words").fill("Please delete what you have.")
    page.get_by_label("Delete my data").check()
    page.get_by_label("Do you live in California?").select_option("US-CA")
    page.get_by_role("button", name="Show the dates").click()

    expect(page.get_by_text("Answer the request: Thu 4 June 2026").first).to_be_visible()
    page.get_by_role("button", name="Save with these dates").click()
    expect(page.get_by_role("heading", name="Clocks")).to_be_visible()
    assert str(Submission.objects.get().received_on) == "2026-04-20"


def test_a_case_is_given_to_somebody_and_says_why_its_date_is_what_it_is(
    open_page: Open, deletion: PrivacyRequest
) -> None:
    page = open_page()
    page.goto(case_url(deletion))
    why = page.get_by_text("Why this date?").first
    why.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Received. This day is day zero.").first).to_be_visible()

    page.get_by_role("link", name="Give it to somebody").first.click()
    page.get_by_label("Who works on it").select_option(label="Hana")
    page.get_by_role("button", name="Give it to them").click()
    expect(page.get_by_text("Give it to somebody.")).to_be_visible()
    deletion.refresh_from_db()
    assert deletion.assignee is not None


def test_a_double_click_records_once(open_page: Open, deletion: PrivacyRequest) -> None:
    page = open_page()
    page.goto(act_url(deletion, "add-note"))
    page.get_by_label("Note", exact=True).fill("Once.")
    page.get_by_role("button", name="Save the note").evaluate("(button) => { button.click(); button.click(); }")

    expect(page.get_by_text("Note: Once.")).to_be_visible()
    assert Event.objects.filter(subject_id=deletion.pk, type="noted").count() == 1


def test_the_menu_opens_with_the_keyboard_on_a_phone(open_page: Open, prospect: Organization) -> None:
    page = open_page(PHONE)
    page.goto("/staff/")
    page.get_by_role("button", name="Menu").focus()
    page.keyboard.press("Enter")

    expect(page.locator("#nav-sidebar").get_by_role("link", name="Take a call")).to_be_visible()


def test_the_desk_can_be_read_and_used_without_scripts(open_page: Open, deletion: PrivacyRequest) -> None:
    page = open_page(java_script_enabled=False)
    page.goto(case_url(deletion))
    expect(page.get_by_role("heading", name="Clocks")).to_be_visible()

    page.goto(act_url(deletion, "add-note"))
    page.get_by_label("Note", exact=True).fill("By hand.")
    page.get_by_role("button", name="Save the note").click()
    expect(page.get_by_text("Note: By hand.")).to_be_visible()
