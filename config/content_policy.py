"""What a browser may load: strict for public pages, with the least that Unfold needs under /staff/."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware, PolicyParts
from django.http import HttpRequest, HttpResponseBase

PUBLIC: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "font-src": [SELF],
    "connect-src": [SELF],
    "worker-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
    "base-uri": [NONE],
}

STAFF: dict[str, Any] = {
    **PUBLIC,
    "script-src": [SELF, UNSAFE_EVAL],  # Alpine, which Unfold is built on, evaluates its attributes
    "style-src": [SELF, UNSAFE_INLINE],  # Unfold writes its colours and chart heights inline
    "img-src": [SELF, "data:"],
    "frame-ancestors": [SELF],
}

STAFF_PREFIX = "/staff/"


class ContentPolicyMiddleware(CSPMiddleware):
    """django-csp, with the staff area's own policy."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and request.path_info.startswith(STAFF_PREFIX):
            parts.config = STAFF
        return parts
