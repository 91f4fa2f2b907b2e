"""The person's page in Chromium: on a phone and a desk, light and dark, by keyboard alone, without JavaScript."""

from typing import Any

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from organizations.models import Organization, User
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action
from requests_app.models import Direction, LetterKind, PrivacyRequest
from requests_app.services import access_codes, filing
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.correspondence import sending
from tests.accessibility import PHONE
from tests.browser import turn
from tests.requests_app.arrivals import one_request
from tests.requests_app.correspondence.letters import draft
from tests.requests_app.files.samples import upload
from tests.requests_app.public.browsing import look

from .desk import bodies, staff, verify


def rosas(prospect: Organization, right: Right = Right.KNOW_SPECIFIC) -> PrivacyRequest:
    return one_request(
        prospect,
        right,
        on=timezone.now(),
        requester=RequesterDetails(name="Rosa Reyes", postal_address="1 Main St, Culver City"),
        safe_contact=SafeContact(preferred=ContactBy.MAIL),
    )


def under_way(request: PrivacyRequest, hana: Actor, handler: User) -> PrivacyRequest:
    """We asked for everything one can ask for, wrote, and a file lies ready."""
    staff(request, Action.REQUEST_IDENTITY, hana)
    verify(request, hana)
    staff(request, Action.SEND_MESSAGE, hana, note="We found your records.\n\nThey are in two archives.")
    staff(request, Action.FIND_FEE, hana, ground="excessive", evidence="Forty letters.")
    staff(request, Action.SEND_FEE_REASON, hana, reason="It takes nine days of work.")
    staff(request, Action.SEND_FEE_ESTIMATE, hana, amount="24.50")
    now = timezone.now()
    name = "everything-we-hold-about-you-in-one-very-long-name-of-a-file.pdf"
    filing.attach(request, upload(name), direction=Direction.TO_PERSON, by=hana, now=now, available_from=now)
    letter = draft(request, LetterKind.CLARIFICATION, by=handler, now=now)
    sending.send(letter, by=handler, now=now)
    sending.posted(letter, timezone.now(), by=handler, now=timezone.now())
    return request


