"""The status page. A link opens nothing by itself: a button trades its token for the visitor's session."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from requests_app.domain.record import AnswerWay
from requests_app.public.drafts_of_visitor import SESSION_KEY as DRAFTS
from requests_app.public.forms.status_forms import ReferenceForm
from requests_app.public.opened import OPENED, opened, remember, ways_of
from requests_app.public.pages import page
from requests_app.public.published import organization_called
from requests_app.public.standing import standing_of
from requests_app.services import status_links

from .codes import ASKED, find_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, slug: str, token: str) -> HttpResponse:
    """GET changes nothing and tells nothing, so that a mail program may look; POST opens the request."""
    organization = organization_called(slug)
    if request.method != "POST":
        return page(request, "status_open.html", {"token": token}, organization=organization, private=True)
    submission = status_links.opened_by(token, organization, now=timezone.now())
    if submission is None:
        return page(request, "status_none.html", organization=organization, private=True, status=404)
    request.session.cycle_key()
    remember(request, submission, ways=[AnswerWay.EMAIL])
    return redirect("public:status", slug=slug)


@require_safe
@never_cache
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """What the visitor's session has opened of this organization, the latest first; else how to open a request."""
    organization = organization_called(slug)
    now = timezone.now()
    standings = [
        standing_of(submission, now, ways=ways_of(request, submission.pk))
        for submission in opened(request, organization)
    ]
    if not standings:
        return find_page(request, organization, ReferenceForm())
    context = {"standings": standings, "complained": request.GET.get("done") == "complain"}
    return page(request, "status.html", context, organization=organization, private=True)


@require_POST
@never_cache
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Forget on this device what was opened and sent, for those who share one."""
    organization = organization_called(slug)
    for key in (OPENED, DRAFTS, ASKED):
        request.session.pop(key, None)
    return page(request, "left.html", organization=organization, private=True)
