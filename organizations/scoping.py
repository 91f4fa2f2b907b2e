"""What a member of staff sees in the staff site: rows of their own organizations, and no row without one.

`ScopedAdmin` is the base of every screen on tenant-owned rows. It fails closed: without a path to the organization
that resolves, a system check refuses to start, and the list is empty. Nothing is changed through it; a change is a
form that calls a service.
"""

from typing import Any, ClassVar

from django.contrib.admin import RelatedFieldListFilter
from django.core.checks import CheckMessage, Error
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline
from unfold.checks import UnfoldModelAdminChecks

from records.guards import belongs_to_organization

from .models import Organization
from .selectors import organizations_of


def leads_to_organization(model: type[models.Model], path: str) -> bool:
    """Whether `path` (`organization`, `policy__organization`; `pk` of an organization) names its organization."""
    if path == "pk":
        return model is Organization
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            return False
        # One organization per row: a path through many rows could show a row to a stranger of most of them.
        if not (field.many_to_one or field.one_to_one) or field.related_model is None:
            return False
        model = field.related_model
    return model is Organization


class ScopedRelatedFilter(RelatedFieldListFilter):
    """A filter by a related row that offers only rows of the viewer's organizations."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> list[Any]:
        related = field.related_model
        if related is Organization:
            inside = Q(pk__in=model_admin.organizations(request))
        elif belongs_to_organization(related):
            inside = Q(organization__in=model_admin.organizations(request))
        else:
            # People and other rows of nobody: those that the viewer's own rows point at.
            inside = Q(pk__in=model_admin.get_queryset(request).order_by().values(self.field_path))
        ordering = self.field_admin_ordering(field, request, model_admin)
        return list(field.get_choices(include_blank=False, ordering=ordering, limit_choices_to=inside))


class ScopedAdminChecks(UnfoldModelAdminChecks):  # type: ignore[misc]  # Unfold has no types
    """organizations.E001: an admin of tenant-owned rows does not say how they belong to an organization."""

    def check(self, admin_obj: Any, **kwargs: Any) -> list[CheckMessage]:
        found: list[CheckMessage] = super().check(admin_obj, **kwargs)
        if leads_to_organization(admin_obj.model, admin_obj.organization_path):
            return found
        refused = Error(
            f"The path {admin_obj.organization_path!r} of {type(admin_obj).__name__} does not lead from"
            f" {admin_obj.model._meta.label} to its organization.",
            hint="Set organization_path to a chain of foreign keys, like 'organization' or 'policy__organization'.",
            obj=type(admin_obj),
            id="organizations.E001",
        )
        return [*found, refused]


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold has no types
    """Read-only screens on the rows of the viewer's organizations."""

    organization_path: ClassVar[str] = ""
    """How a row leads to its organization, in the words of a queryset."""
    shows_rows_of_nobody: ClassVar[bool] = False
    """Whether rows without an organization (laws) are shown to all members."""
    operators_see_all: ClassVar[bool] = False
    """Whether an operator sees every organization's rows. Never for rows about the people who ask."""

    checks_class = ScopedAdminChecks
    actions = None
    list_max_show_all = 0
    show_full_result_count = False

    def organizations(self, request: HttpRequest) -> QuerySet[Organization]:
        """Whose rows the viewer sees here."""
        user = request.user
        if self.operators_see_all and user.is_active and getattr(user, "is_superuser", False):
            return Organization.objects.all()
        return organizations_of(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        queryset: QuerySet[Any] = super().get_queryset(request)
        if not leads_to_organization(self.model, self.organization_path):
            return queryset.none()
        inside = Q(**{f"{self.organization_path}__in": self.organizations(request)})
        if self.shows_rows_of_nobody:
            inside |= Q(**{f"{self.organization_path}__isnull": True})
        return queryset.filter(inside)

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """As declared, with related rows limited to those the viewer may see."""
        return [self._scoped(entry) for entry in super().get_list_filter(request)]

    def _scoped(self, entry: Any) -> Any:
        name, given = entry if isinstance(entry, (list, tuple)) else (entry, None)
        if not isinstance(name, str) or (given and not issubclass(given, RelatedFieldListFilter)):
            return entry
        model, field = self.model, None
        for step in name.split("__"):
            field = model._meta.get_field(step)
            model = field.related_model or model
        chosen = given if given and issubclass(given, ScopedRelatedFilter) else ScopedRelatedFilter
        return (name, chosen) if field is not None and field.is_relation else entry

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Of a row: whether it is one the viewer may see, asked again, wherever the row came from."""
        if obj is None:
            return self._sees_some(request)
        return self.get_queryset(request).filter(pk=obj.pk).exists()

    def _sees_some(self, request: HttpRequest) -> bool:
        """Whether there is any organization to show. The menu asks it for every screen: looked up once per request."""
        known: dict[tuple[Any, bool], bool] = request.__dict__.setdefault("_sees_some", {})
        key = (request.user.pk, self.operators_see_all)
        if key not in known:
            known[key] = self.organizations(request).exists()
        return known[key]

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False


class ScopedInline(TabularInline):  # type: ignore[misc]  # Unfold has no types
    """Rows of the row shown, read-only. They are of the same organization: the database sees to that."""

    extra = 0
    max_num = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return True

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False


class OperatorAdmin(ModelAdmin):  # type: ignore[misc]  # Unfold has no types
    """Read-only screens on rows that belong to the installation: for its operators alone."""

    actions = None

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        user = request.user
        return bool(user.is_active and user.is_staff and getattr(user, "is_superuser", False))

    def has_add_permission(self, request: HttpRequest) -> bool:  # noqa: ARG002 - Django's signature
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:  # noqa: ARG002
        return False
