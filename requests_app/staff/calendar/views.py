"""Adding a day to a calendar, and taking one out: first what would move, then the change. For who may change it."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from organizations.models import CalendarVersion, HolidayKind, MembershipRole, Organization
from organizations.selectors import current_calendar_version
from organizations.services import calendars
from organizations.services.people import staff_actor
from organizations.staff.standing import may_manage
from policies.selectors import business_calendar

from ... import clock_source
from ...selectors.absences import today_in
from ...services.calendar_preview import Preview, changed, preview
from ..access import Standing, member
from ..desk_form import DeskForm
from ..pages import desk_page, posted
from .forms import AddDayForm, TakeOutDayForm
from .lines import PreviewLines, preview_lines

CHANGED: Final = "What moves has changed since you looked. Look at it again before you go on."


@dataclass(frozen=True, slots=True)
class Change:
    """One day on, or off, the calendar. `name` None: it is taken out. `refuse` raises ValidationError, `do` acts."""

    date: dt.date
    kind: HolidayKind
    name: str | None
    refuse: Callable[[], None]
    do: Callable[[], CalendarVersion]


@require_http_methods(["GET", "POST"])
def add_day(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Http404 for whoever may not change the calendar."""
    organization = _managed(request, slug)
    form = AddDayForm(posted(request))

    def wanted(data: dict[str, Any]) -> Change:
        day = {"date": data["date"], "kind": HolidayKind(data["kind"]), "source": data["source"]}
        by = staff_actor(member(request))
        return Change(
            data["date"],
            day["kind"],
            data["name"],
            lambda: calendars.refuse_adding(current_calendar_version(organization), **day),
            lambda: calendars.add_holiday(organization.calendar, name=data["name"], by=by, **day),
        )

    explains = "Open deadlines are computed again. Nothing that a person was told moves later by this."
    return _page(request, organization, form, wanted, verb="Add the day", title="Add a day", explains=explains)


@require_http_methods(["GET", "POST"])
def take_out_day(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Http404 for whoever may not change the calendar."""
    organization = _managed(request, slug)
    days = current_calendar_version(organization).holidays.order_by("-date").values_list("date", "name", "kind")
    form = TakeOutDayForm(posted(request), days=list(days))

    def wanted(data: dict[str, Any]) -> Change:
        date, kind = data["day"]
        by, reason = staff_actor(member(request)), data["reason"]
        return Change(
            date,
            kind,
            None,
            lambda: None,
            lambda: calendars.remove_holiday(organization.calendar, date=date, kind=kind, reason=reason, by=by),
        )

    explains = "Only for a day entered by mistake. Open dates counted in business days may move earlier by this."
    return _page(
        request, organization, form, wanted, verb="Take the day out", title="Take a day out", explains=explains
    )


def _managed(request: HttpRequest, slug: str) -> Organization:
    """A privacy officer's own organization, or any for an operator."""
    organization = Organization.objects.filter(slug=slug).first()
    if organization is None or not may_manage(request, organization, MembershipRole.PRIVACY_OFFICER):
        raise Http404
    return organization


def _page(
    request: HttpRequest,
    organization: Organization,
    form: DeskForm,
    wanted: Callable[[dict[str, Any]], Change],
    **words: str,
) -> HttpResponseBase:
    back = reverse("staff:organizations_businesscalendar_change", args=[organization.calendar.pk])
    context: dict[str, Any] = {"form": form, "back_url": back, "organization": organization, **words}
    if request.method == "POST" and form.is_valid():
        try:
            change = wanted(form.cleaned_data)
            change.refuse()
            found = _preview(organization, change)
            fingerprint = _fingerprint(organization, change, found)
            if request.POST.get("step") == "save" and request.POST.get("previewed") == fingerprint:
                version = change.do()
                messages.success(request, f"Done. Version {version.number} of the calendar counts from now on.")
                return redirect(back)
        except ValidationError as error:
            tell(form, error)
        else:
            context |= {"lines": _lines(request, organization, found), "fingerprint": fingerprint}
            context["told"] = CHANGED if request.POST.get("step") == "save" else ""
    return desk_page(request, "staff/calendar/change.html", f"{words['title']}: {organization}", context)


def tell(form: DeskForm, error: ValidationError) -> None:
    """At the field, or above the form where it has no such field."""
    for field, told in error.message_dict.items():
        form.add_error(field if field in form.fields else None, told)


def _preview(organization: Organization, change: Change) -> Preview:
    calendar = changed(business_calendar(organization), date=change.date, kind=change.kind, name=change.name)
    return preview(organization, calendar, date=change.date, now=clock_source.now())


def _lines(request: HttpRequest, organization: Organization, found: Preview) -> PreviewLines:
    """An operator who works for nobody here sees numbers and dates, and not which requests they are."""
    names = bool(Standing(member(request), organization).roles)
    return preview_lines(found, today=today_in(organization, clock_source.now()), names=names)


def _fingerprint(organization: Organization, change: Change, found: Preview) -> str:
    """Changes with the calendar, the day, and every date that moves."""
    version = current_calendar_version(organization).pk
    said = (version, change.date, change.kind, change.name, sorted(map(repr, found.shifts)))
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]
