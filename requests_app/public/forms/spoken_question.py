"""In which language somebody wants to be written to, and whether they need an interpreter."""

from typing import Final

from django import forms
from django.utils.html import format_html

from requests_app.languages import ENGLISH, SPANISH
from requests_app.spoken_languages import OTHER

from .question import Option, Question, line, radios

LANGUAGES: Final = (
    Option(ENGLISH, "English"),
    Option(SPANISH, format_html('<span lang="es">{}</span>', "Español")),
    Option(OTHER, "Another language"),
)
NAME_IT: Final = "Write which language, for example Tagalog."
NOT_CHOSEN: Final = "You wrote a language here. Choose “Another language” above, or empty this field."
NONE_NEEDED: Final = frozenset({"no", "none", "nope", "no thanks", "no thank you", "not needed", "n/a", "na", "-"})


def ask_language(form: Question, *, talking: bool) -> None:
    """Add the three fields; English unless the person says otherwise. `talking`: they are reached by telephone."""
    question = f"In which language should we {'talk' if talking else 'write'} to you?"
    language = radios(question, LANGUAGES, required=f"Choose a language: {question.lower()}")
    language.required = False
    language.initial = ENGLISH
    form.fields["language"] = language
    form.fields["other_language"] = line(
        "Which other language?", help_text="Only if you chose “Another language”.", max_length=60
    )
    form.fields["interpreter"] = line(
        "Do you need an interpreter?",
        help_text="If so, write for which language, like Mixtec or American Sign Language. It costs you nothing.",
        max_length=60,
    )


def check_language(form: forms.Form) -> None:
    """A language that is named belongs to the choice of another one, and the other way round."""
    chosen, named = form.cleaned_data.get("language"), form.cleaned_data.get("other_language", "")
    if chosen == OTHER and not named and "other_language" not in form.errors:
        form.add_error("other_language", NAME_IT)
    if named and chosen != OTHER and "language" not in form.errors:
        form.add_error("other_language", NOT_CHOSEN)


def no_interpreter(said: str) -> str:
    """What was written; nothing for a no in words."""
    return "" if said.strip().rstrip(".!").casefold() in NONE_NEEDED else said
