"""Walking the public pages in a real browser, looking at each page on the way."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.accessibility import ZOOMED, look_at, sticks_out
from tests.browser import turn

Look = Callable[[str], None]

CHOSEN = {
    "records": "Both",
    "role": "Someone who asked me to act",
    "authority": "Nothing yet",
    "safe": "Phone call",
}
TYPED = {
    "person": {"Full name of the person": "Ana Example"},
    "contact": {"Your full name": "Robin Agent", "Phone number": "555-010-4477"},
    "where": {
        "Email address": "ana@mail.example",
        "Phone number": "555-010-4477",
        "Name and postal address": "Ana Example, 1 Main St",
        "Email address, phone number or account name": "ana@mail.example",
        "Other email address, phone number or account name": "",
    },
}

LOWER_THAN_44 = """() => {
    const pressed = "button, summary, .option label, .buttons a, .back, .change a, select, textarea, .field > input";
    return [...document.querySelectorAll(pressed)]
        .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 44)
        .map((one) => `${one.tagName} ${one.textContent.trim()} ${one.getBoundingClientRect().height}`);
}"""


def step_of(page: Page) -> str:
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def go_on(page: Page) -> None:
    turn(page.get_by_role("button", name="Continue"))


def walk_to_check(page: Page, start: str, *wishes: str, look: Look = lambda _: None) -> None:
    """From an organization's start page to the check page, for an agent who is called by phone."""
    page.goto(start)
    look("start")
    turn(page.get_by_role("link", name="Start now"))
    look("want")
    for wish in wishes:
        page.get_by_label(wish).first.check()
    go_on(page)
    for _ in range(20):
        if step_of(page) == "check":
            return
        look(step_of(page))
        answer(page)
        go_on(page)
    raise AssertionError(f"no end at {page.url}")


def answer(page: Page) -> None:
    """Fill in the question that is open."""
    step = step_of(page)
    if step.startswith("fact-"):
        page.locator("input[type=radio]").first.check()
    elif step.startswith("tell-"):
        page.locator("textarea").fill("The street is wrong. It should be Elm Street.")
    elif step in CHOSEN:
        page.get_by_label(CHOSEN[step]).first.check()
    for label, said in TYPED.get(step, {}).items():
        for field in page.get_by_label(label, exact=True).all():
            field.fill(said)
    if step == "contact":
        page.get_by_label("No", exact=True).check()


def too_small(page: Page) -> list[str]:
    """What can be pressed, but is less than 44 pixels high: links within a sentence may be."""
    found: list[str] = page.evaluate(LOWER_THAN_44)
    return found


def look(page: Page, name: str) -> None:
    """No violation that axe knows of in any view, nothing to scroll sideways for, nothing too small to press."""

    def big_enough(page: Page, seen: str) -> None:
        assert too_small(page) == [], seen

    look_at(page, name, also=big_enough)
    before = page.viewport_size
    page.set_viewport_size({"width": ZOOMED, "height": 800})
    assert not sticks_out(page), f"{name}: has to be scrolled sideways at 400 % zoom"
    if before is not None:
        page.set_viewport_size(before)
