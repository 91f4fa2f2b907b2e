"""A complaint about how a request was treated: a request of its own, with its own receipt and clock, linked to it."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from policies.domain.terms import Right
from records.chain import Actor, ActorKind
from records.lookup import LookupKind, keyed_hash

from .. import clock_source
from ..domain.arriving import Channel, Source
from ..domain.lifecycle import Action
from ..domain.linking import Link
from ..models import PrivacyRequest, Submission
from . import envelope, intake
from .arrival import Arrival, Ask
from .transition import transition_one


@transaction.atomic
def complain(
    request: PrivacyRequest,
    text: str,
    *,
    by: Actor,
    channel: Channel = Channel.WEB,
    received_at: dt.datetime | None = None,
    form: str = "",
    now: dt.datetime | None = None,
) -> Submission:
    """Take in a complaint about `request`; the same words on one day, or the same `form`, are the same complaint.

    It is received when it was made, not when the request was, and runs on the version in force then. Raises Refused
    when there is nothing to complain about yet, or no words.
    """
    now = now or clock_source.now()
    arrival = _arrival(request, text, by=by, channel=channel, received_at=received_at or now, form=form)
    if (before := intake.received_before(arrival)) is not None:
        return before
    transition_one(request.pk, Action.COMPLAIN, by=by, at=received_at, details={"note": text, "form": form}, now=now)
    submission = intake.receive(arrival, now=now)
    PrivacyRequest.objects.filter(submission=submission).update(linked_to=request, link=Link.COMPLAINT)
    return submission


def _named(request: PrivacyRequest, text: str) -> str:
    """Tells the same words from others, and can be made by nobody without the key."""
    return keyed_hash(request.organization_id, LookupKind.NAME, text)[:40] if text.strip() else "nothing"


def _arrival(
    request: PrivacyRequest, text: str, *, by: Actor, channel: Channel, received_at: dt.datetime, form: str
) -> Arrival:
    contact = envelope.open_contact(request.submission)
    by_staff = by.kind is ActorKind.STAFF
    what = form[:40] or _named(request, text)
    return Arrival(
        organization=request.organization,
        source=Source.STAFF if by_staff else Source.PUBLIC_FORM,
        channel=channel,
        idempotency_key=f"complaint {request.pk} {received_at:%Y-%m-%d} {what}",
        received_at=received_at,
        received_where="with the case it is about" if by_staff else "",
        requester=contact.requester,
        data_subject=contact.subject,
        safe_contact=contact.safe_contact,
        asks=(Ask(right=Right.COMPLAINT, details=text),),
        entered_by=UUID(by.id) if by_staff else None,
        policy=request.policy_version.policy.slug,
    )
