"""Recording the language that a person prefers, and the interpreter they need."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from organizations.services.people import staff_actor

from ... import clock_source, languages
from ...domain.refusals import Refused
from ...services.correspondence import spoken
from ..access import member
from ..case_page import case_url
from ..desk_form import DeskForm, text_field
from ..pages import desk_page, posted
from .finding import writable


class SpokenForm(DeskForm):
    """`other` for a language that is not in the list."""

    language = forms.ChoiceField(
        label="Language they prefer",
        choices=[*languages.NAMES.items(), ("other", "Another one")],
        error_messages={"required": "Choose a language."},
    )
    other = text_field(
        "Another language", required=False, most=3, help_text="Its two or three letters, as in hi for Hindi."
    )
    interpreter = text_field(
        "Interpreter they need", required=False, most=60, help_text="As in Mixtec, or American Sign Language."
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        other = languages.primary(data.get("other") or "")
        if data.get("language") == "other" and "other" not in self.errors:
            if not (data.get("other") and other.isalpha() and other.isascii() and len(other) in (2, 3)):
                self.add_error("other", "Enter two or three letters, as in hi for Hindi.")
            data["language"] = other
        return data


@require_http_methods(["GET", "POST"])
def record_spoken(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """A second click finds it recorded."""
    case = writable(request, request_id)
    held = languages.primary(case.submission.language)
    known = held in languages.NAMES
    initial = {"language": held if known else "other", "other": "" if known else held}
    form = SpokenForm(posted(request), initial={**initial, "interpreter": case.submission.interpreter})
    if request.method == "POST" and form.is_valid():
        language, interpreter = form.cleaned_data["language"], form.cleaned_data["interpreter"]
        by, now = staff_actor(member(request)), clock_source.now()
        try:
            spoken.record(case, language=language, interpreter=interpreter, by=by, now=now)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{case.reference}: the language is recorded.")
            return redirect(case_url(case))
    context = {
        "form": form,
        "heading": "Language and interpreter",
        "explains": "Letters begun from now on are in it, where there is a wording.",
        "verb": "Record it",
        "tried": request.method == "POST",
        "reference": case.reference,
        "case_url": case_url(case),
        "back_url": case_url(case),
    }
    return desk_page(request, "staff/letters/say.html", f"Language and interpreter: {case.reference}", context)
