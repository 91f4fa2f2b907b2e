"""The business calendar of an organization: its current version, and the forms that follow it by another."""

import datetime as dt
from typing import Any

from django.contrib.admin import display
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join

from organizations.models import BusinessCalendar, CalendarVersion, HolidayKind, MembershipRole
from organizations.scoping import ScopedAdmin
from organizations.services import calendars

from .buttons import button
from .form_page import form_page
from .forms import HolidayForm, RemoveHolidayForm
from .standing import acting, may_manage


class BusinessCalendarAdmin(ScopedAdmin):
    """Which days are no business days, from when to when, and since which version."""

    organization_path = "organization"
    operators_see_all = True
    list_display = ("organization", "jurisdiction", "current_version", "reaches_to")
    fields = ("organization", "jurisdiction", "current_version", "reaches_to", "days", "versions")
    readonly_fields = ("current_version", "reaches_to", "days", "versions")
    actions_detail = ("add_day", "take_out_day")

    def has_manage_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """A privacy officer of the organization, or an operator."""
        calendar = self.get_object(request, str(object_id)) if object_id else None
        return calendar is not None and may_manage(request, calendar.organization, MembershipRole.PRIVACY_OFFICER)

    @display(description="version")
    def current_version(self, calendar: BusinessCalendar) -> int:
        return _current(calendar).number

    @display(description="reaches to")
    def reaches_to(self, calendar: BusinessCalendar) -> dt.date:
        return _current(calendar).last

    @display(description="days from this year on")
    def days(self, calendar: BusinessCalendar) -> str:
        this_year = dt.datetime.now(dt.UTC).date().replace(month=1, day=1)
        rows = _current(calendar).holidays.filter(date__gte=this_year)
        return format_html_join(
            "", "<div>{} {}{}</div>", ((f"{day.date:%a %-d %b %Y}", day.name, _mark(day.kind)) for day in rows)
        )

    @display(description="history")
    def versions(self, calendar: BusinessCalendar) -> str:
        rows = calendar.versions.order_by("-number")
        return format_html_join(
            "",
            "<div>Version {} of {}: {}</div>",
            ((v.number, f"{v.created_at:%Y-%m-%d %H:%M} UTC", v.source) for v in rows),
        )

    @button("Add a holiday or closed day", url_path="add-day", permissions=["manage"])
    def add_day(self, request: HttpRequest, object_id: str) -> HttpResponse:
        calendar = self.get_object(request, object_id)

        def add(cleaned: dict[str, Any]) -> str:
            version = calendars.add_holiday(calendar, **cleaned, by=acting(request))
            return f"{cleaned['date']} was added; version {version.number} counts from now on."

        return form_page(
            request,
            form=HolidayForm(request.POST or None),
            act=add,
            title=f"Add a day to the calendar of {calendar.organization}",
            explains="Open deadlines counted in business days are computed again. Dates never move earlier by this.",
            verb="Add the day",
            back=_page(calendar),
        )

    @button("Take out a day", url_path="take-out-day", permissions=["manage"])
    def take_out_day(self, request: HttpRequest, object_id: str) -> HttpResponse:
        calendar = self.get_object(request, object_id)

        def take_out(cleaned: dict[str, Any]) -> str:
            date, kind = cleaned["day"]
            version = calendars.remove_holiday(
                calendar, date=date, kind=kind, reason=cleaned["reason"], by=acting(request)
            )
            return f"{date} was taken out; version {version.number} counts from now on."

        days = _current(calendar).holidays.order_by("-date").values_list("date", "name", "kind")
        return form_page(
            request,
            form=RemoveHolidayForm(request.POST or None, days=list(days)),
            act=take_out,
            title=f"Take a day out of the calendar of {calendar.organization}",
            explains="Only for a day entered by mistake. Open dates counted in business days may move earlier by this.",
            verb="Take the day out",
            back=_page(calendar),
        )


def _current(calendar: BusinessCalendar) -> CalendarVersion:
    return calendar.versions.latest("number")


def _mark(kind: str) -> str:
    return " (closed day)" if kind == HolidayKind.CLOSED else ""


def _page(calendar: BusinessCalendar) -> str:
    return reverse("staff:organizations_businesscalendar_change", args=[calendar.pk])
