"""What is held for review because it looked like spam: oldest first, since its clock runs from receipt all the same."""

from collections.abc import Iterable

from django.db.models import QuerySet

from organizations.models import Organization

from ..domain.lifecycle import State
from ..models import Submission


def held_for_review(organizations: Iterable[Organization]) -> QuerySet[Submission]:
    """Submissions nobody has looked at yet."""
    held = Submission.objects.filter(organization__in=list(organizations), requests__state=State.QUARANTINED)
    return held.distinct().order_by("received_at")
