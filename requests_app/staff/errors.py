"""What is not found, or not one's own to do, in the dress of the desk; everybody else gets the public pages."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse

from organizations.staff_site import staff_site

from ..public.views import errors as public
from .access import find_request, member
from .case_links import case_url
from .pages import desk_page

MAY_NOT = "You may not open this page. It takes another role."
NOT_THERE = "There is no page at this address, or it is not one of your organizations'."


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if not _on_the_desk(request):
        return public.not_found(request, exception)
    return _page(request, "Page not found", NOT_THERE, status=404)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """`exception`: its words, if it has any, say whose it is."""
    if not _on_the_desk(request):
        return public.not_allowed(request, exception)
    return _page(request, "Not allowed", str(exception or "") or MAY_NOT, status=403)


def _on_the_desk(request: HttpRequest) -> bool:
    """Whether a member of staff is signed in, and at an address of the desk."""
    is_address = request.path_info.startswith(reverse("staff:index"))
    return is_address and hasattr(request, "user") and staff_site.has_permission(request)


def _page(request: HttpRequest, title: str, why: str, *, status: int) -> TemplateResponse:
    back_url, back = _back(request) if status == 403 else (reverse("staff:index"), "Back to the desk")
    response = desk_page(request, "staff/refused.html", title, {"why": why, "back_url": back_url, "back": back})
    response.status_code = status
    response.render()  # too late for the middleware that renders others
    return response


def _back(request: HttpRequest) -> tuple[str, str]:
    """To the page that may be read: the case or the letter that the address names."""
    named = request.resolver_match.kwargs if request.resolver_match else {}
    try:
        if "request_id" in named:
            case = find_request(member(request), named["request_id"])
            return case_url(case), f"Back to {case.reference}"
        if "letter_id" in named:
            return reverse("staff:letter", args=[named["letter_id"]]), "Back to the letter"
    except (Http404, NoReverseMatch):
        pass
    return reverse("staff:index"), "Back to the desk"
