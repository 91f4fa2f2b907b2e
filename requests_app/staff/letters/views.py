"""Choosing a letter, saying what it says, reading it as it will be read, and letting it go."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from records.access import log_view
from records.errors import ErasedKeyError

from ... import clock_source
from ...domain.refusals import Incomplete, Refused
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from ...services.correspondence import compose, pdf, sealed_text, sending
from ..access import Standing, find_request, member, visible_requests
from ..acting import Refusal, refusal_words
from ..case_page import case_url, titles_of
from ..case_views import file_of
from ..extension_outlook import extension_outlook
from ..pages import desk_page, posted
from .letter_forms import LetterForm, PostedForm, WordsForm
from .offered import OFFERS, offer_lines, why_not
from .panel import label, letter_url
from .sight import sight_of

READING: Final = ("GET", "HEAD")


def choose(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """Which letter; what the state rules out stands there greyed."""
    case = _writable(request, request_id)
    if wrong := wrong_method(request, *READING):
        return wrong
    possible, impossible = offer_lines(case)
    context = {
        "possible": possible,
        "impossible": impossible,
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/letters/choose.html", f"Write a letter: {case.reference}", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, request_id: UUID, kind: str) -> HttpResponseBase:
    """What the letter says. Saving it makes a draft and sends nothing."""
    wanted = _kind(kind)
    case = _writable(request, request_id)
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
            _to_fields(form, error)
        except Refused as error:
            refused = error
        else:
            return redirect(letter_url(letter))
    return _form_page(request, letter.request, form, f"Edit: {label(letter.kind)}", "Save the text", letter, refused)


def show(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The letter as it will be read, and what can be done with it."""
    letter = own_letter(request, letter_id)
    return wrong_method(request, *READING) or _show(request, letter)


