"""A code for the person's page, read out on the telephone after calling back: for who is not reached by mail."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organizations.services.people import staff_actor
from records import access

from .. import clock_source
from ..domain.refusals import Refused
from ..services import access_codes
from .access import member
from .acting import refusal_words
from .case_links import case_url
from .letters.finding import writable
from .pages import desk_page


@never_cache
@require_http_methods(["GET", "POST"])
def read_out(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """The code stands on the answer to one click and nowhere else; a second click makes another, and ends the first."""
    case = writable(request, request_id)
    code, refusal = "", None
    if request.method == "POST":
        by = member(request)
        try:
            code = access_codes.speak(case.submission, by=staff_actor(by), now=clock_source.now())
            access.log_view(by, case.submission, "code")
        except Refused as refused:
            refusal = refusal_words(refused, {})
    context = {
        "back_url": case_url(case),
        "code": f"{code[:4]} {code[4:]}" if code else "",
        "reference": case.submission.reference,
        "refusal": refusal,
        "tried": request.method == "POST",
    }
    return desk_page(request, "staff/spoken_code.html", f"Read a code out: {case.reference}", context)
