"""Reading a letter as it will be read, and letting it go."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from records.access import log_view
from records.errors import ErasedKeyError

from ... import clock_source
from ...domain.refusals import Incomplete, Refused
from ...models import Letter, LetterState
from ...services.correspondence import compose, pdf, sending
from ..access import Standing, member
from ..case_page import case_url
from ..pages import desk_page
from ..person_wrote import not_yet_answered
from .finding import READING, own_letter, refusal_of, to_fields, wrong_method
from .letter_forms import PostedForm
from .panel import label, letter_url
from .sight import sight_of


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
        to_fields(form, refused)
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
        "refusal": refusal_of(case, refused),
        "waits": None if refused else refusal_of(case, sight.why_not_now),
        "may_write": may_write,
        "not_yet_answered": not_yet_answered(case) if letter.state == LetterState.DRAFT else "",
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/letters/show.html", f"{label(letter.kind)}: {case.reference}", context)


def _posted_form(letter: Letter, request: HttpRequest | None) -> PostedForm:
    zone = letter.request.zone_info
    first = letter.composed_at.astimezone(zone).date()
    return PostedForm(request.POST if request else None, now=clock_source.now(), zone=zone, first=first)
