"""The menu at the side: the work first, then whatever other screens the member may see."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

from organizations.selectors import organizations_of
from organizations.staff_site import staff_site

from .access import member, writable_organizations
from .quarantine import held_for_review

OWN_APP = "requests_app"


def sidebar(request: HttpRequest) -> list[dict[str, Any]]:
    """What Unfold prints; an entry that is not for the member is left out."""
    return [{"title": "Work", "items": _work(request)}, *_other_screens(request)]


def favicon(request: HttpRequest) -> str:  # noqa: ARG001 - Unfold's signature
    return static("public/icon.svg")


def keyboard_script(request: HttpRequest) -> str:  # noqa: ARG001 - Unfold's signature
    """On every page of the staff site: what the layout lets one click, a keyboard can reach."""
    return static("staff/keyboard.js")


def _work(request: HttpRequest) -> list[dict[str, Any]]:
    user = member(request)
    items = [
        _item("Today", "today", reverse("staff:index")),
        _item("Requests", "inbox", reverse("staff:requests_app_privacyrequest_changelist")),
    ]
    works = writable_organizations(user).exists()
    if works:
        items.append(_item("Take a call", "call", reverse("staff:intake-call")))
        items.append(_item("Enter a letter or visit", "mark_email_unread", reverse("staff:intake-entry")))
    held = held_for_review(organizations_of(user)).count()
    review = _item("Held for review", "rule", reverse("staff:quarantine"))
    items.append({**review, "badge": str(held)} if held else review)
    if works:
        items.append(_item("Away", "event_busy", reverse("staff:away")))
    if user.is_superuser:
        items.append(_item("Outgoing mail", "outgoing_mail", reverse("staff:outgoing")))
    return items


def _other_screens(request: HttpRequest) -> list[dict[str, Any]]:
    groups = []
    for app in staff_site.get_app_list(request):
        if app["app_label"] == OWN_APP:
            continue
        items = [_item(model["name"], "", model["admin_url"]) for model in app["models"] if model["admin_url"]]
        groups.append({"title": app["name"], "separator": True, "items": items})
    return groups


def _item(title: str, icon: str, link: str) -> dict[str, Any]:
    return {"title": title, "icon": icon, "link": link}
