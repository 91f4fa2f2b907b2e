"""For which organization something is taken in: asked only of those who work for several."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from organizations.models import Organization

from ..access import member, writable_organizations
from ..pages import desk_page


@dataclass(frozen=True, slots=True)
class Choice:
    name: str
    url: str


def taking_in_for(request: HttpRequest, slug: str) -> Organization:
    """The organization of that name; Http404 if the member may not take in anything for it."""
    organization = writable_organizations(member(request)).filter(slug=slug).first()
    if organization is None:
        raise Http404
    return organization


def choices(request: HttpRequest, view: str) -> list[Choice]:
    return [
        Choice(organization.name, reverse(view, args=[organization.slug]))
        for organization in writable_organizations(member(request))
    ]


def choose(request: HttpRequest, offered: list[Choice], title: str) -> TemplateResponse:
    return desk_page(request, "staff/intake/choose.html", title, {"choices": offered})
