"""A page's form as a visitor sees it, and what an invented visitor answers."""

import base64
import json
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

from altcha import solve_challenge

LEFT_EMPTY: Final = frozenset({"homepage", "note", "other_language", "interpreter"})
"""The trap, which only a machine answers, and what a person with nothing to say leaves out."""

KNOWN: Final = {
    "name": "Duly Probe",
    "phone": "555-010-0199",
    "post": "1 Example Street",
    "role": "self",
    "scope": "site",
    "preferred": "email",
}
ANYTHING: Final = "Daily trial of this form by the installation itself."
PROOF: Final = ("algorithm", "challenge", "salt", "signature")


@dataclass(slots=True)
class Field:
    """One name of a form: its kind and the values it offers, the first one first."""

    kind: str
    offers: list[str] = field(default_factory=list)


class PageForm(HTMLParser):
    """The first form of a page that is sent by POST."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.action = ""
        self.fields: dict[str, Field] = {}
        self.puzzle: dict[str, str] = {}
        self._open = False
        self._select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._open = said.get("method") == "post" and not self.action
            self.action = self.action or (said.get("action", "") if self._open else "")
        elif not self._open:
            return
        elif tag == "option":
            self._offer(self._select, "select", said.get("value", ""))
        elif tag in ("input", "textarea", "select") and (name := said.get("name")):
            self._select = name if tag == "select" else ""
            if tag != "select":
                self._offer(name, said.get("type", "text"), said.get("value", ""))
            if "data-challenge" in said:
                self.puzzle = {key.removeprefix("data-"): value for key, value in said.items() if "data-" in key}

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._open = False

    def _offer(self, name: str, kind: str, value: str) -> None:
        self.fields.setdefault(name, Field(kind)).offers.append(value)

    def answers(self, email: str) -> dict[str, str]:
        """What the invented visitor sends; their address is the operator's for such mail."""
        found = {name: self._answer(name, one, email) for name, one in self.fields.items()}
        if self.puzzle:
            found["proof"] = _solved(self.puzzle)
        return found

    def _answer(self, name: str, one: Field, email: str) -> str:
        if one.kind in ("hidden", "submit"):
            return one.offers[0]
        if one.kind in ("radio", "select", "checkbox"):
            offered = [value for value in one.offers if value]
            return KNOWN[name] if KNOWN.get(name) in offered else next(iter(offered), "")
        if one.kind == "email" or name in ("email", "identifier"):
            return email
        return KNOWN.get(name, "" if name in LEFT_EMPTY else ANYTHING)


def _solved(puzzle: dict[str, str]) -> str:
    """The proof of work, as the page's script sends it."""
    most = int(puzzle.get("most", "0"))
    found = solve_challenge(puzzle["challenge"], puzzle["salt"], "SHA-256", most)
    said = {name: puzzle[name] for name in PROOF} | {"number": found.number if found else -1}
    return base64.b64encode(json.dumps(said).encode()).decode()
