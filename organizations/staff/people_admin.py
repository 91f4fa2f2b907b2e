"""People who may sign in: for operators alone."""

from typing import Any

from django.contrib.admin import display
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import TabularInline

from organizations import duties
from organizations.models import Membership, User
from organizations.scoping import OperatorAdmin, ScopedInline
from organizations.services import people

from .buttons import button
from .form_page import form_page, staff_page
from .forms import ConfirmForm, PersonForm, RevokeRoleForm, RoleForm
from .standing import acting


class RoleInline(ScopedInline):
    model = Membership
    fields = readonly_fields = ("organization", "role")
    verbose_name_plural = "Roles"


class UserAdmin(OperatorAdmin):
    """Accounts and their roles. A password is drawn, shown once, and known to nobody else."""

    list_display = ("name", "email", "is_active", "is_superuser", "last_sign_in")
    list_filter = ("is_active", "is_superuser")
    search_fields = ("name", "email")
    fields = ("name", "email", "is_active", "is_superuser", "last_sign_in")
    readonly_fields = ("last_sign_in",)
    inlines: tuple[type[TabularInline], ...] = (RoleInline,)
    actions_list = ("add_person",)
    actions_detail = ("give_role", "take_role", "new_password", "switch")

    @display(description="last sign-in", ordering="last_login")
    def last_sign_in(self, user: User) -> str:
        """People work in several zones, or in none."""
        return f"{user.last_login:%Y-%m-%d %H:%M} UTC" if user.last_login else "never"

    @button("Add a person", url_path="add-person", permissions=["view"])
    def add_person(self, request: HttpRequest) -> HttpResponse:
        def add(cleaned: dict[str, Any]) -> HttpResponse:
            user, password = people.add_person(**cleaned, by=acting(request))
            return _shown_once(request, user, password, "The account was made.")

        return form_page(
            request,
            form=PersonForm(request.POST or None),
            act=add,
            title="Add a person",
            explains="They can sign in at once, with a password that is drawn and shown to you once.",
            verb="Add the person",
            back=reverse("staff:organizations_user_changelist"),
        )

    @button("Give a role", url_path="give-role", permissions=["view"])
    def give_role(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._user(request, object_id)

        def give(cleaned: dict[str, Any]) -> str:
            people.grant_role(user, cleaned["organization"], cleaned["role"], by=acting(request))
            return f"{user} has the role."

        return form_page(
            request,
            form=RoleForm(request.POST or None),
            act=give,
            title=f"Give {user} a role",
            explains="A handler works on requests, a supervisor and a privacy officer also decide; an auditor reads.",
            verb="Give the role",
            back=_page(user),
        )

    @button("Take a role away", url_path="take-role", permissions=["view"])
    def take_role(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._user(request, object_id)

        def take(cleaned: dict[str, Any]) -> str:
            held = cleaned["membership"]
            people.revoke_role(user, held.organization, held.role, by=acting(request))
            return f"{user} no longer has the role."

        return form_page(
            request,
            form=RevokeRoleForm(request.POST or None, user=user),
            act=take,
            title=f"Take a role away from {user}",
            explains="Alerts of the role go to whoever else holds it, or to the next role up.",
            verb="Take the role away",
            back=_page(user),
            remedies=lambda: _hand_over(user),
        )

    @button("New password", url_path="new-password", permissions=["view"])
    def new_password(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._user(request, object_id)

        def draw(_: dict[str, Any]) -> HttpResponse:
            password = people.new_password(user, by=acting(request))
            return _shown_once(request, user, password, "The old password no longer works; sign-ins were ended.")

        return form_page(
            request,
            form=ConfirmForm(request.POST or None),
            act=draw,
            title=f"New password for {user}",
            explains="The old one stops working at once. The new one is drawn and shown to you once.",
            verb="Draw a new password",
            back=_page(user),
        )

    @button("Switch the account on or off", url_path="switch", permissions=["view"])
    def switch(self, request: HttpRequest, object_id: str) -> HttpResponse:
        user = self._user(request, object_id)

        def flip(_: dict[str, Any]) -> str:
            people.switch(user, on=not user.is_active, by=acting(request))
            return f"{user} can {'sign in again' if user.is_active else 'no longer sign in'}."

        return form_page(
            request,
            form=ConfirmForm(request.POST or None),
            act=flip,
            title=f"Switch {user} {'off' if user.is_active else 'on'}",
            explains="Somebody who is switched off is signed out at once and gets no alerts; what they did stays.",
            verb="Switch off" if user.is_active else "Switch on",
            back=_page(user),
            remedies=lambda: _hand_over(user),
        )

    def _user(self, request: HttpRequest, object_id: str) -> User:
        user: User | None = self.get_object(request, object_id)
        if user is None:
            raise Http404
        return user


def _shown_once(request: HttpRequest, user: User, password: str, done: str) -> HttpResponse:
    context = {"title": str(user), "user_shown": user, "password": password, "done": done, "back": _page(user)}
    return staff_page(request, "organizations/password.html", context)


def _hand_over(user: User) -> dict[str, str]:
    """Where a supervisor hands over what the user still has."""
    return {
        f"Hand over the {name} of {user}": f"{reverse(page)}?from={user.pk}"
        for name, page in duties.handed_over_at(user.pk).items()
    }


def _page(user: User) -> str:
    return reverse("staff:organizations_user_change", args=[user.pk])
