"""The invented visitor: opens the form, answers page after page, solves the proof of work and presses the button."""

import datetime as dt
import re
import threading
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from typing import Final
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

from organizations.models import Organization

from .failure import NotProven
from .marks import FIELD, mark
from .pages import PageForm
from .ways import Ask, Page

MOST_PAGES: Final = 40
SECONDS_OF_A_PERSON: Final = 4.0
"""No person is through sooner; one who is is looked at as a machine."""

DRAFT: Final = re.compile(r"/ask/([0-9a-f-]{36})/")
TAKEN: Final = 204
NO_FORM: Final = 404
AT_THE_END: Final = "/check/"


Wait = Callable[[float], object]
"""Lets so many seconds pass: a form is to take as long as the quickest person."""


def let_pass(seconds: float) -> object:
    return threading.Event().wait(seconds)


def file_form(
    organization: Organization, ask: Ask, *, base: str, email: str, day: dt.date, wait: Wait = let_pass
) -> bool:
    """Fill in and send the organization's form. False when it has none today. Raises NotProven.

    `base`: the address by which the pages know themselves. `email`: where the confirmation would go.
    """
    visit = _Visit(ask, base)
    page = visit.open(f"/{organization.slug}/ask/")
    began = time.monotonic()
    if page.status == NO_FORM:
        return False
    form = _answered_to_the_end(visit, page, email)
    found = DRAFT.search(form.action)
    if found is None:
        raise NotProven("no_draft")
    answers = form.answers(email) | {FIELD: mark(organization.pk, UUID(found[1]), day)}
    wait(max(0.0, SECONDS_OF_A_PERSON - (time.monotonic() - began)))
    sent = visit.send(form.action, answers)
    if sent.status != TAKEN:
        raise NotProven(f"not_taken_{sent.status}")
    return True


def _answered_to_the_end(visit: "_Visit", page: Page, email: str) -> PageForm:
    """The form of the page on which the answers are checked, all questions before it being answered."""
    for _ in range(MOST_PAGES):
        form = PageForm(page.text)
        if not form.action:
            raise NotProven(f"no_form_{page.status}")
        if form.action.endswith(AT_THE_END):
            return form
        page = visit.send(form.action, form.answers(email))
        if PageForm(page.text).action == form.action:
            raise NotProven("refused_" + form.action.rstrip("/").rsplit("/", 1)[-1])
    raise NotProven("no_end")


class _Visit:
    """Keeps cookies and follows redirects within the installation."""

    def __init__(self, ask: Ask, base: str) -> None:
        self._ask = ask
        self._base = base
        self._cookies: dict[str, str] = {}

    def open(self, path: str) -> Page:
        for _ in range(5):
            page = self._keep(self._ask("GET", path, None, self._headers()))
            target = next((value for name, value in page.headers if name.lower() == "location"), None)
            if target is None:
                return page
            path = self._within(urljoin(path, target))
        raise NotProven("redirected_too_often")

    def send(self, path: str, answers: dict[str, str]) -> Page:
        headers = {**self._headers(), "Content-Type": "application/x-www-form-urlencoded"}
        page = self._keep(self._ask("POST", self._within(path), urlencode(answers).encode(), headers))
        target = next((value for name, value in page.headers if name.lower() == "location"), None)
        return page if target is None else self.open(self._within(urljoin(path, target)))

    def _within(self, target: str) -> str:
        parts = urlsplit(target)
        if parts.netloc and parts.netloc != urlsplit(self._base).netloc:
            raise NotProven("leads_elsewhere")
        return parts.path

    def _headers(self) -> dict[str, str]:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        return {"Referer": f"{self._base}/", **({"Cookie": cookies} if cookies else {})}

    def _keep(self, page: Page) -> Page:
        for name, value in page.headers:
            if name.lower() == "set-cookie":
                self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return page
