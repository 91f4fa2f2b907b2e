"""Staff hear that the person wrote: the assignee, or else the alert address. Once, until staff have done something."""

import datetime as dt

from organizations.models import Membership

from ..domain.lifecycle import State
from ..models import MessageKind, PrivacyRequest
from ..selectors.unanswered import last_act_of_staff
from . import messages


def tell_staff(request: PrivacyRequest, *, now: dt.datetime) -> None:
    """Queue the mail, unless one was queued since staff last did something, or the request is held for review."""
    current = PrivacyRequest.objects.get(pk=request.pk)
    if current.state == State.QUARANTINED:
        return
    works_there = Membership.objects.filter(
        organization=current.organization_id, user=current.assignee_id, user__is_active=True
    )
    messages.queue_message(
        kind=MessageKind.PERSON_WROTE,
        organization_id=current.organization_id,
        key=f"{current.pk} after {last_act_of_staff(current)}",
        now=now,
        user_id=current.assignee_id if works_there.exists() else None,
    )
