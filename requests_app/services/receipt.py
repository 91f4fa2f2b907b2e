"""Correcting the moment of receipt: the version in force on the true day governs, and every date is computed again.

The receipt belongs to the submission: all its requests move together. A supervisor decides, with a reason, after
seeing what would change.
"""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from records.chain import Actor

from .. import clock_source
from ..domain.lifecycle import Action
from ..models import PrivacyRequest
from . import case_file
from .clock import binding_of, derive
from .rebinding import rebound
from .transition import Result, transition


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What a correction would change for one request. Dates are the binding ones; None: there is none."""

    reference: str
    received_on: dt.date
    received_on_was: dt.date
    version: str
    version_was: str
    due_on: dt.date | None
    due_on_was: dt.date | None


def preview(submission_id: UUID, received_at: dt.datetime, *, now: dt.datetime | None = None) -> list[Moved]:
    """What `correct_receipt` would come to; changes nothing. Raises Incomplete as it does."""
    now = now or clock_source.now()
    requests = PrivacyRequest.objects.filter(submission=submission_id).select_related("submission").order_by("id")
    return [_moved(file, received_at, now) for file in case_file.gather(list(requests))]


def _moved(file: case_file.CaseFile, received_at: dt.datetime, now: dt.datetime) -> Moved:
    received_on_was, version_was = file.request.received_on, file.rules.version
    due_was = binding_of(file.deadlines)
    due_on_was = due_was.due_on if due_was else None
    anew, _ = rebound(file, received_at, now=now)
    derive(anew, now=now)
    return Moved(
        reference=anew.request.reference,
        received_on=anew.request.received_on,
        received_on_was=received_on_was,
        version=anew.rules.version,
        version_was=version_was,
        due_on=anew.request.binding_due_on,
        due_on_was=due_on_was,
    )


def correct_receipt(
    submission_id: UUID,
    received_at: dt.datetime,
    *,
    by: Actor,
    reason: str,
    form: str = "",
    now: dt.datetime | None = None,
) -> list[Result]:
    """Set the true moment of receipt of a submission, for all its requests. `by` must supervise the organization.

    Each result names its refusal, if any; a wrong moment refuses all alike.
    """
    ids = PrivacyRequest.objects.filter(submission=submission_id).values_list("id", flat=True)
    details = {"received_at": received_at, "reason": reason, "form": form}
    return transition(ids, Action.CORRECT_RECEIPT, by=by, details=details, now=now)
