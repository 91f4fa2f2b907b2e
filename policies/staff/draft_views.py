"""Drafting: each page is one form that calls one service of `policies.services.drafts` or `publishing`."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from organizations.staff.form_page import form_page, staff_page
from organizations.staff.forms import ConfirmForm
from policies.models import PARTS, PolicyVersion, VersionPart
from policies.projection import read_rules
from policies.selectors import unknown_targets
from policies.services.drafts import change_details, copy_to_draft, discard_draft, remove_rule, save_rule
from policies.services.publishing import publish, publishing_faults

from .acting import acting, told
from .forms import CopyForm, DetailsForm, rule_form
from .version_page import page_url, part_slug, version_page


def copy(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(cleaned: dict[str, Any]) -> str:
        draft = copy_to_draft(version, **cleaned, by=acting(request))
        return f"The draft {draft.label} was made. Nobody outside the staff site sees it until it is published."

    return form_page(
        request,
        form=CopyForm(request.POST or None, initial={"effective_from": version.starts}),
        act=act,
        title=f"Copy {version} to a new draft",
        explains="The draft starts with all rules of this version. Change it until it says what the new text says.",
        verb="Make the draft",
        back=reverse("staff:policies_policyversion_changelist"),
    )


def change(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(cleaned: dict[str, Any]) -> str:
        change_details(version, **cleaned)
        return "The draft was changed."

    initial = {"label": version.label, "title": version.title, "effective_from": version.starts}
    return form_page(
        request,
        form=DetailsForm(request.POST or None, initial=initial),
        act=act,
        title=f"Label, title and first day of {version}",
        explains="The version governs requests received from its first day on.",
        verb="Save",
        back=page_url(version),
    )


def add_rule(request: HttpRequest, version: PolicyVersion, part: str) -> HttpResponse:
    return _rule_page(request, version, _part(part), None)


def edit_rule(request: HttpRequest, version: PolicyVersion, part: str, row_id: UUID) -> HttpResponse:
    return _rule_page(request, version, _part(part), _row(version, part, row_id))


def remove(request: HttpRequest, version: PolicyVersion, part: str, row_id: UUID) -> HttpResponse:
    row = _row(version, part, row_id)

    @told
    def act(_: dict[str, Any]) -> str:
        remove_rule(version, row)
        return f"{row} was taken out of the draft."

    return form_page(
        request,
        form=ConfirmForm(request.POST or None),
        act=act,
        title=f"Take {row} out of {version}",
        explains=f"The {row._meta.verbose_name} is taken out of this draft; what is published keeps it. "
        "With a deadline go its extension and its pauses.",
        verb="Take it out",
        back=page_url(version),
    )


def publish_draft(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    """What is in the way, or what will happen and a button."""
    rules = read_rules(version)
    if faults := publishing_faults(version, rules):
        context = {"title": f"{version} cannot be published yet", "faults": faults, "back": page_url(version)}
        return staff_page(request, "policies/faults.html", context)
    page = version_page(version, may_manage=False)

    @told
    def act(_: dict[str, Any]) -> str:
        publish(version, by=acting(request), at=timezone.now())
        return f"{version} is published."

    return form_page(
        request,
        form=ConfirmForm(request.POST or None),
        act=act,
        title=f"Publish {version}",
        explains=f"{page.rules} rules, {page.unreviewed} of them not reviewed, govern requests received from "
        f"{page.starts} on, until a later version starts. After publication nothing in it can be changed; "
        + " ".join(["a correction is a new version.", *unknown_targets(version.organization, rules)]),
        verb="Publish for good",
        back=page_url(version),
    )


def discard(request: HttpRequest, version: PolicyVersion) -> HttpResponse:
    @told
    def act(_: dict[str, Any]) -> str:
        discard_draft(version)
        return f"The draft {version} was deleted."

    return form_page(
        request,
        form=ConfirmForm(request.POST or None),
        act=act,
        title=f"Delete the draft {version}",
        explains="The draft and all its rules are deleted. This cannot be undone.",
        verb="Delete the draft",
        back=reverse("staff:policies_policyversion_changelist"),
    )


def _rule_page(
    request: HttpRequest, version: PolicyVersion, part: type[VersionPart], row: VersionPart | None
) -> HttpResponse:
    form = rule_form(part, version, request.POST or None, row)

    @told
    def act(_: dict[str, Any]) -> str:
        save_rule(version, form.instance)
        return f"{form.instance} was saved in the draft."

    kind = part._meta.verbose_name
    return form_page(
        request,
        form=form,
        act=act,
        title=f"Change {row} in {version}" if row else f"Add to {version}: {kind}",
        explains=" ".join((part.__doc__ or "").split()),
        verb="Save the rule",
        back=page_url(version),
    )


def _part(slug: str) -> type[VersionPart]:
    for part in PARTS:
        if part_slug(part) == slug:
            return part
    raise Http404


def _row(version: PolicyVersion, part: str, row_id: UUID) -> VersionPart:
    row: VersionPart = get_object_or_404(_part(part)._default_manager, version=version, pk=row_id)
    return row
