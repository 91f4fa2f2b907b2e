"""The language a person prefers and the interpreter they need, taken down on both intake forms."""

import pytest
from django.test import Client

from organizations.models import Organization
from requests_app.services import envelope

from . import test_call, test_entry
from .pages import text

pytestmark = pytest.mark.django_db

DOORS = [(test_call.take, test_call.taken), (test_entry.save, test_entry.entered)]
doors = pytest.mark.parametrize(("fill_in", "made"), DOORS, ids=["call", "entry"])


@doors
def test_language_and_interpreter_are_kept_with_the_submission(desk, prospect, fill_in, made) -> None:
    fill_in(desk, language="es", interpreter="Mixtec")

    assert (made().language, made().interpreter) == ("es", "Mixtec")


@doors
def test_what_nobody_said_is_the_organizations_language(desk, prospect, fill_in, made) -> None:
    fill_in(desk)

    assert (made().language, made().interpreter) == ("en", "")


@doors
def test_another_language_is_named(desk, prospect, fill_in, made) -> None:
    fill_in(desk, language="other", other_language="Hindi")

    assert made().language == "hi"


@doors
def test_a_language_without_a_code_is_noted_with_the_safe_contact(desk, prospect, fill_in, made) -> None:
    fill_in(desk, language="other", other_language="Zapotec")

    assert made().language == "und"
    assert envelope.open_contact(made()).safe_contact.note == "Prefers to be written to in Zapotec."


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"language": "other"}, "Enter which language."),
        ({"language": "en", "other_language": "Hindi"}, "Choose “Another one” above, or empty this field."),
    ],
)
def test_what_does_not_fit_is_told_at_the_field(
    desk: Client, prospect: Organization, said: dict[str, str], message: str
) -> None:
    assert text(test_call.take(desk, **said)).count(message) == 2
    assert text(test_entry.look(desk, **said)).count(message) == 2


def test_the_case_shows_both(desk: Client, prospect: Organization) -> None:
    page = text(test_entry.save(desk, language="es", interpreter="Mixtec"))
    assert "Prefers Spanish; needs an interpreter: Mixtec." in page
