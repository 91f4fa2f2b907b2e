"""The staff site at /staff/: who may enter it, and what it refuses to show."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.contrib.auth.models import AbstractBaseUser
from django.core.checks import CheckMessage, Error
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from unfold.forms import AuthenticationForm
from unfold.sites import UnfoldAdminSite

from .models import User
from .scoping import OperatorAdmin, ScopedAdmin
from .services import sign_in


def may_enter(user: Any) -> bool:
    """Active staff with a role somewhere, and operators."""
    if not (isinstance(user, User) and user.is_active and user.is_staff):
        return False
    return user.is_superuser or user.memberships.exists()


class StaffSignInForm(AuthenticationForm):  # type: ignore[misc]  # Unfold has no types
    """Sign-in by e-mail address and password, slowed down after failures."""

    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": "This e-mail address and password do not match. Mind capital letters in the password.",
        "blocked": "Too many failed attempts. Try again in 15 minutes, or ask an operator for a new password.",
        "no_role": "This account has no role in any organization yet. Ask an operator to give it one.",
    }

    def clean(self) -> dict[str, Any]:
        email, place = self.cleaned_data.get("username", ""), self.request.META.get("REMOTE_ADDR", "")
        now = timezone.now()
        if sign_in.is_blocked(email, place, now=now):
            raise ValidationError(self.error_messages["blocked"], code="blocked")
        try:
            cleaned: dict[str, Any] = super().clean()
        except ValidationError as error:
            if error.code == "invalid_login":
                sign_in.count_failure(email, place, now=now)
            raise
        sign_in.forget_failures(email, place)
        return cleaned

    def confirm_login_allowed(self, user: AbstractBaseUser) -> None:
        super().confirm_login_allowed(user)
        if not may_enter(user):
            raise ValidationError(self.error_messages["no_role"], code="no_role")


class StaffSite(UnfoldAdminSite):  # type: ignore[misc]  # Unfold has no types
    """One site for all organizations; each member sees their own."""

    site_title = site_header = "Duly"
    index_title = "Work"
    login_form = StaffSignInForm
    login_template = "organizations/sign_in.html"
    enable_nav_sidebar = True

    def has_permission(self, request: HttpRequest) -> bool:
        return may_enter(request.user)

    def check(self, app_configs: Sequence[AppConfig] | None) -> list[CheckMessage]:
        """organizations.E002: a screen is neither scoped to organizations nor for operators alone."""
        found: list[CheckMessage] = super().check(app_configs)
        for model, screen in self._registry.items():
            if not isinstance(screen, (ScopedAdmin, OperatorAdmin)):
                found.append(
                    Error(
                        f"{type(screen).__name__} would show {model._meta.label} of every organization to all staff.",
                        hint="Derive it from organizations.scoping.ScopedAdmin, or OperatorAdmin.",
                        obj=type(screen),
                        id="organizations.E002",
                    )
                )
        return found


staff_site = StaffSite(name="staff")
