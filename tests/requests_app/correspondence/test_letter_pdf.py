"""The letter on paper: tagged, with language and title; what people typed is shown and never run."""

import io
from typing import Any

import pytest
from pypdf import PdfReader

from requests_app.models import LetterKind, PrivacyRequest
from requests_app.services.correspondence import pdf
from requests_app.services.correspondence.pdf import Sheet, render, unprintable

from .letters import NOW, draft

HOSTILE = '#read("/etc/passwd") #import "@preview/x:1.0.0" $x$ `a` <b> \\ "); panic() // [x] *b* _c_ @ref = H'


def sheet(body: str, **changes: Any) -> Sheet:
    given = {
        "language": "es",
        "title": "Nuestra respuesta: PM-1",
        "organization": "Northwind",
        "reference": "PM-1",
        "date": "lunes 4 de mayo de 2026",
        "sender": ["Northwind", "Privacy Officer"],
        "to": [],
        "body": body,
    }
    return Sheet(**{**given, **changes})


def read(made: bytes) -> Any:
    return PdfReader(io.BytesIO(made))


def text(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(made).pages).split())


def roles(made: bytes) -> list[str]:
    """The structure tags, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                found.append(str(node["/S"]))
            if "/K" in node:
                walk(node["/K"])

    walk(read(made).trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def test_a_screen_reader_gets_language_title_headings_and_lists() -> None:
    made = render(sheet("Hola:\n\n# Por qué\nPorque sí.\n\n- uno\n- dos"))
    root = read(made).trailer["/Root"]
    assert root["/Lang"] == "es"
    assert root["/MarkInfo"]["/Marked"].value
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value
    assert read(made).metadata["/Title"] == "Nuestra respuesta: PM-1"
    assert b"pdfuaid" in made
    tags = roles(made)
    assert {"/H1", "/H2", "/P", "/L", "/LI"} <= set(tags)
    assert tags.index("/H1") < tags.index("/H2")


@pytest.mark.parametrize("field", ["body", "title", "date", "reference"])
def test_hostile_text_stays_text(field: str) -> None:
    shown = text(render(sheet(**{"body": "Hola.", field: HOSTILE})))
    assert '#read("/etc/passwd")' in shown
    assert "root:" not in shown


def test_accents_are_printed() -> None:
    assert "¿Señora Núñez, está güera?" in text(render(sheet("¿Señora Núñez, está güera?")))


def test_a_long_letter_goes_on_over_pages() -> None:
    made = render(sheet("\n\n".join(f"Párrafo {n}: {'palabra ' * 60}" for n in range(30))))
    assert len(read(made).pages) > 3
    assert "Párrafo 29" in text(made)
    assert f"Página 1 / {len(read(made).pages)}" in text(made)


def test_characters_that_no_bundled_font_has_are_replaced_and_named() -> None:
    assert unprintable("Señora 中文 😀 #x") == ["中", "文", "😀"]
    assert "Señora ?? ?" in text(render(sheet("Señora 中文 😀")))


def test_what_steers_a_terminal_or_turns_the_writing_round_is_left_out() -> None:
    assert "abcd" in text(render(sheet("ab\x07\x1b\u202ecd")))


def test_it_fetches_nothing_and_uses_no_font_of_the_system() -> None:
    fonts = {
        font.get_object()["/BaseFont"]
        for page in read(render(sheet("Hola.\n\n# Más"))).pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert all("Libertinus" in name for name in fonts)


@pytest.mark.django_db
def test_a_letter_prints_sender_day_subject_and_text(deletion: PrivacyRequest) -> None:
    letter = draft(deletion, LetterKind.EXTENSION)
    shown = text(pdf.of_letter(letter, now=NOW))
    for words in ("Prospect Medical", "Mon 4 May 2026", f"request: {deletion.reference}", "Thu 30 July 2026"):
        assert words in shown
