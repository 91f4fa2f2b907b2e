"""The call screen: choose the organization, take it down, read it back."""

from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from requests_app import clock_source
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import case_file
from requests_app.wording import right_name

from ..access import Standing, find_submission, member
from ..acting import is_acknowledged, record_spoken_acknowledgement
from ..case_page import case_url, titles_of
from ..clocks import clocks
from ..pages import desk_page, posted
from . import arrivals
from .call_form import CallForm
from .choosing import choices, choose, taking_in_for
from .entering import take_in
from .policy_in_force import PolicyInForce
from .script import read_back, script

TITLE = "Take a call"


def choose_for_call(request: HttpRequest) -> HttpResponseBase:
    offered = choices(request, "staff:intake-call-for")
    if len(offered) == 1:
        return redirect(offered[0].url)
    return choose(request, offered, TITLE)


@require_http_methods(["GET", "POST"])
def take_call(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Saved with a name and one sentence; the moment of saving is the moment of receipt."""
    organization, now = taking_in_for(request, slug), clock_source.now()
    form = CallForm(posted(request), policy=PolicyInForce.today(organization, now))
    if request.method == "POST" and form.is_valid():
        saved = take_in(form, arrivals.from_call(form, by=member(request).pk, now=now))
        if saved is not None:
            return redirect("staff:intake-read-back", saved.pk)
    context = {"form": form, "script": script(organization.name)}
    return desk_page(request, "staff/intake/call.html", f"{TITLE}: {organization.name}", context)


@require_http_methods(["GET", "POST"])
def read_it_back(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """What to read aloud; confirming it puts on record that receipt was confirmed by word of mouth."""
    user = member(request)
    submission = find_submission(user, submission_id)
    requests = list(submission.requests.select_related("submission", "organization").order_by("position"))
    may_write = Standing(user, submission.organization).may_write
    if request.method == "POST":
        if not may_write:
            raise PermissionDenied
        _confirm(request, requests)
        return redirect(case_url(requests[0]))
    context = {**_read_back(submission, requests), "may_write": may_write}
    return desk_page(request, "staff/intake/read_back.html", f"Read back: {submission.reference}", context)


def _confirm(request: HttpRequest, requests: list[PrivacyRequest]) -> None:
    """Once: a second click finds it confirmed."""
    ids = [row.pk for row in requests if not is_acknowledged(row)]
    for refused in record_spoken_acknowledgement(ids, by=member(request)):
        messages.error(request, str(refused))
    if ids:
        messages.success(request, "On record: receipt was confirmed by word of mouth.")


def _read_back(submission: Submission, requests: list[PrivacyRequest]) -> dict[str, object]:
    files = case_file.gather(requests)
    now, zone = clock_source.now(), ZoneInfo(submission.organization.timezone)
    return {
        "submission": submission,
        "lines": read_back(submission, requests, [row for file in files for row in file.deadlines]),
        "dates": [
            (right_name(file.request.right), clocks(file.deadlines, titles_of(file), now=now, zone=zone))
            for file in files
        ],
        "confirmed": all(is_acknowledged(row) for row in requests),
        "case_url": case_url(requests[0]),
    }
