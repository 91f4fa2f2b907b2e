"""The first page after signing in: four numbers, what is due next, what came last."""

from django.db.models import F
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from organizations.selectors import organizations_of

from .. import clock_source
from ..domain.lifecycle import OPEN
from ..selectors.second_person import waiting_for_second_person
from .access import member, visible_requests, writable_organizations
from .away.lines import home_lines
from .pages import desk_page
from .quarantine import held_for_review
from .queues import four_numbers, without_legal_date
from .rows import for_rows, rows

MOST = 8
MOST_RECENT = 5


def home(request: HttpRequest) -> TemplateResponse:
    """Five seconds: what is late, what is near, who is waited for."""
    user, now = member(request), clock_source.now()
    organizations = list(organizations_of(user))
    requests = visible_requests(user)
    open_ones = requests.filter(state__in=OPEN)
    due_next = for_rows(open_ones.order_by(F("binding_due_on").asc(nulls_last=True), "received_at"))[:MOST]
    by_target = for_rows(without_legal_date(open_ones))[:MOST]
    context = {
        "organizations": organizations,
        "show_organization": len(organizations) > 1,
        "numbers": four_numbers(requests, organizations, now=now),
        "rows": rows(due_next, now=now),
        "by_target": rows(by_target, now=now),
        "recent": rows(for_rows(open_ones.order_by("-received_at"))[:MOST_RECENT], now=now),
        "second": waiting_for_second_person(requests).count(),
        "held": held_for_review(organizations).count(),
        "away": home_lines(user, organizations, now=now),
        "may_write": writable_organizations(user).exists(),
        "list_url": reverse("staff:requests_app_privacyrequest_changelist"),
        "call_url": reverse("staff:intake-call"),
        "entry_url": reverse("staff:intake-entry"),
        "quarantine_url": reverse("staff:quarantine"),
    }
    return desk_page(request, "staff/home.html", "Today", context)
