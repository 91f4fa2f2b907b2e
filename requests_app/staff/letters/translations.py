"""Putting a translation with a letter for which there is no wording in the person's language."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from organizations.services.people import staff_actor

from ... import clock_source
from ...domain.refusals import Incomplete, Refused
from ...models import Direction, Letter, LetterState
from ...services import filing
from ..access import member
from ..pages import desk_page, posted
from .finding import own_letter
from .letter_forms import TranslationForm
from .panel import letter_url


@require_http_methods(["GET", "POST"])
def translate(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The file is sealed with the case; the person can fetch it when the letter has left."""
    letter = own_letter(request, letter_id, writing=True)
    if letter.state not in (LetterState.DRAFT, LetterState.TO_POST):
        return redirect(letter_url(letter))
    form = TranslationForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            _attach(request, letter, form)
        except Incomplete as refused:
            for name, message in refused.problems.items():
                form.add_error(name if name in form.fields else None, message)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{letter.request.reference}: the translation is with the letter.")
            return redirect(letter_url(letter))
    context = {"form": form, "reference": letter.request.reference, "back_url": letter_url(letter)}
    return desk_page(request, "staff/letters/translate.html", f"Translation: {letter.request.reference}", context)


def _attach(request: HttpRequest, letter: Letter, form: TranslationForm) -> None:
    file = filing.attach(
        letter.request,
        form.cleaned_data["file"],
        direction=Direction.TO_PERSON,
        by=staff_actor(member(request)),
        now=clock_source.now(),
    )
    Letter.objects.filter(pk=letter.pk).update(translation=file)