def open_with_code(page: Page, site: str, request: PrivacyRequest, see: Any = lambda *_: None) -> None:
    page.goto(f"{site}/prospect-medical/status/")
    see(page, "find")
    page.get_by_label("What is your reference?").fill(request.submission.reference)
    turn(page.get_by_role("button", name="Send me a code"))
    see(page, "code")
    page.get_by_label("What is the code?").fill("0000 0000")
    turn(page.get_by_role("button", name="Open my request"))
    expect(page.locator("#problem")).to_be_focused()
    see(page, "code-wrong")
    page.get_by_label("What is the code?").fill(access_codes.make(request.submission, now=timezone.now()))
    turn(page.get_by_role("button", name="Open my request"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Where your request stands")


def test_going_back_to_a_page_with_a_mistake_shows_the_page_and_sends_nothing_again(
    live_server: LiveServer, browser: Browser, prospect: Organization
) -> None:
    request = rosas(prospect)
    page = browser.new_page()
    open_with_code(page, live_server.url, request)
    page.go_back()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open your request with a code")
    expect(page.locator("#problem")).to_have_count(0)
    page.close()


def test_every_page_is_accessible(
    live_server: LiveServer, browser: Browser, prospect: Organization, handler: User, hana: Actor
) -> None:
    request = under_way(rosas(prospect), hana, handler)
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="en-US")
    page = context.new_page()
    open_with_code(page, live_server.url, request, look)
    look(page, "status")
    base = f"{live_server.url}/prospect-medical/status/{request.pk}/"
    page.goto(base)
    page.locator("summary").first.click()
    look(page, "case")
    turn(page.get_by_role("link", name="We need more detail").or_(page.locator(".lines a")).first)
    look(page, "letter")
    for deed in ("write", "send_file", "fee", "withdraw", "complain"):
        page.goto(f"{base}{deed}/")
        look(page, deed)
    page.goto(f"{base}write/")
    turn(page.get_by_role("button", name="Send the message"))
    look(page, "write-wrong")
    page.get_by_label("What would you like to tell us?").fill("The street was Elm Street.")
    page.get_by_role("button", name="Send the message").dblclick()
    expect(page.get_by_text("We have your message.")).to_be_visible()
    look(page, "case-done")
    assert len(bodies(request, EventName.CLARIFICATION_RECEIVED)) == 1
    page.goto(f"{live_server.url}/prospect-medical/status/contact/{request.submission_id}/")
    look(page, "reach")
    page.get_by_label("Phone call").check()
    turn(page.get_by_role("button", name="Continue"))
    look(page, "new-contact")
    page.get_by_label("Phone number").fill("555-010-4477")
    page.get_by_label("No", exact=True).check()
    turn(page.get_by_role("button", name="Continue"))
    look(page, "contact-sure")
    page.get_by_role("button", name="Yes, change it").dblclick()
    expect(page.get_by_text("We changed how we reach you.")).to_be_visible()
    look(page, "contact-done")
    context.close()


def test_a_refusal_and_what_can_be_done_about_it(
    live_server: LiveServer, browser: Browser, prospect: Organization, handler: User, hana: Actor
) -> None:
    request = verify(rosas(prospect, Right.DELETE), hana)
    letter = draft(
        request,
        LetterKind.DENIED,
        by=handler,
        now=timezone.now(),
        details={"ground": "transaction", "reason": "You have an order with us."},
    )
    sending.send(letter, by=handler, now=timezone.now())
    sending.posted(letter, timezone.now(), by=handler, now=timezone.now())
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="en-US")
    page = context.new_page()
    open_with_code(page, live_server.url, request)
    turn(page.get_by_role("link", name="Messages, letters and more"))
    look(page, "denied")
    turn(page.get_by_role("link", name="Ask us to look at our answer again"))
    look(page, "appeal")
    page.get_by_label("Why should we look at it again?").fill("The order was sent back.")
    turn(page.get_by_role("button", name="Ask for another look"))
    expect(page.get_by_text("Being looked at again")).to_be_visible()
    look(page, "appealed")
    context.close()


def test_it_works_without_javascript_and_by_keyboard(
    live_server: LiveServer, browser: Browser, prospect: Organization
) -> None:
    request = rosas(prospect)
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, java_script_enabled=False, locale="en-US")
    page = context.new_page()
    open_with_code(page, live_server.url, request)
    page.get_by_role("link", name="Messages, letters and more").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Write to us").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What would you like to tell us?").focus()
    page.keyboard.type("The street was Elm Street.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("We have your message.")).to_be_visible()
    expect(page.get_by_text("The street was Elm Street.")).to_be_visible()
    turn(page.get_by_role("link", name="Take this request back"))
    turn(page.get_by_role("button", name="Yes, take it back"))
    expect(page.get_by_text("Taken back", exact=True)).to_be_visible()
    context.close()


def test_a_file_is_sent_and_fetched(
    live_server: LiveServer, browser: Browser, prospect: Organization, handler: User, hana: Actor
) -> None:
    request = under_way(rosas(prospect), hana, handler)
    context = browser.new_context(viewport={"width": PHONE, "height": 800}, locale="en-US")
    page = context.new_page()
    open_with_code(page, live_server.url, request)
    page.goto(f"{live_server.url}/prospect-medical/status/{request.pk}/")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download everything-we-hold").click()
    assert download.value.suggested_filename.endswith("of-a-file.pdf")
    turn(page.get_by_role("link", name="Send us a file"))
    page.get_by_label("Which file would you like to send?").set_input_files(
        {"name": "statement.txt", "mimeType": "text/plain", "buffer": b"I am Rosa.\n"}
    )
    page.get_by_role("button", name="Send the file").dblclick()
    expect(page.get_by_text("We have your file.")).to_be_visible()
    expect(page.get_by_text("statement.txt")).to_be_visible()
    assert len(bodies(request, EventName.FILE_RECEIVED)) == 1
    context.close()
