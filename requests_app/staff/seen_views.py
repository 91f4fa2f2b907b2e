"""Saying on the case page that an alert which repeats has been seen, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from .. import clock_source, day_words
from ..domain.refusals import Refused
from ..models import Deadline, PrivacyRequest
from ..services import seen
from .access import member
from .case_links import case_url
from .letters.finding import writable, wrong_method


def see_alert(request: HttpRequest, request_id: UUID, deadline_id: UUID) -> HttpResponseBase:
    """Http404 for a clock that is not of this request."""
    case, clock = _own(request, request_id, deadline_id)
    if (refusal := wrong_method(request, "POST")) is not None:
        return refusal
    try:
        until = seen.see(clock.pk, by=member(request), now=clock_source.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        when = day_words.moment(until, case.zone_info)
        messages.success(request, f"Noted. For you this alert is silent until {when}. Other roles are told as before.")
    return redirect(case_url(case))


def undo_seen(request: HttpRequest, request_id: UUID, deadline_id: UUID) -> HttpResponseBase:
    case, clock = _own(request, request_id, deadline_id)
    if (refusal := wrong_method(request, "POST")) is not None:
        return refusal
    try:
        seen.undo(clock.pk, by=member(request), now=clock_source.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Taken back. The alert repeats again from its next time on.")
    return redirect(case_url(case))


def _own(request: HttpRequest, request_id: UUID, deadline_id: UUID) -> tuple[PrivacyRequest, Deadline]:
    case = writable(request, request_id)
    clock = Deadline.objects.filter(pk=deadline_id, request=case).first()
    if clock is None:
        raise Http404
    return case, clock
