"""The page of one request, the letters that belong to it, and its files."""

from typing import Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from records.errors import ErasedKeyError, UnsealError
from requests_app.domain.refusals import Refused
from requests_app.downloads import download_response
from requests_app.models import Letter, PrivacyRequest
from requests_app.public import papers
from requests_app.public.case_page import case_page, sight_of
from requests_app.public.opened import opened_request, ways_of
from requests_app.public.pages import page
from requests_app.public.published import organization_called
from requests_app.services import filing, unread
from requests_app.services.correspondence import pdf
from requests_app.services.person_acts import PERSON

from .acts import DONE

NO_LETTER: Final = "There is no letter at this address."


@require_safe
@never_cache
def show(request: HttpRequest, slug: str, request_id: UUID) -> HttpResponse:
    asked = _opened(request, slug, request_id)
    context = {
        "page": case_page(asked, timezone.now(), ways=ways_of(request, asked.submission_id)),
        "done": DONE.get(request.GET.get("done", ""), ""),
    }
    return page(request, "status/case.html", context, organization=asked.organization, private=True)


@require_safe
@never_cache
def letter(request: HttpRequest, slug: str, request_id: UUID, letter_id: UUID) -> HttpResponse:
    """The letter as text."""
    asked = _opened(request, slug, request_id)
    found = papers.readable(
        asked, letter_id, sight_of(asked, timezone.now(), ways=ways_of(request, asked.submission_id))
    )
    if found is None:
        raise Http404(NO_LETTER)
    row, title, blocks = found
    _note_read(request, asked, row)
    context = {"letter": row, "title": title, "blocks": blocks, "asked": asked}
    return page(request, "status/letter.html", context, organization=asked.organization, private=True)


@require_safe
@never_cache
def letter_pdf(request: HttpRequest, slug: str, request_id: UUID, letter_id: UUID) -> HttpResponse:
    """The letter on paper."""
    asked, now = _opened(request, slug, request_id), timezone.now()
    found = papers.readable(asked, letter_id, sight_of(asked, now, ways=ways_of(request, asked.submission_id)))
    if found is None:
        raise Http404(NO_LETTER)
    row, _, _ = found
    _note_read(request, asked, row)
    response = HttpResponse(pdf.of_letter(row, now=now), content_type="application/pdf")
    name = f"{asked.reference.replace('/', '-')} letter.pdf"
    response["Content-Disposition"] = str(content_disposition_header(as_attachment=True, filename=name))
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
@never_cache
def fetch(request: HttpRequest, slug: str, request_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Hand a file out, on record. One that is gone says so."""
    asked, now = _opened(request, slug, request_id), timezone.now()
    file = papers.fetchable(asked, file_id, sight_of(asked, now, ways=ways_of(request, asked.submission_id)), now)
    if file is None:
        return _gone(request, asked, file_id)
    try:
        filing.note_fetched(file, by=PERSON, now=now)
        unread.note_read(asked, now=now)
        return download_response(file)
    except (Refused, ErasedKeyError, UnsealError):
        return _gone(request, asked, file_id)


def _note_read(request: HttpRequest, asked: PrivacyRequest, letter: Letter) -> None:
    """That it was opened moves nothing: it only ends the reminder."""
    if request.method == "GET":
        unread.note_read(asked, now=timezone.now(), letter_id=letter.pk)


def _gone(request: HttpRequest, asked: PrivacyRequest, file_id: UUID) -> HttpResponse:
    """The same for a file that never was and one that is not for this visitor now."""
    del file_id
    context = {"asked": asked}
    return page(request, "status/file_gone.html", context, organization=asked.organization, private=True, status=404)


def _opened(request: HttpRequest, slug: str, request_id: UUID) -> PrivacyRequest:
    return opened_request(request, organization_called(slug), request_id)
