"""Who is away and who stands in: everybody sets their own days, a supervisor those of a colleague."""

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Absence, Organization, User
from organizations.services.absences import end_absence, set_absence
from organizations.services.people import staff_actor

from ... import clock_source, day_words
from ...selectors.absences import current_and_coming, overlapping
from ..access import Standing, member, writable_organizations
from ..intake.choosing import taking_in_for
from ..pages import desk_page, posted
from .forms import AwayForm
from .lines import away_lines


@require_safe
def away(request: HttpRequest) -> HttpResponseBase:
    """Where the member works on requests, who is away now or soon."""
    user, now = member(request), clock_source.now()
    places = []
    for organization in writable_organizations(user):
        for_others = Standing(user, organization).may_supervise
        rows = current_and_coming([organization], now=now)
        places.append((organization, away_lines(rows, user, for_others=for_others, now=now), for_others))
    return desk_page(request, "staff/away/overview.html", "Away", {"places": places})


@require_http_methods(["GET", "POST"])
def set_away(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Http404 for whoever does not work on the organization's requests, an auditor too."""
    organization, user, now = taking_in_for(request, slug), member(request), clock_source.now()
    for_others = Standing(user, organization).may_supervise
    initial = {"who": request.GET.get("who") or str(user.pk)}
    form = AwayForm(
        posted(request), organization=organization, user=user, for_others=for_others, now=now, initial=initial
    )
    if request.method == "POST" and form.is_valid() and _saved(request, form, organization):
        return redirect("staff:away")
    context = {
        "form": form,
        "heading": "Days away",
        "explains": f"For {organization}, in its own time zone. No date moves: alerts go to whoever stands in.",
        "verb": "Save the days",
        "back_url": reverse("staff:away"),
        "back": "Back to who is away",
    }
    return desk_page(request, "staff/away/form.html", f"Days away: {organization}", context)


def _saved(request: HttpRequest, form: AwayForm, organization: Organization) -> bool:
    """Whether it stands; what is wrong is said at the field. A second click finds it saved."""
    data, by = form.cleaned_data, member(request)
    user = User.objects.get(pk=data["who"]) if data.get("who") else by
    deputy, days = User.objects.get(pk=data["deputy"]), {"first_on": data["first_on"], "last_on": data["last_on"]}
    if not Absence.objects.filter(organization=organization, user=user, deputy=deputy, **days).exists():
        try:
            set_absence(user, organization, deputy=deputy, by=staff_actor(by), **days)
        except ValidationError as error:
            form.add_error(None, error)
            return False
    first, last = day_words.day(days["first_on"]), day_words.day(days["last_on"])
    messages.success(request, f"{user}: away from {first} to {last}. {deputy} stands in.")
    for warning in _clashes(user, deputy, organization, **days):
        messages.warning(request, warning)
    return True


def _clashes(
    user: User, deputy: User, organization: Organization, *, first_on: dt.date, last_on: dt.date
) -> Iterator[str]:
    """What to know of the same days: nothing of it is refused, since alerts find their way all the same."""
    if overlapping(deputy, organization, first_on=first_on, last_on=last_on).exists():
        yield (
            f"{deputy} is away on some of these days too. Alerts then go to whoever stands in for {deputy}, "
            "or to the next role up."
        )
    others = Absence.objects.filter(
        organization=organization, deputy=user, first_on__lte=last_on, last_on__gte=first_on
    )
    for row in others.select_related("user"):
        yield f"{user} was to stand in for {row.user} on some of these days. Alerts for {row.user} go on to {deputy}."


@require_http_methods(["GET", "POST"])
def end_away(request: HttpRequest, absence_id: UUID) -> HttpResponseBase:
    """They are back, or do not go. For who is away, and for supervisors; Http404 for everybody else."""
    row = _own(member(request), absence_id)
    if request.method == "POST":
        end_absence(row, by=staff_actor(member(request)))
        messages.success(request, f"{row.user} is no longer away. Alerts go to {row.user} again.")
        return redirect("staff:away")
    days = f"from {day_words.day(row.first_on)} to {day_words.day(row.last_on)}"
    context = {
        "heading": "End these days away?",
        "explains": f"{row.user}, {days}; {row.deputy} stands in. From now on alerts go to {row.user} again.",
        "verb": "End it now",
        "back_url": reverse("staff:away"),
        "back": "Back to who is away",
    }
    return desk_page(request, "staff/away/form.html", f"Back: {row.user}", context)


def _own(user: User, absence_id: UUID) -> Absence:
    related = Absence.objects.select_related("organization", "user", "deputy")
    row = related.filter(pk=absence_id, organization__in=writable_organizations(user)).first()
    if row is None or not (row.user_id == user.pk or Standing(user, row.organization).may_supervise):
        raise Http404
    return row
