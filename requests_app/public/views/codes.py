"""Opening a request with its reference and a code. Whether a reference exists is never told."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organizations.models import Organization
from requests_app.public.forms.status_forms import CodeAndReferenceForm, CodeForm, ReferenceForm
from requests_app.public.opened import remember
from requests_app.public.pages import page
from requests_app.public.published import organization_called, promises_of
from requests_app.public.standing import calls
from requests_app.services import access_codes

ASKED: Final = "asked_for"
"""In the session: the reference for which a code was asked."""

WRONG: Final = "This code is not right, or it can no longer be used. Check it, or ask for a new one."
CHANGED: Final = "contact"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def find(request: HttpRequest, slug: str) -> HttpResponse:
    """The reference; sending it has a code mailed, if there is somebody to mail it to."""
    organization = organization_called(slug)
    if request.method != "POST":
        return find_page(request, organization, ReferenceForm())
    form = ReferenceForm(request.POST)
    if not form.is_valid():
        return find_page(request, organization, form)
    reference = form.cleaned_data["reference"]
    access_codes.ask_for(organization, reference, now=timezone.now(), asker=request.META.get("REMOTE_ADDR", ""))
    request.session[ASKED] = reference
    return redirect("public:code", slug=slug)


def find_page(request: HttpRequest, organization: Organization, form: ReferenceForm) -> HttpResponse:
    context = {"form": form, "standing": _calls(organization)}
    return page(request, "status/find.html", context, organization=organization, private=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, slug: str) -> HttpResponse:
    """The code; the right one opens the request on this device, at an address without any of it."""
    organization = organization_called(slug)
    asked = str(request.session.get(ASKED, ""))
    shape = CodeForm if asked else CodeAndReferenceForm
    form = shape(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reference = form.cleaned_data.get("reference") or asked
        typed = form.cleaned_data["code"]
        found = access_codes.opened_by(organization, reference, typed, now=timezone.now())
        if found is not None:
            submission, way = found
            request.session.cycle_key()
            request.session.pop(ASKED, None)
            remember(request, submission, ways=[way])
            return redirect("public:status", slug=slug)
        form.add_error("code", WRONG)
    changed = request.GET.get("done") == CHANGED
    context = {"form": form, "asked": asked, "changed": changed, "standing": _calls(organization)}
    return page(request, "status/code.html", context, organization=organization, private=True)


def _calls(organization: Organization) -> dict[str, Any]:
    """The numbers to call, for who cannot be mailed."""
    promises = promises_of(organization, timezone.now())
    return {"channels": calls(promises.rules) if promises else ()}
