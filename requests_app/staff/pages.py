"""Rendering a page of the desk inside the staff site's layout."""

from typing import Any

from django.http import HttpRequest, QueryDict
from django.template.response import TemplateResponse

from organizations.staff_site import staff_site


def desk_page(request: HttpRequest, template: str, title: str, context: dict[str, Any]) -> TemplateResponse:
    """`title` is the page's heading and what the browser's tab says."""
    request.current_app = staff_site.name
    return TemplateResponse(request, template, {**staff_site.each_context(request), "title": title, **context})


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: an empty POST too, so that it says what is missing."""
    return request.POST if request.method == "POST" else None
