"""One way to answer with a public page: what every page needs, and the headers it carries."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from organizations.models import Organization
from policies.domain.rules import RuleSet

from .published import is_example, policy_line

NOINDEX = "noindex, nofollow"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    organization: Organization | None = None,
    rules: RuleSet | None = None,
    private: bool = False,
    noindex: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Render `public/<template>`. `private`: holds what somebody typed or asked, so nothing may keep or index it.

    What is only an example is never indexed, nor is an error.
    """
    example = organization is not None and is_example(organization)
    noindex = noindex or private or example or status != 200
    shown = {
        **(context or {}),
        "organization": organization,
        "language": organization.language if organization else "en",
        "is_example": example,
        "noindex": noindex,
        "policy": policy_line(rules) if rules else None,
    }
    response = render(request, f"public/{template}", shown, status=status)
    if noindex:
        response["X-Robots-Tag"] = NOINDEX
    if private:
        response["Cache-Control"] = "no-store, private"
    return response