def send(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """Once, however often it is clicked."""
    letter = own_letter(request, letter_id, writing=True)
    if wrong := wrong_method(request, "POST"):
        return wrong
    try:
        sent = sending.send(letter, by=member(request), now=clock_source.now())
    except Refused as refused:
        return _show(request, letter, refused=refused)
    done = {LetterState.TO_POST: "the letter is to be posted. Print it, then record the day."}
    said = done.get(LetterState(sent.state), "the letter is on its way.")
    messages.success(request, f"{letter.request.reference}: {said}")
    return redirect(letter_url(letter) if sent.state == LetterState.TO_POST else case_url(letter.request))


def record_posted(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The day on which it was posted; what it stands for happens on that day."""
    letter = own_letter(request, letter_id, writing=True)
    if wrong := wrong_method(request, "POST"):
        return wrong
    form = _posted_form(letter, request)
    if not form.is_valid():
        return _show(request, letter, form=form)
    try:
        by, how = member(request), form.cleaned_data["how"]
        sending.posted(letter, form.instant(), by=by, now=form.now, channel=how)
    except Incomplete as refused:
        _to_fields(form, refused)
        return _show(request, letter, form=form)
    except Refused as refused:
        return _show(request, letter, form=form, refused=refused)
    messages.success(request, f"{letter.request.reference}: the letter is recorded as sent.")
    return redirect(case_url(letter.request))


def discard(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """A draft, or a letter that was not posted yet."""
    letter = own_letter(request, letter_id, writing=True)
    if wrong := wrong_method(request, "POST"):
        return wrong
    try:
        compose.discard(letter)
    except Refused as refused:
        return _show(request, letter, refused=refused)
    messages.success(request, f"{letter.request.reference}: the letter is discarded.")
    return redirect(case_url(letter.request))


def paper(request: HttpRequest, letter_id: UUID) -> HttpResponseBase:
    """The PDF, with the address when it goes by post."""
    letter = own_letter(request, letter_id)
    if wrong := wrong_method(request, *READING):
        return wrong
    log_view(member(request), letter.request, "letter")
    to_post = not sight_of(letter, by=member(request), now=clock_source.now()).by_mail
    made = pdf.of_letter(letter, now=clock_source.now(), to_post=to_post)
    response = HttpResponse(made, content_type="application/pdf")
    name = letter.request.reference.replace("/", "-")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response


def _say(request: HttpRequest, case: PrivacyRequest, kind: LetterKind, letter: Letter | None) -> HttpResponseBase:
    file, now = file_of(case), clock_source.now()
    initial: dict[str, Any] = {}
    if letter is not None:
        initial = {**sealed_text.read(letter).details, "language": letter.language}
    form = LetterForm(posted(request), kind=kind, file=file, now=now, initial=initial)
    state = why_not(case, kind) if request.method == "GET" else ""
    refused: Refused | None = Refused(case.reference, "Its time has not come.", state) if state else None
    if request.method == "POST" and form.is_valid():
        try:
            made = _compose(request, case, kind, form, letter)
        except Incomplete as error:
            _to_fields(form, error)
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
        "refusal": _words(case, refused),
        "tried": request.method == "POST",
        "again": letter is not None and isinstance(form, LetterForm),
        "reference": case.reference,
        "case_url": case_url(case),
        "back_url": letter_url(letter) if letter else case_url(case),
    }
    return desk_page(request, "staff/letters/say.html", f"{heading}: {case.reference}", context)


def _show(
    request: HttpRequest, letter: Letter, *, form: PostedForm | None = None, refused: Refused | None = None
) -> HttpResponseBase:
    case, user, now = letter.request, member(request), clock_source.now()
    letter = own_letter(request, letter.pk)
    log_view(user, case, "letter")
    try:
        sight = sight_of(letter, by=user, now=now)
    except ErasedKeyError:
        raise Http404 from None
    may_write = Standing(user, case.organization).may_write
    context = {
        "letter": letter,
        "label": label(letter.kind),
        "sight": sight,
        "form": form,
        "posting": form or _posted_form(letter, None),
        "refusal": _words(case, refused),
        "waits": None if refused else _words(case, sight.why_not_now),
        "may_write": may_write,
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/letters/show.html", f"{label(letter.kind)}: {case.reference}", context)


def _posted_form(letter: Letter, request: HttpRequest | None) -> PostedForm:
    zone = letter.request.zone_info
    first = letter.composed_at.astimezone(zone).date()
    return PostedForm(request.POST if request else None, now=clock_source.now(), zone=zone, first=first)


def _words(case: PrivacyRequest, refused: Refused | None) -> Refusal | None:
    return refusal_words(refused, titles_of(file_of(case))) if refused is not None else None


def _to_fields(form: LetterForm | WordsForm | PostedForm, refused: Incomplete) -> None:
    for name, message in refused.problems.items():
        form.add_error(name if name in form.fields else None, message)


def _kind(text: str) -> LetterKind:
    if text not in [kind.value for kind in OFFERS]:
        raise Http404
    return LetterKind(text)


def _writable(request: HttpRequest, request_id: UUID) -> PrivacyRequest:
    case = find_request(member(request), request_id)
    if not Standing(member(request), case.organization).may_write:
        raise PermissionDenied("Reading this case is yours; changing it takes another role.")
    return case


def wrong_method(request: HttpRequest, *allowed: str) -> HttpResponseBase | None:
    """Asked after what is not the member's was not found: a stranger is not told that an address exists."""
    return None if request.method in allowed else HttpResponseNotAllowed(allowed)


def own_letter(request: HttpRequest, letter_id: UUID, *, writing: bool = False) -> Letter:
    """A letter of the member's organizations; Http404 for any other, as if it did not exist."""
    related = ("request__organization", "request__submission__data_key", "request__data_key", "message", "translation")
    letters = Letter.objects.select_related(*related).filter(request__in=visible_requests(member(request)))
    found = letters.filter(pk=letter_id).first()
    if found is None:
        raise Http404
    if writing and not Standing(member(request), found.request.organization).may_write:
        raise PermissionDenied("Reading this letter is yours; changing it takes another role.")
    return found
