"""Organizations and who works for them."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organizations.models import Membership, MembershipRole, Organization
from organizations.scoping import ScopedInline
from organizations.services.organizations import change_settings

from .alert_buttons import AddressInline, AlertButtons, TeamInline
from .buttons import button
from .form_page import form_page
from .forms import SettingsForm
from .standing import acting, may_manage


class MemberInline(ScopedInline):
    model = Membership
    fields = readonly_fields = ("user", "role", "since")
    verbose_name_plural = "Who works here"

    def since(self, held: Membership) -> dt.date:
        """The local day of the organization."""
        return held.created_at.astimezone(ZoneInfo(held.organization.timezone)).date()


class OrganizationAdmin(AlertButtons):
    """What is set for an organization; its zone and jurisdiction are fixed, since dates rest on them."""

    organization_path = "pk"
    operators_see_all = True
    list_display = ("name", "slug", "timezone", "alert_email")
    search_fields = ("name", "slug")
    fields = ("name", "slug", "timezone", "jurisdiction", *SettingsForm.Meta.fields[1:])
    inlines = (MemberInline, TeamInline, AddressInline)
    actions_detail = ("change_settings", "set_team", "remove_team", "set_address", "remove_address")

    def has_manage_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """A privacy officer of the organization, or an operator."""
        organization = self.get_object(request, str(object_id)) if object_id else None
        return organization is not None and may_manage(request, organization, MembershipRole.PRIVACY_OFFICER)

    @button("Change settings", url_path="settings", permissions=["manage"])
    def change_settings(self, request: HttpRequest, object_id: str) -> HttpResponse:
        organization: Organization = self.get_object(request, object_id)

        def change(cleaned: dict[str, Any]) -> str:
            change_settings(organization, cleaned, by=acting(request))
            return "The settings were changed."

        return form_page(
            request,
            form=SettingsForm(request.POST or None, instance=Organization.objects.get(pk=organization.pk)),
            act=change,
            title=f"Settings of {organization}",
            explains="These apply from now on. The alert address is the last resort of every alert.",
            verb="Save the settings",
            back=reverse("staff:organizations_organization_change", args=[organization.pk]),
        )
