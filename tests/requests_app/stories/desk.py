"""A member of staff at a desk 1280 pixels wide, who signs in as everybody does."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from organizations.models import User

from .patience import PATIENCE

PASSWORD = "a long phrase that is hers alone"
MAIL = "The e-mail address that we write to now"
"""The way that the answer goes."""


class Desk:
    """Presses and types what stands on the pages of staff."""

    def __init__(self, page: Page, site: str, user: User) -> None:
        self.page, self.site, self.user = page, site, user
        user.set_password(PASSWORD)
        user.save()

    def opens(self, reference: str, asked: str = "") -> None:
        """Finds the case by its reference; `asked`: the right, when one submission holds several."""
        self.page.goto(f"{self.site}/staff/requests_app/privacyrequest/?state=any")
        if "/login" in self.page.url:
            self._signs_in()
        self.page.get_by_label("Reference, or exactly").fill(reference)
        self.page.get_by_role("button", name="Show", exact=True).click()
        rows = self.page.get_by_role("row").filter(has_text=asked).filter(has=self.page.locator("a.desk-reference"))
        rows.first.locator("a.desk-reference").click()
        expect(self.page.get_by_role("heading", name="What was asked")).to_be_visible(timeout=PATIENCE)

    def _signs_in(self) -> None:
        self.page.locator("input[name=username]").fill(self.user.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("#login-form button, #login-form input[type=submit]").first.click()

    def act(self, label: str) -> Locator:
        """The link of an act in the menu of the case, unfolded."""
        expect(self.page.get_by_role("heading", name="What you can do")).to_be_visible(timeout=PATIENCE)
        self.page.evaluate("document.querySelectorAll('.desk-todo details').forEach((one) => { one.open = true; })")
        return self.page.locator(".desk-todo").get_by_role("link", name=label, exact=True).first

    def does(self, label: str, verb: str, *chosen: str, **typed: str) -> None:
        """An act of the menu: options chosen, words typed (a label's underlines stand for spaces), and the button."""
        self.act(label).click()
        self.fills(*chosen, **typed)
        self.presses(verb)
        expect(self.page.get_by_text("done.").first).to_be_visible(timeout=PATIENCE)

    def finds(self, fact: str, value: str, evidence: str) -> None:
        """A fact of the case; it is chosen on a page of its own first."""
        self.act("Record what you found out").click()
        self.page.get_by_role("link", name=re.compile(fact, re.IGNORECASE)).first.click()
        self.page.locator("#desk select[name=value]").select_option(label=value)
        self.fills(How_you_know=evidence)
        self.presses("Record the finding")
        expect(self.page.get_by_text("done.").first).to_be_visible(timeout=PATIENCE)

    def establishes(self, *compared: str, proven: str = "", person: str = "") -> None:
        """`compared`: the kinds of details that matched. `proven`: why the answer may go by mail."""
        more = [words for words in (proven, MAIL if proven else "", person) if words]
        self.does("Record that identity is established", "Record it", *compared, *more, What_was_compared="They match.")

    def cannot(self, label: str) -> str:
        """Why the menu does not let it be done."""
        line = self.act(label)
        assert line.get_attribute("aria-disabled") == "true", f"{label} can be done"
        return line.locator("xpath=..").inner_text()

    def fills(self, *chosen: str, **typed: str) -> None:
        for words in chosen:
            self.page.locator("main").get_by_label(words).first.check()
        for label, words in typed.items():
            self.page.get_by_label(re.compile(label.replace("_", " "))).first.fill(words)

    def presses(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def follows(self, words: str) -> None:
        self.page.get_by_role("link", name=words, exact=True).first.click()

    def begins_letter(self, label: str) -> None:
        self.follows("Write a letter")
        self.follows(label)

    def writes_letter(self, label: str, *chosen: str, **typed: str) -> str:
        """Composes it and looks at it. Returns the page that shows it before it goes."""
        self.begins_letter(label)
        self.fills(*chosen, **typed)
        self.presses("Show the letter")
        expect(self.page.get_by_role("heading", name="Let it go")).to_be_visible(timeout=PATIENCE)
        return self.page.locator("main").inner_text()

    def cannot_write(self, label: str) -> str:
        """Why the list of letters does not let it be written; then back to the case."""
        self.follows("Write a letter")
        self.page.get_by_text("Not possible now").click()
        line = self.page.get_by_role("listitem").filter(has=self.page.get_by_role("link", name=label, exact=True))
        expect(line.get_by_role("link", name=label, exact=True)).to_be_disabled(timeout=PATIENCE)
        why = line.inner_text()
        self.page.get_by_role("link", name="Back to").first.click()
        return why

    def sends_letter(self) -> None:
        self.presses("Send it")
        expect(self.page.get_by_role("heading", name="What was asked")).to_be_visible(timeout=PATIENCE)

    def puts_in(self, name: str, content: bytes, purpose: str) -> None:
        self.follows("Put a file into the case")
        self.page.get_by_label(purpose).check()
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        self.page.get_by_label("File", exact=True).set_input_files(file)
        self.presses("Put it into the case")
        expect(self.page.get_by_role("link", name=name, exact=True)).to_be_visible(timeout=PATIENCE)

    def fetches(self, name: str) -> bytes:
        with self.page.expect_download() as download:
            self.follows(name)
        return Path(download.value.path()).read_bytes()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    def strip(self) -> str:
        """Reference, date, next step and assignee, as they stand above the case."""
        return self.page.locator(".desk-strip").inner_text()
