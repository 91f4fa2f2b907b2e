"""The business calendar of an organization: its current version, and the way to the forms that follow it by another."""

import datetime as dt
from typing import Any

from django.contrib.admin import display
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join

from organizations.models import BusinessCalendar, CalendarVersion, HolidayKind, MembershipRole
from organizations.scoping import ScopedAdmin

from .buttons import button
from .standing import may_manage


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
        """On the desk: it alone can say beforehand which dates would move."""
        return HttpResponseRedirect(reverse("staff:add-day", args=[self._slug(request, object_id)]))

    @button("Take out a day", url_path="take-out-day", permissions=["manage"])
    def take_out_day(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return HttpResponseRedirect(reverse("staff:take-out-day", args=[self._slug(request, object_id)]))

    def _slug(self, request: HttpRequest, object_id: str) -> str:
        calendar: BusinessCalendar = self.get_object(request, object_id)
        return calendar.organization.slug


def _current(calendar: BusinessCalendar) -> CalendarVersion:
    return calendar.versions.latest("number")


def _mark(kind: str) -> str:
    return " (closed day)" if kind == HolidayKind.CLOSED else ""
