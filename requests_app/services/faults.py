"""What went wrong with one row: put off with growing waits, and told to an operator once a day."""

import datetime as dt
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from organizations.models import User

from ..models import Deadline, Message, MessageKind, PrivacyRequest
from .messages import new_message, queue

FIRST_WAIT: Final = dt.timedelta(minutes=1)
LONGEST_WAIT: Final = dt.timedelta(hours=6)


def backoff(failures: int, *, longest: dt.timedelta = LONGEST_WAIT) -> dt.timedelta:
    """How long to wait after so many failures in a row: one minute, two, four ... at most `longest`."""
    doublings: int = min(max(failures - 1, 0), 20)
    return min(FIRST_WAIT * (1 << doublings), longest)


@transaction.atomic
def put_off(deadline_id: UUID, *, now: dt.datetime) -> None:
    """A deadline that cannot be rung is tried again later. It stays live, and in every list of what is overdue."""
    request_id = Deadline.objects.values_list("request", flat=True).get(pk=deadline_id)
    request = PrivacyRequest.objects.select_for_update(no_key=True).only("id", "organization").get(pk=request_id)
    deadline = Deadline.objects.only("fault_count").get(pk=deadline_id)
    deadline.fault_count += 1
    deadline.fault_at = now
    deadline.retry_at = now + backoff(deadline.fault_count)
    deadline.save(update_fields=["fault_count", "fault_at", "retry_at"])
    PrivacyRequest.objects.filter(pk=request_id).update(fault_at=now)
    tell_operator(request.organization_id, now=now)


def tell_operator(organization_id: UUID, *, now: dt.datetime) -> None:
    """Queue today's message about faults, one for each operator; it lists what is at fault when it is sent."""
    queue(_message(organization_id, operator, now) for operator in operators())


def operators() -> list[UUID | None]:
    """The active operators; None, for the address of the settings or of the organization, when there is none."""
    if settings.DULY_OPERATOR_EMAIL:
        return [None]
    found = User.objects.filter(is_active=True, is_superuser=True).order_by("created_at").values_list("pk", flat=True)
    return list(found) or [None]


def _message(organization_id: UUID, operator: UUID | None, now: dt.datetime) -> Message:
    key = f"{now.date()} {operator or 'address'}"
    return new_message(kind=MessageKind.FAULTS, organization_id=organization_id, key=key, now=now, user_id=operator)
