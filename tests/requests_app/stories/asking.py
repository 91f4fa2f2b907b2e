"""Filling in the public form: what is chosen and typed at each of its questions."""

from collections.abc import Mapping

from playwright.sync_api import Page

from tests.browser import turn
from tests.requests_app.public.browsing import go_on, step_of

Said = str | Mapping[str, str]
"""The option that is chosen, or for each label what is typed or chosen."""


def answer(page: Page, said: Said) -> None:
    if isinstance(said, str):
        choose(page, said)
        return
    for label, words in said.items():
        field = page.get_by_label(label).first
        if words in ("Yes", "No") and field.get_attribute("type") is None:
            page.get_by_role("group", name=label).get_by_label(words, exact=True).check()
        else:
            field.fill(words)


def choose(page: Page, label: str) -> None:
    places = page.locator("main select")
    if places.count():
        places.select_option(label=label)
    else:
        exactly = page.get_by_label(label, exact=True)
        (exactly if exactly.count() else page.get_by_label(label)).first.check()


def walk(page: Page, wishes: tuple[str, ...], said: Mapping[str, Said]) -> None:
    """From an organization's start page to the page on which answers are checked. What is not `said` stays empty."""
    turn(page.get_by_role("link", name="Start now"))
    for wish in wishes:
        page.get_by_label(wish).first.check()
    go_on(page)
    for _ in range(20):
        step = step_of(page)
        if step == "check":
            return
        if step in said:
            answer(page, said[step])
        elif step.startswith("fact-"):
            choose(page, "I am not sure")
        go_on(page)
        assert step_of(page) != step, f"{step} is not answered: {page.locator('#problem').inner_text()}"
    raise AssertionError(f"no end at {page.url}")
