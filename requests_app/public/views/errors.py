"""The pages for what went wrong: not found, not allowed, a form that could not be trusted, our own fault."""

from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.views.csrf import csrf_failure as plain_csrf_failure

from requests_app.public.drafts_of_visitor import state_of
from requests_app.public.forms import form_class, is_step
from requests_app.public.journey import Journey
from requests_app.public.pages import NOINDEX, page
from requests_app.public.published import organization_called, promises_of

from .ask import keep_for_later, question_page

NOT_SENT: Final = (
    "Nothing was saved, because this page was open for too long or your browser refuses cookies."
    " What you typed is still here. Please press Continue again."
)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    lines = ["If you typed the address, check it. If you followed a link, it may be old."]
    context = {"title": "Page not found", "lead": "There is no page at this address.", "lines": lines}
    return page(request, "error.html", context, status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    context = {"title": "Not allowed", "lead": "You may not open this page.", "lines": []}
    return page(request, "error.html", context, status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001 - passed by name
    context = {"title": "We could not read this", "lead": "What your browser sent makes no sense to us.", "lines": []}
    return page(request, "error.html", context, status=400)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Needs no database and no context: either may be what failed."""
    response = render(request, "public/our_fault.html", status=500)
    response["X-Robots-Tag"] = NOINDEX
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A question page comes back with what was typed and a fresh token; anything else says what to do.

    Only a form from our own pages gets its answers back: what another site sent is not shown as the visitor's.
    """
    match = _question_address(request)
    if match is None or not _from_here(request):
        if request.path_info.startswith("/staff/"):
            return plain_csrf_failure(request, reason=reason)
        context = {
            "title": "Please go back and try again",
            "lead": "Nothing was sent, because the page was open for too long or your browser refuses cookies.",
            "lines": ["Go back, load the page again, and press the button once more."],
        }
        return page(request, "error.html", context, status=403)
    slug, draft_id, step = match
    organization, now = organization_called(slug), timezone.now()
    promises = promises_of(organization, now)
    if promises is None:
        return not_allowed(request)
    state = state_of(request, organization, draft_id, now)
    journey = Journey(promises.rules, state.answers if state else {})
    get_token(request)
    if step not in journey.steps:
        return keep_for_later(request, organization, promises, draft_id, step, state)
    form = form_class(step)(journey, step=step, data=request.POST)
    return question_page(request, organization, promises, draft_id, form, state, problem=NOT_SENT, status=403)


def _question_address(request: HttpRequest) -> tuple[str, UUID, str] | None:
    """Organization, draft and step, if the form came from a question page."""
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return None
    if match.view_name != "public:question" or not is_step(match.kwargs["step"]):
        return None
    return match.kwargs["slug"], match.kwargs["draft_id"], match.kwargs["step"]


def _from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very site."""
    sent_from = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER", "")
    found = urlsplit(sent_from)
    return (found.scheme, found.netloc) == (request.scheme, request.get_host())
