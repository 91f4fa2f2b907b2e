"""Policies and laws: what they are, their versions, and what happened to them."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join
from unfold.decorators import display

from organizations.scoping import ScopedAdmin, ScopedInline
from policies.errors import NoVersionInForceError
from policies.models import Policy, PolicyVersion
from policies.selectors import policy_version_on
from records.chain import kind_of
from records.models import Event

from .forms import today
from .wording import day


class VersionInline(ScopedInline):
    model = PolicyVersion
    fields = ("label", "effective_from", "month_only", "status", "content_hash")
    readonly_fields = fields
    show_change_link = True
    verbose_name_plural = "Versions"


class PolicyAdmin(ScopedAdmin):
    """Laws are shown to all staff."""

    organization_path = "organization"
    shows_rows_of_nobody = True
    operators_see_all = True
    list_display = ("slug", "title", "organization", "in_force")
    list_filter = ("organization",)
    search_fields = ("slug", "title")
    fields = ("slug", "title", "organization", "is_main", "in_force", "history")
    readonly_fields = ("in_force", "history")
    inlines = (VersionInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        found: QuerySet[Policy] = super().get_queryset(request).select_related("organization")
        return found

    @display(description="in force today")
    def in_force(self, policy: Policy) -> str:
        try:
            return policy_version_on(policy, today()).version.label
        except NoVersionInForceError:
            return "none"

    @display(description="history")
    def history(self, policy: Policy) -> Any:
        events = Event.objects.filter(subject_kind=kind_of(policy), subject_id=policy.pk).order_by("seq")
        lines = ((day(event.at.date()), event.type.replace("_", " ")) for event in events)
        return format_html_join("", "<div>{}: {}</div>", lines)
