"""The public pages in Chromium: on a phone and a desk, light and dark, with a keyboard alone, without JavaScript."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from organizations.models import Organization
from requests_app.models import Submission
from tests.accessibility import DESK, PHONE
from tests.browser import turn

from .browsing import go_on, look, step_of, walk_to_check

Open = Callable[..., Page]


@pytest.fixture
def site(live_server: LiveServer, prospect: Organization) -> str:
    return str(live_server.url)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Open]:
    """A page in a fresh profile. What the console complains of, such as a blocked script, fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(width: int = DESK, **options: object) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-US", **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


IN_CALIFORNIA = ("prospect-medical", ("Give a copy", "Correct something", "Do not sell", "Stop emails"))
ANYWHERE = ("kaiser-permanente", ("Delete information", "Stop text", "Limit who is given", "Ask a question"))


@pytest.mark.parametrize(("slug", "wishes"), [IN_CALIFORNIA, ANYWHERE])
def test_every_page_is_accessible(site: str, open_page: Open, slug: str, wishes: tuple[str, ...]) -> None:
    page = open_page(PHONE)
    page.goto(f"{site}/")
    look(page, "home")
    page.goto(f"{site}/{slug}/for-someone-else/")
    look(page, "agents")
    page.goto(f"{site}/{slug}/ask/")
    go_on(page)
    look(page, "error")
    walk_to_check(page, f"{site}/{slug}/", *wishes, look=lambda name: look(page, name))
    page.locator("summary").first.click()
    look(page, "check")
    turn(page.get_by_role("button", name="Send"))
    look(page, "sent")
    turn(page.get_by_role("link", name="See where your request stands"))
    look(page, "status")
    turn(page.get_by_role("button", name="Close and forget"))
    look(page, "left")


def test_it_works_without_javascript(site: str, open_page: Open) -> None:
    page = open_page(PHONE, java_script_enabled=False)
    walk_to_check(page, f"{site}/prospect-medical/", "Delete", "Do not sell")
    turn(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    expect(page.get_by_text("Answer by").first).to_be_visible()
    expect(page.get_by_role("button", name="Print this page")).to_have_count(0)  # it would do nothing
    page.locator("summary").first.click()
    expect(page.get_by_text("calendar days after that day").first).to_be_visible()
    turn(page.get_by_role("link", name="See where your request stands"))
    expect(page.get_by_text(Submission.objects.get().reference, exact=True)).to_be_visible()


def test_the_error_summary_has_the_focus_with_and_without_javascript(site: str, open_page: Open) -> None:
    for javascript in (True, False):
        page = open_page(java_script_enabled=javascript)
        page.goto(f"{site}/prospect-medical/ask/")
        go_on(page)
        expect(page.locator("#problem")).to_be_focused()
        expect(page).to_have_title(re.compile("^Error: What would you like us to do"))
        page.get_by_role("link", name="Choose at least one thing").click()
        expect(page.locator("input[type=checkbox]").first).to_be_focused()


def test_the_browser_proves_its_work_before_sending(site: str, open_page: Open) -> None:
    page = open_page()
    walk_to_check(page, f"{site}/prospect-medical/", "Stop emails")
    expect(page.locator("input[name=proof]")).to_have_value(re.compile(".+"), timeout=20_000)
    turn(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert "no_proof_of_work" not in Submission.objects.get().quarantine_reasons


def test_a_double_click_sends_once(site: str, open_page: Open) -> None:
    page = open_page()
    walk_to_check(page, f"{site}/prospect-medical/", "Delete")
    page.get_by_role("button", name="Send").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")
    assert Submission.objects.count() == 1


def test_the_back_button_brings_back_what_was_answered(site: str, open_page: Open) -> None:
    page = open_page()
    walk_to_check(page, f"{site}/prospect-medical/", "Delete")
    while step_of(page) != "contact":
        page.go_back()
    expect(page.get_by_label("Your full name")).to_have_value("Robin Agent")
    page.get_by_label("Your full name").fill("Robin B. Agent")
    go_on(page)
    expect(page.get_by_text("Robin B. Agent")).to_be_visible()


def test_a_keyboard_is_enough(site: str, open_page: Open) -> None:
    page = open_page()
    page.goto(f"{site}/prospect-medical/")
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to the main content")).to_be_focused()
    page.keyboard.press("Enter")
    press_until(page, "Start now", "Enter")
    press_until(page, "Stop emails", "Space")
    press_until(page, "Continue", "Enter")
    for label in ("Me", "I do not need an answer"):
        press_until(page, "Me" if label == "Me" else "Email", "Space")
        while page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''") != label:
            page.keyboard.press("ArrowDown")
        press_until(page, "Continue", "Enter")
    press_until(page, "Email address")
    page.keyboard.type("pat@mail.example")
    press_until(page, "Continue", "Enter")
    press_until(page, "Send my request", "Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("We have your request")


def press_until(page: Page, words: str, then: str = "") -> None:
    """Press Tab until what bears these words has the focus, which must be seen; then press a key on it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focused = page.evaluate("(e => e.labels?.[0]?.innerText ?? e.innerText ?? '')(document.activeElement)")
        if focused.startswith(words):
            seen = page.evaluate(
                "(e => [e, e.labels?.[0]].some(one => one && getComputedStyle(one).outlineStyle !== 'none'))"
                "(document.activeElement)"
            )
            assert seen, f"nobody sees that {words} has the focus"
            if then == "Enter":
                with page.expect_navigation():
                    page.keyboard.press(then)
            elif then:
                page.keyboard.press(then)
            return
    raise AssertionError(f"the keyboard never reaches {words} on {page.url}")


def test_a_warning_comes_before_the_answers_are_erased(site: str, open_page: Open) -> None:
    page = open_page()
    page.clock.install()
    walk_to_check(page, f"{site}/prospect-medical/", "Delete")
    expect(page.get_by_role("status")).to_contain_text("Your answers are kept until")
    page.clock.fast_forward("23:46:00")
    expect(page.get_by_role("status")).to_contain_text("erased in less than 15 minutes")


def test_the_confirmation_can_be_printed(site: str, open_page: Open) -> None:
    page = open_page()
    walk_to_check(page, f"{site}/prospect-medical/", "Delete")
    turn(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("button", name="Print this page")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Print this page")).to_be_hidden()
    expect(page.get_by_text(Submission.objects.get().reference)).to_be_visible()


def test_motion_is_reduced_when_asked_for(site: str, open_page: Open) -> None:
    page = open_page(reduced_motion="reduce")
    page.goto(f"{site}/prospect-medical/")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).transitionDuration") == "0s"
