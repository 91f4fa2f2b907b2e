"""Choosing a letter, saying what it says, and editing its words. Nothing of this sends anything."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from records.access import log_view

from ... import clock_source
from ...domain.refusals import Incomplete, Refused
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from ...services.correspondence import compose, sealed_text
from ..access import Standing, member
from ..approved_refusal import approved_refusal
from ..case_page import case_url, titles_of
from ..case_views import file_of
from ..extension_outlook import extension_outlook
from ..pages import desk_page, posted
from ..person_wrote import not_yet_answered
from ..weighing import Weighed
from .finding import READING, own_letter, refusal_of, to_fields, writable, wrong_method
from .letter_forms import LetterForm, WordsForm
from .offered import OFFERS, offer_lines, why_not
from .panel import label, letter_url


def choose(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """Which letter; what the state or a rule forbids now stands there greyed."""
    case = writable(request, request_id)
    if wrong := wrong_method(request, *READING):
        return wrong
    file = file_of(case)
    weighed = Weighed.of(file, Standing(member(request), case.organization), now=clock_source.now())
    possible, impossible = offer_lines(weighed, titles_of(file))
    context = {
        "possible": possible,
        "impossible": impossible,
        "wordings_url": reverse("staff:wordings", args=[case.organization.slug]),
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/letters/choose.html", f"Write a letter: {case.reference}", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, request_id: UUID, kind: str) -> HttpResponseBase:
    """What the letter says. Saving it makes a draft and sends nothing."""
    wanted = _kind(kind)
    case = writable(request, request_id)
    return _say(request, case, wanted, None)


@require_http_methods(["GET", "POST"])
def begin_anew(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The same form again for a draft, with what was said."""
    letter = own_letter(request, letter_id, writing=True)
    if letter.state != LetterState.DRAFT:
        return redirect(letter_url(letter))
    return _say(request, letter.request, _kind(letter.kind), letter)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The words of a draft."""
    letter = own_letter(request, letter_id, writing=True)
    if letter.state != LetterState.DRAFT:
        return redirect(letter_url(letter))
    text = sealed_text.read(letter)
    form = WordsForm(posted(request), initial={"subject": text.subject, "body": text.body})
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            compose.edit(letter, subject=form.cleaned_data["subject"], body=form.cleaned_data["body"])
        except Incomplete as error:
            to_fields(form, error)
        except Refused as error:
            refused = error
        else:
            return redirect(letter_url(letter))
    return _form_page(request, letter.request, form, f"Edit: {label(letter.kind)}", "Save the text", letter, refused)


def _say(request: HttpRequest, case: PrivacyRequest, kind: LetterKind, letter: Letter | None) -> HttpResponseBase:
    file, now = file_of(case), clock_source.now()
    refuses = letter is None and kind in (LetterKind.DENIED, LetterKind.PARTLY_FULFILLED)
    initial: dict[str, Any] = dict(approved_refusal(file, member(request))) if refuses else {}
    if letter is not None:
        initial = {**sealed_text.read(letter).details, "language": letter.language}
    form = LetterForm(posted(request), kind=kind, file=file, now=now, initial=initial)
    state = why_not(case, kind) if request.method == "GET" else ""
    refused: Refused | None = Refused(case.reference, "Its time has not come.", state) if state else None
    if request.method == "POST" and form.is_valid():
        try:
            made = _compose(request, case, kind, form, letter)
        except Incomplete as error:
            to_fields(form, error)
        except Refused as error:
            refused = error
        else:
            return redirect(letter_url(made))
    outlook = extension_outlook(file, titles_of(file), now=now) if kind is LetterKind.EXTENSION else []
    return _form_page(
        request, case, form, OFFERS[kind].label, "Show the letter", letter, refused, outlook, OFFERS[kind].explains
    )


def _compose(
    request: HttpRequest, case: PrivacyRequest, kind: LetterKind, form: LetterForm, letter: Letter | None
) -> Letter:
    now, details, language = clock_source.now(), form.details(), form.cleaned_data["language"]
    if letter is not None:
        return compose.begin_anew(letter, now=now, details=details, language=language)
    return compose.compose(
        case, kind, by=member(request), now=now, details=details, language=language, mark=form.mark()
    )


def _form_page(
    request: HttpRequest,
    case: PrivacyRequest,
    form: LetterForm | WordsForm,
    heading: str,
    verb: str,
    letter: Letter | None,
    refused: Refused | None = None,
    outlook: list[str] | None = None,
    explains: str = "",
) -> HttpResponseBase:
    if letter is not None:
        log_view(member(request), case, "letter")
    context = {
        "form": form,
        "heading": heading,
        "verb": verb,
        "explains": explains,
        "outlook": outlook or [],
        "not_yet_answered": not_yet_answered(case),
        "refusal": refusal_of(case, refused),
        "tried": request.method == "POST",
        "again": letter is not None and isinstance(form, LetterForm),
        "reference": case.reference,
        "case_url": case_url(case),
        "back_url": letter_url(letter) if letter else case_url(case),
    }
    return desk_page(request, "staff/letters/say.html", f"{heading}: {case.reference}", context)


def _kind(text: str) -> LetterKind:
    if text not in [kind.value for kind in OFFERS]:
        raise Http404
    return LetterKind(text)
