"""The page of one case."""

from django.http import Http404, HttpRequest, HttpResponse

from .. import clock_source
from ..models import PrivacyRequest
from ..services import case_file
from ..services.case_file import CaseFile
from .access import Standing, find_request, member
from .attachments.panel import files_panel
from .case_page import case_page
from .letters.panel import letters_panel
from .pages import desk_page


def show_case(request: HttpRequest, request_id: str) -> HttpResponse:
    """Reading only; that somebody looked is put on record."""
    found = opened(request, request_id)
    standing = Standing(member(request), found.request.organization)
    files = files_panel(member(request), found.request, now=clock_source.now())
    page = case_page(found, standing, files.names, now=clock_source.now())
    letters = letters_panel(found.request, standing)
    context = {"page": page, "files": files, "letters": letters}
    return desk_page(request, "staff/case/page.html", page.reference, context)


def opened(request: HttpRequest, request_id: str) -> CaseFile:
    """The file of a request the member may see; Http404 for any other."""
    return file_of(find_request(member(request), request_id))


def file_of(case: PrivacyRequest) -> CaseFile:
    files = case_file.gather([case])
    if not files:
        raise Http404
    return files[0]
