"""Policies and laws: what they are, their versions, and what happened to them."""

from django.contrib.admin import display
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join

from organizations.scoping import ScopedAdmin
from policies.errors import NoVersionInForceError
from policies.models import Policy
from policies.selectors import policy_version_on
from records import chain
from records.chain import kind_of
from records.models import Event

from .version_page import page_url
from .wording import day, local


class PolicyAdmin(ScopedAdmin):
    """Laws are shown to all staff."""

    organization_path = "organization"
    shows_rows_of_nobody = True
    operators_see_all = True
    list_display = ("slug", "title", "organization", "in_force")
    list_filter = ("organization",)
    search_fields = ("slug", "title")
    fields = ("slug", "title", "organization", "is_main", "in_force", "versions", "history")
    readonly_fields = ("in_force", "versions", "history")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Policy]:
        found: QuerySet[Policy] = super().get_queryset(request).select_related("organization")
        return found

    @display(description="in force today")
    def in_force(self, policy: Policy) -> str:
        try:
            return policy_version_on(policy, local(timezone.now(), policy.organization).date()).version.label
        except NoVersionInForceError:
            return "none"

    @display(description="versions")
    def versions(self, policy: Policy) -> str:
        lines = (
            (page_url(v), v.label, v.starts, v.get_status_display().lower()) for v in policy.versions.defer("document")
        )
        return format_html_join("", '<div><a href="{}">{}</a> takes effect {}, {}</div>', lines)

    @display(description="history")
    def history(self, policy: Policy) -> str:
        events = Event.objects.filter(subject_kind=kind_of(policy), subject_id=policy.pk).order_by("seq")
        lines = ((day(local(event.at, policy.organization).date()), _told(event)) for event in events)
        return format_html_join("", "<div>{}: {}</div>", lines)


def _told(event: Event) -> str:
    said = event.type.replace("_", " ").capitalize()
    label = chain.read(event).body.get("version")
    return f"{said} ({label})" if label else said
