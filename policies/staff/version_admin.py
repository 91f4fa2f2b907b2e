"""Versions: one page each, and the doors to what may be done with it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib.admin import display
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path

from organizations.models import MembershipRole
from organizations.scoping import ScopedAdmin
from organizations.staff.form_page import staff_page
from organizations.staff.standing import may_manage
from policies.models import PolicyVersion

from . import beside_views, draft_views
from .version_page import page_url, version_page, version_url

View = Callable[..., HttpResponse]


class PolicyVersionAdmin(ScopedAdmin):
    """The newest first. Published versions are read from their document; laws are shown to all staff."""

    organization_path = "organization"
    shows_rows_of_nobody = True
    operators_see_all = True
    list_display = ("policy", "label", "starts_on", "status", "organization", "short_hash")
    list_filter = ("status", "policy", "organization")
    search_fields = ("policy__slug", "label", "title")
    list_select_related = ("policy", "organization")
    ordering = ("policy__slug", "-effective_from")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicyVersion]:
        found: QuerySet[PolicyVersion] = super().get_queryset(request).defer("document")
        return found

    @display(description="takes effect", ordering="effective_from")
    def starts_on(self, version: PolicyVersion) -> str:
        return str(version.starts)

    @display(description="document hash")
    def short_hash(self, version: PolicyVersion) -> str:
        return version.content_hash[:12]

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        version = self._visible(request, object_id)
        page = version_page(version, may_manage=self._may_manage(request, version))
        context = {
            "title": f"{version.title}, {version.label}",
            "page": page,
            "links": _links(page.version) if page.may_manage else [],
        }
        return staff_page(request, "policies/version.html", context)

    def history_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        return self.change_view(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        rule = "<slug:part>/<uuid:row_id>"
        doors = [
            self._door("copy", "copy/", draft_views.copy),
            self._door("details", "details/", draft_views.change, draft=True),
            self._door("publish", "publish/", draft_views.publish_draft, draft=True),
            self._door("discard", "discard/", draft_views.discard, draft=True),
            self._door("rule-add", "rules/<slug:part>/add/", draft_views.add_rule, draft=True),
            self._door("rule-edit", f"rules/{rule}/", draft_views.edit_rule, draft=True),
            self._door("rule-remove", f"rules/{rule}/remove/", draft_views.remove, draft=True),
            self._door("decide", "decide/<slug:rule_kind>/<str:rule_key>/", beside_views.decide),
            self._door("withdraw", "withdraw/", beside_views.withdraw_version),
            self._door("notice", "notice/", beside_views.notice),
            self._door("text", "text/", beside_views.source_text),
        ]
        return [*doors, *super().get_urls()]

    def _door(self, name: str, route: str, view: View, *, draft: bool = False) -> URLPattern:
        """An address of a version that only those who manage its policy may open."""

        def open_door(request: HttpRequest, object_id: UUID, **more: Any) -> HttpResponse:
            version = self._visible(request, str(object_id))
            if not self._may_manage(request, version):
                raise PermissionDenied
            if draft and version.is_published:
                return HttpResponseRedirect(page_url(version))
            return view(request, version, **more)

        guarded: View = self.admin_site.admin_view(open_door)
        return path(f"<uuid:object_id>/{route}", guarded, name=f"policies-version-{name}")

    def _visible(self, request: HttpRequest, object_id: str) -> PolicyVersion:
        """A version the viewer may see; any other does not exist."""
        version = self.get_object(request, object_id)
        if version is None or not self.has_view_permission(request, version):
            raise Http404
        found: PolicyVersion = version
        return found

    @staticmethod
    def _may_manage(request: HttpRequest, version: PolicyVersion) -> bool:
        """A privacy officer of the organization, or an operator; of a law nobody: it comes from its pack."""
        owner = version.organization
        return owner is not None and may_manage(request, owner, MembershipRole.PRIVACY_OFFICER)


def _links(version: PolicyVersion) -> list[tuple[str, str]]:
    """(words, address) of what may be done with the whole version."""
    if version.is_published:
        words = {
            "copy": "Copy to a new draft",
            "notice": "Record a notice",
            "text": "Attach the published text",
            "withdraw": "Withdraw",
        }
    else:
        words = {"publish": "Publish", "details": "Label, title, first day", "discard": "Delete the draft"}
    return [(said, version_url(version, act)) for act, said in words.items()]
