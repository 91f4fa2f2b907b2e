"""Putting a file into a case, fetching it, erasing it. Whatever is not theirs does not exist for them."""

import datetime as dt
import logging
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from organizations.services.people import staff_actor
from records.access import log_view
from records.errors import ErasedKeyError, UnsealError

from ... import clock_source
from ...domain import lifecycle
from ...domain.lifecycle import Action
from ...domain.refusals import Incomplete, NotAllowed, Refused
from ...downloads import download_response
from ...models import Attachment, PrivacyRequest
from ...services import filing
from ..access import Standing, find_request, member
from ..case_page import case_url
from ..pages import desk_page, posted
from .attach_form import AttachForm
from .panel import name_for_staff

logger = logging.getLogger(__name__)


@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, request_id: UUID) -> HttpResponseBase:
    """Shown to whoever may write in the organization; an auditor is told that they may not."""
    case = _writable(request, request_id)
    now, zone = clock_source.now(), ZoneInfo(case.organization.timezone)
    form = AttachForm(posted(request), request.FILES or None, now=now, zone=zone)
    if request.method == "GET":
        return _attach_page(request, case, form, _not_now(case, Action.ATTACH_FILE))
    if not form.is_valid():
        return _attach_page(request, case, form)
    try:
        _attach(request, case, form, now)
    except Incomplete as refused:
        for name, message in refused.problems.items():
            form.add_error(name if name in form.fields else None, message)
        return _attach_page(request, case, form)
    except Refused as refused:
        return _attach_page(request, case, form, refused)
    messages.success(request, f"{case.reference}: the file is in the case.")
    return redirect(case_url(case))


def fetch(request: HttpRequest, request_id: UUID, file_id: UUID) -> HttpResponseBase:
    """A download, on record before it begins. An auditor may read files, too."""
    case, file = _file(request, request_id, file_id)
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    log_view(member(request), file, "file")
    try:
        return download_response(file)
    except ErasedKeyError:
        messages.warning(request, "This file was erased. Nothing of it is left.")
    except UnsealError as error:
        logger.error("file %s cannot be opened", file.pk, exc_info=error)
        messages.error(request, "This file is not what was stored, so it is not given out. Tell an operator.")
    return redirect(case_url(case))


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, request_id: UUID, file_id: UUID) -> HttpResponseBase:
    """Asked before it is done: there is no way back."""
    case, file = _file(request, request_id, file_id)
    _may_write(request, case)
    refused: Refused | None = None
    if request.method == "POST":
        try:
            erased = filing.remove(file, by=staff_actor(member(request)), now=clock_source.now())
        except Refused as error:
            refused = error
        else:
            said = "the file is erased." if erased else "the file was erased already."
            messages.success(request, f"{case.reference}: {said}")
            return redirect(case_url(case))
    if file.erased_at is not None:
        messages.warning(request, "This file was erased already.")
        return redirect(case_url(case))
    log_view(member(request), case, "file names")
    context = {
        "name": name_for_staff(file),
        "refusal": refused or _not_now(case, Action.ERASE_FILE),
        "tried": request.method == "POST",
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/files/erase.html", f"Erase a file: {case.reference}", context)


def _attach(request: HttpRequest, case: PrivacyRequest, form: AttachForm, now: dt.datetime) -> None:
    filing.attach(
        case,
        form.upload(),
        direction=form.direction(),
        by=staff_actor(member(request)),
        now=now,
        available_from=form.available_from(),
        expires_at=form.expires_at(),
        form=form.mark(),
    )


def _attach_page(
    request: HttpRequest, case: PrivacyRequest, form: AttachForm, refused: Refused | None = None
) -> HttpResponseBase:
    context = {
        "form": form,
        "refusal": refused,
        "tried": request.method == "POST",
        "reference": case.reference,
        "case_url": case_url(case),
    }
    return desk_page(request, "staff/files/attach.html", f"Put a file into the case: {case.reference}", context)


def _not_now(case: PrivacyRequest, action: Action) -> Refused | None:
    """Why the state of the case does not allow it."""
    try:
        lifecycle.check(action, case.lifecycle_state, case.lifecycle_outcome, reference=case.reference)
    except NotAllowed as refused:
        return refused
    return None


def _writable(request: HttpRequest, request_id: UUID) -> PrivacyRequest:
    case = find_request(member(request), request_id)
    _may_write(request, case)
    return case


def _may_write(request: HttpRequest, case: PrivacyRequest) -> None:
    if not Standing(member(request), case.organization).may_write:
        raise PermissionDenied("Reading this case is yours; changing it takes another role.")


def _file(request: HttpRequest, request_id: UUID, file_id: UUID) -> tuple[PrivacyRequest, Attachment]:
    """A file of a request of the user's organizations; Http404 for any other, as if it did not exist."""
    case = find_request(member(request), request_id)
    files = Attachment.objects.filter(request=case, organization=case.organization, complete_at__isnull=False)
    found = files.select_related("data_key", "request").filter(pk=file_id).first()
    if found is None:
        raise Http404
    return case, found
