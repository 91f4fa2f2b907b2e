"""Checking the answers, sending them once, and the confirmation."""

import datetime as dt
import logging
from dataclasses import replace
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Organization
from requests_app.day_words import moment, zone_name
from requests_app.domain.refusals import Incomplete
from requests_app.public.arriving_form import arrival_of
from requests_app.public.drafts_of_visitor import FormState, forget, holds, keep, state_of
from requests_app.public.expected import expected
from requests_app.public.journey import Journey
from requests_app.public.opened import remember
from requests_app.public.pages import page
from requests_app.public.promises import Promises
from requests_app.public.published import organization_called, promises_of
from requests_app.public.sent_forms import sent_with
from requests_app.public.spam import (
    HARDEST_NUMBER,
    NO_PROOF,
    PROOF_FIELD,
    TRAP_FIELD,
    challenge,
    is_proof,
    suspicions,
    unproven_lately,
)
from requests_app.public.standing import standing_of
from requests_app.public.summary import rows
from requests_app.services import contact_change, intake
from requests_app.services.arrival import Arrival
from requests_app.services.probing import marks, taking
from requests_app.services.probing.failure import NotProven

logger = logging.getLogger(__name__)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, slug: str, draft_id: UUID) -> HttpResponse:
    """The answers to check; sending makes one submission however often the button is pressed."""
    now = timezone.now()
    organization = organization_called(slug)
    promises = promises_of(organization, now)
    if promises is None:
        return page(request, "no_policy.html", organization=organization, status=404)
    if holds(request, draft_id) and sent_with(organization, draft_id):
        return redirect("public:sent", slug=slug, draft_id=draft_id)
    state = state_of(request, organization, draft_id, now)
    if state is None:
        return page(request, "gone.html", organization=organization, rules=promises.rules, private=True, status=404)
    journey = Journey(promises.rules, state.answers)
    if journey.missing:
        return redirect("public:question", slug=slug, draft_id=draft_id, step=journey.missing)
    if request.method == "POST":
        return _send(request, organization, promises, journey, state)
    if not state.reviewed:
        state = keep(request, organization, draft_id, {}, now=now, reviewed=True)
    return _check_page(request, organization, promises, journey, state)


def _send(
    request: HttpRequest, organization: Organization, promises: Promises, journey: Journey, state: FormState
) -> HttpResponse:
    now = timezone.now()
    proven = is_proof(request.POST.get(PROOF_FIELD, ""), state.id)
    suspects = suspicions(
        trapped=state.trapped or bool(request.POST.get(TRAP_FIELD)),
        proven=proven,
        spent=now - state.started_at,
        unproven_lately=0 if proven else unproven_lately(organization, now),
    )
    arrival = arrival_of(journey, organization=organization, draft_id=state.id, at=now, suspicions=suspects)
    arrival = replace(arrival, noticed=() if proven else (NO_PROOF,))
    if (mark := request.POST.get(marks.FIELD)) is not None:
        return _prove(arrival, state, promises, mark, now)
    try:
        intake.receive(arrival, now=now)
    except Incomplete as refused:
        problems = " ".join(refused.problems.values())
        return _check_page(request, organization, promises, journey, state, problem=problems)
    forget(organization, state.id)
    return redirect("public:sent", slug=organization.slug, draft_id=state.id)


def _prove(arrival: Arrival, state: FormState, promises: Promises, mark: str, now: dt.datetime) -> HttpResponse:
    """The form that Duly itself files once a day: taken in as any other, and taken back. No visitor sends a mark."""
    if not marks.is_ours(mark, arrival.organization.pk, state.id, promises.today):
        return HttpResponse(status=409)
    try:
        taking.take(arrival, day=promises.today, now=now)
    except NotProven as error:
        return _not_proven(error.code)
    except Incomplete as refused:
        return _not_proven(f"incomplete: {', '.join(sorted(refused.problems))}")
    finally:
        forget(arrival.organization, state.id)
    return HttpResponse(status=204)


def _not_proven(code: str) -> HttpResponse:
    """Says where the trial stopped, in the log of the web process and to the worker that filed it."""
    logger.warning("the daily trial of the form stopped: %s", code)
    return HttpResponse(code, status=409, content_type="text/plain")


def _check_page(
    request: HttpRequest,
    organization: Organization,
    promises: Promises,
    journey: Journey,
    state: FormState,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "draft_id": state.id,
        "rows": rows(journey),
        "expected": expected(journey, promises),
        "last_step": journey.steps[-1],
        "challenge": challenge(state.id, state.expires_at),
        "hardest": HARDEST_NUMBER,
        "kept_until": moment(state.expires_at, promises.zone),
        "expires_at": state.expires_at,
        "zone": zone_name(promises.zone),
        "problem": problem,
    }
    return page(
        request, "check.html", context, organization=organization, rules=promises.rules, private=True, status=status
    )


@require_safe
@never_cache
def sent(request: HttpRequest, slug: str, draft_id: UUID) -> HttpResponse:
    """The confirmation: the same page each time it is opened, for the visitor who sent the form."""
    organization = organization_called(slug)
    submission = sent_with(organization, draft_id) if holds(request, draft_id) else None
    if submission is None:
        raise Http404("No form was sent from this address.")
    if contact_change.times_changed([submission.pk]).get(submission.pk):
        return redirect("public:status", slug=slug)  # what was opened before opens no longer
    remember(request, submission)
    context = {"standing": standing_of(submission, timezone.now(), ways=frozenset())}
    return page(request, "sent.html", context, organization=organization, private=True)
