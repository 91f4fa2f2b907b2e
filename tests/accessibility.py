"""What every page is held against, on a phone and a desk, light and dark: axe, and nothing to scroll sideways for.

A page is walked to once and looked at in both views: what a width can break does not hang on the scheme, nor the other
way round.
"""

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

Scheme = Literal["light", "dark"]

PHONE: Final = 360
DESK: Final = 1280
ZOOMED: Final = 320
"""Pixels; the last is what 400 % zoom leaves of 1280."""

HEIGHT: Final = 800
WCAG: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
BEST_PRACTICE: Final = "best-practice"
STILL: Final = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("*, *::before, *::after { transition: none !important; animation: none !important; }");
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
"""Colours that fade from one scheme into the other would be measured on their way."""


class View(NamedTuple):
    """Pixels wide; the scheme the person prefers."""

    width: int
    scheme: Scheme


VIEWS: Final = (View(PHONE, "light"), View(DESK, "dark"))


def look_at(
    page: Page,
    name: str,
    *,
    within: str | None = None,
    practice: bool = True,
    wear: Callable[[Page, Scheme], None] = lambda *_: None,
    also: Callable[[Page, str], None] = lambda *_: None,
) -> None:
    """Fails on the first view in which something is wrong.

    `within`: a selector, where the frame around it is not ours. `practice`: best practices, beyond WCAG. `wear` puts a
    scheme on a page that does not follow the browser's by itself. `also`: what else is to be true at each width.
    """
    page.evaluate(STILL)
    page.evaluate(Axe().axe_script)
    before = page.viewport_size
    for view in VIEWS:
        page.set_viewport_size(ViewportSize(width=view.width, height=HEIGHT))
        page.emulate_media(color_scheme=view.scheme)
        wear(page, view.scheme)
        seen = f"{name}, {view.width} pixels, {view.scheme}"
        assert not (found := _violations(page, within, practice=practice)), f"{seen}: {found}"
        assert not sticks_out(page), f"{seen}: has to be scrolled sideways"
        also(page, seen)
    if before is not None:
        page.set_viewport_size(before)


def worn_by_unfold(page: Page, scheme: Scheme) -> None:
    """The frame of the desk reads the scheme once, when a page is opened, and marks it on the root; so it is here."""
    page.evaluate("(dark) => document.documentElement.classList.toggle('dark', dark)", scheme == "dark")


def sticks_out(page: Page) -> bool:
    """Whether the page has to be scrolled sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))


def _violations(page: Page, within: str | None, *, practice: bool) -> list[str]:
    """Each with its rule and the places it concerns."""
    rules = [*WCAG, *([BEST_PRACTICE] if practice else [])]
    found = page.evaluate(
        "([where, options]) => axe.run(where ?? document, options).then((result) => result.violations)",
        [within, {"runOnly": rules, "resultTypes": ["violations"]}],
    )
    return [f"{one['id']} ({one['help']}): {[node['html'] for node in one['nodes']]}" for one in found]
