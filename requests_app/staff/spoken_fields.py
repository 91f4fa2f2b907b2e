"""The fields of a language and an interpreter, as every form of the desk asks for them."""

from typing import Final

from django import forms

from ..languages import NAMES
from ..spoken_languages import OTHER
from .desk_form import text_field

SPOKEN: Final = ("language", "other_language", "interpreter")
"""Their names, in order."""


def language_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Language they prefer", choices=[*NAMES.items(), (OTHER, "Another one")], required=False
    )


def other_language_field() -> forms.CharField:
    return text_field("Another language", required=False, most=60, help_text="Its name, as in Hindi.")


def interpreter_field() -> forms.CharField:
    return text_field(
        "Interpreter they need", required=False, most=60, help_text="As in Mixtec, or American Sign Language."
    )


def check_language(form: forms.Form) -> None:
    """Another language is named, and a named one is the choice."""
    chosen, named = form.cleaned_data.get("language"), form.cleaned_data.get("other_language", "")
    if chosen == OTHER and not named and "other_language" not in form.errors:
        form.add_error("other_language", "Enter which language.")
    if named and chosen != OTHER and "language" not in form.errors:
        form.add_error("other_language", "Choose “Another one” above, or empty this field.")
