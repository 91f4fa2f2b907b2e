"""What is held for review because it looked like spam: oldest first, since its clock runs from receipt all the same."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from organizations.models import Organization

from .. import day_words
from ..domain.lifecycle import State
from ..models import PrivacyRequest, Submission
from ..public.spam import NO_PROOF, TOO_FAST, TRAPPED
from ..wording import right_name
from .case_links import case_url
from .presentation import DueWords, due_words
from .sealed import initials_of

MOST = 50
REASONS = {
    TRAPPED: "a field was filled in that people do not see",
    TOO_FAST: "it was sent faster than anybody can fill it in",
    NO_PROOF: "the browser did not do the work that the form sets it",
}
"""Why a form is held, in words; what has none here is words already."""


@dataclass(frozen=True, slots=True)
class Held:
    """One submission that waits for somebody to look at it."""

    id: UUID
    reference: str
    organization_id: UUID
    organization: str
    case_url: str
    initials: str
    asked: str
    received: str
    ago: str
    reasons: list[str]
    due: DueWords | None


def held_for_review(organizations: Iterable[Organization]) -> QuerySet[Submission]:
    """Submissions nobody has looked at yet."""
    held = PrivacyRequest.objects.filter(organization__in=list(organizations), state=State.QUARANTINED)
    return Submission.objects.filter(pk__in=held.values("submission")).order_by("received_at")


def held_rows(submissions: QuerySet[Submission], *, now: dt.datetime) -> list[Held]:
    found = submissions.select_related("organization", "data_key").prefetch_related("requests")[:MOST]
    return [_held(submission, now=now) for submission in found]


def _held(submission: Submission, *, now: dt.datetime) -> Held:
    requests = sorted(submission.requests.all(), key=lambda request: request.position)
    zone = ZoneInfo(submission.organization.timezone)
    dates = sorted((r.binding_due_on, r.act_by) for r in requests if r.binding_due_on)
    received = submission.received_at.astimezone(zone).date()
    return Held(
        id=submission.pk,
        reference=submission.reference,
        organization_id=submission.organization_id,
        organization=submission.organization.name,
        case_url=case_url(requests[0]),
        initials=initials_of(submission),
        asked=", ".join(right_name(request.right) for request in requests),
        received=day_words.day(received),
        ago=day_words.ago(received, now.astimezone(zone).date()),
        reasons=[REASONS.get(reason, reason) for reason in submission.quarantine_reasons],
        due=due_words(*dates[0], now=now, zone=zone) if dates else None,
    )
