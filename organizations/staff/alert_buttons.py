"""On the page of an organization: its teams and further addresses for alerts, and the forms that change them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from organizations.models import AlertAddress, MembershipRole, Organization, Team
from organizations.scoping import ScopedAdmin, ScopedInline
from organizations.services import teams

from .alert_forms import AddressForm, RemoveAddressForm, RemoveTeamForm, TeamForm
from .buttons import button
from .form_page import form_page
from .standing import acting, may_manage


class TeamInline(ScopedInline):
    model = Team
    fields = readonly_fields = ("key", "name", "who")
    verbose_name_plural = "Teams that alerts reach"

    def who(self, team: Team) -> str:
        return ", ".join(str(member) for member in team.members.select_related("user")) or "Nobody"


class AddressInline(ScopedInline):
    model = AlertAddress
    fields = readonly_fields = ("key", "email")
    verbose_name_plural = "Further addresses that alerts reach"


class AlertButtons(ScopedAdmin):
    """Teams are a supervisor's business; addresses that of who may change the settings."""

    def has_direct_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """A supervisor or privacy officer of the organization, or an operator."""
        organization = self.get_object(request, str(object_id)) if object_id else None
        roles = (MembershipRole.SUPERVISOR, MembershipRole.PRIVACY_OFFICER)
        return organization is not None and may_manage(request, organization, *roles)

    @button("Set up a team", url_path="team", permissions=["direct"])
    def set_team(self, request: HttpRequest, object_id: str) -> HttpResponse:
        organization: Organization = self.get_object(request, object_id)

        def act(cleaned: dict[str, Any]) -> str:
            team = teams.set_team(organization, **cleaned, by=acting(request))
            count = cleaned["members"].count()
            return f"{team}: {count} member{'' if count == 1 else 's'}."

        return form_page(
            request,
            form=TeamForm(request.POST or None, organization=organization, initial=request.GET.dict()),
            act=act,
            title=f"A team of {organization}",
            explains="Alerts that a policy's ladder sends to the team reach everybody on it; for whoever is away their "
            "deputy. While nobody on it is there, the supervisors are told.",
            verb="Save the team",
            back=_page(organization),
        )

    @button("Remove a team", url_path="team-remove", permissions=["direct"])
    def remove_team(self, request: HttpRequest, object_id: str) -> HttpResponse:
        organization: Organization = self.get_object(request, object_id)

        def act(cleaned: dict[str, Any]) -> str:
            teams.remove_team(cleaned["team"], by=acting(request))
            return f"{cleaned['team']} was removed."

        return form_page(
            request,
            form=RemoveTeamForm(request.POST or None, organization=organization),
            act=act,
            title=f"Remove a team of {organization}",
            explains="Alerts for it go to the supervisors from now on.",
            verb="Remove the team",
            back=_page(organization),
        )

    @button("Set an alert address", url_path="alert-address", permissions=["manage"])
    def set_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        organization: Organization = self.get_object(request, object_id)

        def act(cleaned: dict[str, Any]) -> str:
            row = teams.set_address(organization, **cleaned, by=acting(request))
            return f"{row.key} is {row.email} from now on."

        return form_page(
            request,
            form=AddressForm(request.POST or None, initial=request.GET.dict()),
            act=act,
            title=f"An alert address of {organization}",
            explains="A policy's ladder names it by its key alone. What waits to be sent goes to the new address.",
            verb="Save the address",
            back=_page(organization),
        )

    @button("Remove an alert address", url_path="alert-address-remove", permissions=["manage"])
    def remove_address(self, request: HttpRequest, object_id: str) -> HttpResponse:
        organization: Organization = self.get_object(request, object_id)

        def act(cleaned: dict[str, Any]) -> str:
            teams.remove_address(cleaned["address"], by=acting(request))
            return f"{cleaned['address']} was removed."

        return form_page(
            request,
            form=RemoveAddressForm(request.POST or None, organization=organization),
            act=act,
            title=f"Remove an alert address of {organization}",
            explains="Alerts for it go to the supervisors from now on. What waits goes to the organization's "
            "alert address.",
            verb="Remove the address",
            back=_page(organization),
        )


def _page(organization: Organization) -> str:
    return reverse("staff:organizations_organization_change", args=[organization.pk])
