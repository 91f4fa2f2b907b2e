"""What every page of letters asks first: whose letter it is, who may change it, and how a refusal is told."""

from typing import Final
from uuid import UUID

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed

from ...domain.refusals import Incomplete, Refused
from ...models import Letter, PrivacyRequest
from ..access import Standing, find_request, member, visible_requests
from ..acting import Refusal, refusal_words
from ..case_page import titles_of
from ..case_views import file_of

READING: Final = ("GET", "HEAD")


def writable(request: HttpRequest, request_id: UUID) -> PrivacyRequest:
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


def refusal_of(case: PrivacyRequest, refused: Refused | None) -> Refusal | None:
    return refusal_words(refused, titles_of(file_of(case))) if refused is not None else None


def to_fields(form: forms.Form, refused: Incomplete) -> None:
    for name, message in refused.problems.items():
        form.add_error(name if name in form.fields else None, message)
