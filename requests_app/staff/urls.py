"""The addresses of the desk that are not lists of rows; they live inside the staff site, behind its sign-in."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import URLPattern, path

from organizations.staff_site import staff_site

from .home import home
from .intake import entry_views

View = Callable[..., HttpResponseBase]


def _path(route: str, view: View, name: str) -> URLPattern:
    return path(route, staff_site.admin_view(view), name=name)


def desk_urls() -> list[URLPattern]:
    return [
        _path("", home, "index"),
        _path("intake/entry/", entry_views.choose_for_entry, "intake-entry"),
        _path("intake/entry/<slug:slug>/", entry_views.enter, "intake-entry-for"),
    ]
