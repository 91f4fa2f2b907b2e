"""A letter as an accessible PDF (PDF/UA): tagged, with language and title. Fetches nothing, uses no font of the system.

Text goes in as data beside the template, never as markup, so nothing that anybody typed can be executed.
"""

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from ...languages import day
from ...models import Letter
from .. import envelope
from . import sealed_text
from .text_blocks import blocks

TEMPLATE: Final = Path(__file__).resolve().parents[2] / "correspondence" / "letter.typ"
INSTEAD: Final = "?"
"""Stands for a character that no bundled font has, and that a PDF for everybody therefore cannot hold."""

_TURNING: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_NO_CHARACTER: Final = ("Cc", "Cs", "Co", "Cn")
_ESCAPED: Final = re.compile(r"\\u\{([0-9a-f]+)\}")
_MISSING: Final = re.compile(r'the text [`"]*(?P<characters>.+?)[`"]* (?:could not|cannot)')
PAGE: Final = {"en": "Page", "es": "Página"}


class CannotBeSet(Exception):
    """The PDF could not be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Everything that is printed. `sender`, `to`: line by line; `title`: the subject."""

    language: str
    title: str
    organization: str
    reference: str
    date: str
    sender: Sequence[str]
    to: Sequence[str]
    body: str

    def data(self) -> dict[str, object]:
        parts = asdict(self)
        text = [{"kind": block.kind, "lines": list(block.lines)} for block in blocks(parts.pop("body"))]
        return {**parts, "blocks": text, "page": PAGE.get(self.language, PAGE["en"])}


def of_letter(letter: Letter, *, now: dt.datetime, to_post: bool = False) -> bytes:
    """The letter as it is on paper. `to_post`: with the address, as the person said it is safe."""
    return render(sheet(letter, now=now, to_post=to_post))


def sheet(letter: Letter, *, now: dt.datetime, to_post: bool = False) -> Sheet:
    """What is printed of a letter whose request is loaded. Its date: when it was sent; until then `now`."""
    request, text = letter.request, sealed_text.read(letter)
    organization = request.organization
    local = (letter.sent_at or now).astimezone(request.zone_info).date()
    sender = [organization.name, organization.privacy_officer_title, *organization.postal_address.splitlines()]
    return Sheet(
        language=letter.language,
        title=text.subject,
        organization=organization.name,
        reference=request.reference,
        date=day(local, letter.language),
        sender=[line for line in sender if line.strip()],
        to=address_lines(letter) if to_post else [],
        body=text.body,
    )


def address_lines(letter: Letter) -> list[str]:
    """Name and address for the envelope, as the person gave them; never an address on file. Empty: none was given.

    Of the word that a contact was changed: the address that was given up.
    """
    if elsewhere := sealed_text.read(letter).envelope:
        return elsewhere.splitlines()
    contact = envelope.open_contact(letter.request.submission)
    address = contact.requester.postal_address.strip()
    if not address:
        return []
    return written_out(contact.safe_contact.envelope_name or contact.requester.name, address)


def written_out(name: str, address: str) -> list[str]:
    return [line.strip() for line in (name, *address.splitlines()) if line.strip()]


def render(printed: Sheet) -> bytes:
    """PDF/UA-1. Characters that cannot be set are replaced. Raises CannotBeSet for anything else that goes wrong."""
    return _set(printed)[0]


def unprintable(text: str) -> list[str]:
    """The characters of `text` that would be replaced, in order."""
    printed = Sheet(language="en", title="-", organization="-", reference="-", date="-", sender=(), to=(), body=text)
    shown = set(_set(printed)[1])
    wanted = json.dumps(_printable(printed.data()), ensure_ascii=False)
    return [character for character in dict.fromkeys(wanted) if character not in shown]


def _set(printed: Sheet) -> tuple[bytes, str]:
    """The PDF, and the data it was made from, less what could not be set."""
    import typst  # a large library, and most processes never set a letter

    text = json.dumps(_printable(printed.data()), ensure_ascii=False)
    for _ in range(len(text)):
        compiler = typst.Compiler(_template(), ignore_system_fonts=True, sys_inputs={"letter": text})
        try:
            made = compiler.compile(format="pdf", pdf_standards=["ua-1"])
        except typst.TypstError as error:
            text = _without_missing(text, error.message)
            continue
        if isinstance(made, bytes):
            return made, text
    raise CannotBeSet("the letter could not be set")


def _without_missing(text: str, message: str) -> str:
    """The first characters that no font has are replaced wherever they stand. They are never plain ASCII."""
    found = _MISSING.search(message)
    characters = _ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), found["characters"]) if found else ""
    if not characters or characters.isascii() or characters not in text:
        raise CannotBeSet("the letter could not be set")  # not the message: it may quote the letter
    return text.replace(characters, INSTEAD * len(characters))


def _printable(data: Any) -> Any:
    """Without what steers a terminal or turns the direction of writing round."""
    if isinstance(data, str):
        return "".join(
            c for c in data.replace("\t", " ") if c not in _TURNING and unicodedata.category(c) not in _NO_CHARACTER
        )
    if isinstance(data, dict):
        return {name: _printable(value) for name, value in data.items()}
    return [_printable(value) for value in data]


@lru_cache(maxsize=1)
def _template() -> bytes:
    return TEMPLATE.read_bytes()
