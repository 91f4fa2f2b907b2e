"""Handing over somebody's open requests at once: looked at first, then done. For supervisors."""

import hashlib
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Organization, User
from organizations.services.people import staff_actor

from ... import clock_source
from ...selectors.owners import owned
from ...services.handing_over import hand_over
from ..access import member, supervised_organizations
from ..pages import desk_page, posted
from ..rows import Row, for_rows, rows
from .forms import NOBODY, HandOverForm

MOST: Final = 20
"""Requests that are listed before everything is handed over."""
TITLE: Final = "Hand over somebody's work"
CHANGED: Final = "The list has changed since you looked. Look at it again before you go on."


@dataclass(frozen=True, slots=True)
class Handover:
    """What would be done. `fingerprint` changes with every request of it."""

    leaving: User
    to: User | None
    count: int
    rows: list[Row]
    fingerprint: str


@require_safe
def choose(request: HttpRequest) -> HttpResponseBase:
    """For which organization; nothing to choose where there is one."""
    places = list(supervised_organizations(member(request)))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    found = [(place.name, reverse("staff:hand-over-for", args=[place.slug]) + query) for place in places]
    if len(found) == 1:
        return redirect(found[0][1])
    return desk_page(request, "staff/away/choose.html", TITLE, {"places": found})


@require_http_methods(["GET", "POST"])
def hand_over_for(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Http404 for whoever does not supervise there."""
    organization = supervised_organizations(member(request)).filter(slug=slug).first()
    if organization is None:
        raise Http404
    form = HandOverForm(posted(request), organization=organization, initial={"leaving": request.GET.get("from", "")})
    if request.method != "POST" or not form.is_valid():
        return _page(request, organization, form)
    wanted, told = _wanted(form, organization), ""
    if request.POST.get("step") == "save":
        if request.POST.get("previewed") == wanted.fingerprint:
            _do(request, organization, wanted)
            return redirect("staff:hand-over-for", slug)
        told = CHANGED
    return _page(request, organization, form, wanted=wanted, told=told)


def _wanted(form: HandOverForm, organization: Organization) -> Handover:
    leaving, to = form.cleaned_data["leaving"], form.cleaned_data["to"]
    theirs = owned(UUID(leaving), organization.pk)
    ids = sorted(str(pk) for pk in theirs.values_list("pk", flat=True))
    listed = for_rows(theirs.order_by(F("binding_due_on").asc(nulls_last=True), "received_at", "pk"))[:MOST]
    return Handover(
        leaving=User.objects.get(pk=leaving),
        to=None if to == NOBODY else User.objects.get(pk=to),
        count=len(ids),
        rows=rows(listed, now=clock_source.now()),
        fingerprint=hashlib.sha256(" ".join([leaving, to, *ids]).encode()).hexdigest()[:32],
    )


def _do(request: HttpRequest, organization: Organization, wanted: Handover) -> None:
    """Says what became of it; what was refused stays where it was, with the reason."""
    results = hand_over(organization, wanted.leaving, wanted.to, by=staff_actor(member(request)))
    done = sum(result.done for result in results)
    if done:
        noun = "1 request is" if done == 1 else f"{done} requests are"
        messages.success(request, f"{noun} handed over from {wanted.leaving} to {wanted.to or 'nobody for now'}.")
    for result in [result for result in results if not result.done][:MOST]:
        messages.error(request, f"{result.reference} stays with {wanted.leaving}: {result.refusal}")


def _page(
    request: HttpRequest,
    organization: Organization,
    form: HandOverForm,
    *,
    wanted: Handover | None = None,
    told: str = "",
) -> HttpResponseBase:
    context = {"form": form, "wanted": wanted, "told": told, "most": MOST, "organization": organization}
    return desk_page(request, "staff/away/hand_over.html", f"{TITLE}: {organization}", context)
