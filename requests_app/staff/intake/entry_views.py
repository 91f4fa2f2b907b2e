"""Entering what arrived another way, with its true first day; the dates are shown before anything is saved."""

import datetime as dt
import hashlib
import json
from dataclasses import asdict
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from organizations.models import Organization
from policies.errors import NoVersionInForceError
from requests_app import clock_source, day_words
from requests_app.models import Submission
from requests_app.services.arrival import Arrival

from ..access import member
from ..case_page import case_url
from ..pages import desk_page, posted
from . import arrivals
from .choosing import choices, choose, taking_in_for
from .entering import take_in
from .entry_form import EntryForm
from .policy_in_force import PolicyInForce
from .preview import Preview, preview

TITLE = "Enter a letter, visit or message"
CHANGED = "You changed something that the dates depend on. Look at them again before you save."


def choose_for_entry(request: HttpRequest) -> HttpResponseBase:
    offered = choices(request, "staff:intake-entry-for")
    if len(offered) == 1:
        return redirect(offered[0].url)
    return choose(request, offered, TITLE)


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, slug: str) -> HttpResponseBase:
    """First the dates, then the save; both check the same form."""
    organization, now = taking_in_for(request, slug), clock_source.now()
    form = EntryForm(posted(request), policy=_policy_for(request, organization, now), now=now)
    if request.method != "POST" or not form.is_valid():
        return _page(request, organization, form)
    arrival = arrivals.from_entry(form, by=member(request).pk)
    shown, fingerprint = preview(arrival, form.policy, now=now), fingerprint_of(arrival)
    told = _already_entered(arrival)
    if request.POST.get("step") == "save":
        if request.POST.get("previewed") == fingerprint:
            saved = take_in(form, arrival)
            if saved is not None:
                return _saved(request, saved)
        else:
            told = [CHANGED, *told]
    return _page(request, organization, form, shown=shown, fingerprint=fingerprint, told=told)


def _policy_for(request: HttpRequest, organization: Organization, now: dt.datetime) -> PolicyInForce:
    """The version in force on the day of receipt; today's while that day is missing or has no version."""
    try:
        day = dt.date.fromisoformat(request.POST.get("received_on", ""))
        return PolicyInForce.on(organization, day)
    except (ValueError, NoVersionInForceError):
        return PolicyInForce.today(organization, now)


def _already_entered(arrival: Arrival) -> list[str]:
    """A vendor's reference that is here already is most often the same matter."""
    if not arrival.external_reference:
        return []
    same = Submission.objects.filter(
        organization=arrival.organization, external_reference=arrival.external_reference
    ).exclude(idempotency_key=arrival.idempotency_key)
    return [
        f"{found.external_reference} was entered before as {found.reference}, received "
        f"{day_words.day(found.received_on)}. Save only if this is another matter."
        for found in same[:3]
    ]


def fingerprint_of(arrival: Arrival) -> str:
    """Changes with anything that the shown dates depend on: of the moment of receipt, that is its local day."""
    parts = [
        arrival.received_at.astimezone(ZoneInfo(arrival.organization.timezone)).date(),
        arrival.channel,
        arrival.requester.role,
        [asdict(ask) for ask in arrival.asks],
        asdict(arrival.data_subject) if arrival.data_subject else None,
    ]
    text = json.dumps(parts, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _saved(request: HttpRequest, submission: Submission) -> HttpResponseBase:
    first = submission.requests.order_by("position").first()
    count = submission.requests.count()
    messages.success(request, f"Saved as {submission.reference}, {count} request{'s' if count != 1 else ''}.")
    return redirect(case_url(first)) if first else redirect("staff:index")


def _page(
    request: HttpRequest,
    organization: Organization,
    form: EntryForm,
    *,
    shown: Preview | None = None,
    fingerprint: str = "",
    told: list[str] | None = None,
) -> HttpResponseBase:
    context = {"form": form, "preview": None if form.errors else shown, "fingerprint": fingerprint, "told": told or []}
    return desk_page(request, "staff/intake/entry.html", f"{TITLE}: {organization.name}", context)
