"""The person who asks: a telephone 360 pixels wide, a mailbox, and nothing else."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.accessibility import sticks_out
from tests.browser import turn

from .asking import Said, walk
from .days import Days
from .mailroom import Mailroom, code_in, link_in
from .patience import PATIENCE


class Person:
    """Presses and types what stands on the public pages of one organization."""

    def __init__(self, page: Page, site: str, email: str, mail: Mailroom, days: Days) -> None:
        self.page, self.site, self.email = page, site, email
        self.mail, self.days = mail, days
        self.reference = ""

    @property
    def slug(self) -> str:
        return self.site.rstrip("/").rsplit("/", 1)[-1]

    def fills_in(self, *wishes: str, **said: Said) -> None:
        """The form, up to the page that shows all answers. `fact_wants`: the question `fact-wants`."""
        self.page.goto(self.site)
        answers: dict[str, Said] = {
            "role": "Me",
            "safe": "Email",
            "contact": self.contact(),
            "fact-residency": "California",
        }
        walk(self.page, wishes, answers | {name.replace("_", "-", 1): words for name, words in said.items()})
        self.days.pass_by(minutes=2)  # whoever sends it at once is taken for a machine

    def contact(self) -> Mapping[str, str]:
        return {"Your full name": "Rosa Reyes", "Email address": self.email}

    def sends(self) -> None:
        self.presses("Send my request")
        self.sees("We have your request")
        self.reference = self.page.locator(".reference").inner_text().strip()

    def asks(self, *wishes: str, **said: Said) -> str:
        """Fills in the form and sends it. Returns the reference that the page shows."""
        self.fills_in(*wishes, **said)
        self.sends()
        return self.reference

    def opens_mail(self) -> None:
        """Follows the link in the latest mail."""
        self.page.goto(link_in(self.mail.latest(self.email)))
        self.presses("Show my request")
        self.sees("Where your request stands")

    def opens_with_code(self) -> None:
        """Types the reference, waits for the mail, and types the code that is in it."""
        self.asks_for_code()
        self.types(self.code())
        self.sees("Where your request stands")

    def asks_for_code(self, reference: str = "") -> None:
        self.page.goto(f"{self.site}status/")
        if (other := self.page.get_by_role("link", name="Open another request")).count():
            turn(other)
        self.page.get_by_label("What is your reference?").fill(reference or self.reference)
        self.presses("Send me a code")
        self.mail.goes_out()

    def code(self) -> str:
        return code_in(self.mail.latest(self.email))

    def types(self, code: str) -> None:
        self.page.get_by_label("What is the code?").fill(code)
        self.presses("Open my request")

    def opens_case(self, words: str = "") -> None:
        """The page of one request; `words`: which of them."""
        link = self.page.get_by_role("link", name="Messages, letters and more").or_(
            self.page.get_by_role("link", name="See what we need")
        )
        turn(link.filter(has_text=words).first)

    def follows(self, words: str) -> None:
        turn(self.page.get_by_role("link", name=words).first)

    def presses(self, words: str) -> None:
        turn(self.page.get_by_role("button", name=words))
        assert not sticks_out(self.page), f"{self.page.url} has to be scrolled sideways"

    def writes(self, words: str) -> None:
        self.follows("Write to us")
        self.page.get_by_label("What would you like to tell us?").fill(words)
        self.presses("Send the message")
        self.sees("We have your message.")

    def sends_file(self, name: str, content: bytes) -> None:
        self.follows("Send us a file")
        field = self.page.get_by_label("Which file would you like to send?")
        field.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": content})
        self.presses("Send the file")
        self.sees("We have your file.")

    def downloads(self, button: str) -> tuple[str, bytes]:
        """The name and the bytes of what comes."""
        with self.page.expect_download() as download:
            self.page.get_by_role("button", name=button).or_(self.page.get_by_role("link", name=button)).click()
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def sees(self, words: str) -> None:
        expect(self.page.locator("main").get_by_text(words).first).to_be_visible(timeout=PATIENCE)

    def sees_nothing_of(self, *words: str) -> None:
        shown = self.page.locator("main").inner_text().lower()
        assert not [word for word in words if word.lower() in shown]
