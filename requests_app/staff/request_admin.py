"""The list of requests and the door to each case. Read-only: every change is a form that calls a service."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django.contrib.admin.views.main import PAGE_VAR, SEARCH_VAR, ChangeList
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from unfold.paginator import InfinitePaginator

from organizations.scoping import ScopedAdmin
from organizations.selectors import organizations_of
from organizations.staff_site import staff_site

from .. import clock_source, day_words
from ..models import PrivacyRequest
from .case_views import show_case
from .filters import (
    AssigneeFilter,
    DueFilter,
    OrganizationFilter,
    PriorityFilter,
    RightFilter,
    StateFilter,
    WaitingFilter,
)
from .queues import Due, with_target
from .rows import for_rows, rows
from .search import matching

PER_PAGE = 50
FILTERS = (StateFilter, DueFilter, WaitingFilter, RightFilter, AssigneeFilter, PriorityFilter, OrganizationFilter)


class PrivacyRequestAdmin(ScopedAdmin):
    """Earliest due date first, of one day the urgent ones. Nothing counts the whole table: pages go forward only."""

    organization_path = "organization"
    list_display = ("reference",)
    list_filter = FILTERS
    search_fields = ("reference",)
    list_per_page = PER_PAGE
    paginator = InfinitePaginator
    change_list_template = "staff/request_list.html"
    sortable_by: ClassVar[tuple[str, ...]] = ()

    def get_ordering(self, request: HttpRequest) -> tuple[OrderBy | str, ...]:
        first = "target_on" if _by_target(request) else "binding_due_on"
        return (F(first).asc(nulls_last=True), "priority", "received_at", "id")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PrivacyRequest]:
        found = for_rows(super().get_queryset(request))
        return with_target(found) if _by_target(request) else found

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[PrivacyRequest], search_term: str
    ) -> tuple[QuerySet[PrivacyRequest], bool]:
        return matching(queryset, search_term, organizations_of(request.user)), False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        response: HttpResponse = super().changelist_view(request, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data and "cl" in response.context_data:
            response.context_data |= _list_context(request, response.context_data["cl"])
        return response

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        return show_case(request, object_id)

    def history_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        """The case page has the history that counts: the event chain."""
        return show_case(request, object_id)


def _by_target(request: HttpRequest) -> bool:
    """Among what has no legal date the internal targets say what comes first."""
    return request.GET.get(DueFilter.parameter_name) == Due.NO_DATE


def _list_context(request: HttpRequest, cl: ChangeList) -> dict[str, Any]:
    organizations = list(organizations_of(request.user))
    found = list(cl.result_list)
    filtered = bool(cl.query) or any(request.GET.get(spec.parameter_name) for spec in FILTERS)
    zones = sorted({day_words.zone_name(ZoneInfo(o.timezone)) for o in organizations})
    return {
        "title": "Requests",
        "opts": None,
        "heading": "Requests found" if filtered else "Open requests",
        "rows": rows(found, now=clock_source.now()),
        "filtered": filtered,
        "by_target": _by_target(request),
        "show_organization": len(organizations) > 1,
        "zones": " and ".join(zones) or "local time",
        "earlier": cl.get_query_string({PAGE_VAR: cl.page_num - 1}) if cl.page_num > 1 else "",
        "later": cl.get_query_string({PAGE_VAR: cl.page_num + 1}) if len(found) == PER_PAGE else "",
        "search_var": SEARCH_VAR,
    }


def register() -> None:
    """Puts the desk on the staff site."""
    staff_site.register(PrivacyRequest, PrivacyRequestAdmin)
