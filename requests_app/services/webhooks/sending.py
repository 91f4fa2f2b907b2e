"""Webhooks leave one at a time, by the leases, attempts and backoff of mail, in a stage after it.

A program that is slow or dead costs one call, and then rests: for a minute, two, four, at most a quarter of an hour.
Its other messages wait meanwhile without using up attempts, and nobody else's wait for it.
"""

import datetime as dt
import logging
import time
from typing import Final
from uuid import uuid4

from django.db import transaction

from config import egress
from config.egress.calling import INTERNET

from ... import clock_source
from ...models import AlertState, AttemptOutcome, MessageState, WebhookEndpoint
from .. import leases, outgoing
from ..delivery import LONGEST_WAIT, MOST_ATTEMPTS, Delivered
from ..faults import backoff, tell_operator
from ..halving import DATABASE_AWAY
from ..leases import Taken
from ..letters import NotToBeSent
from . import content
from .instead import mail_instead
from .signing import signed_headers

logger = logging.getLogger(__name__)

MOST_AT_ONCE: Final = 200
SECONDS: Final = 20.0
"""A run takes up nothing new after so long, so it ends within half a minute."""
LONGEST_REST: Final = dt.timedelta(minutes=15)
GONE: Final = 410
"""By this answer an endpoint says that it is there no more."""
JSON: Final = {"content-type": "application/json"}


def deliver_webhooks(*, most: int = MOST_AT_ONCE, seconds: float = SECONDS, way: egress.Way = INTERNET) -> Delivered:
    """Send what is to be sent to endpoints; nothing while an operator holds everything back."""
    done = Delivered()
    if outgoing.paused():
        return done
    until = time.monotonic() + seconds
    while done.sent + done.failed < most and time.monotonic() < until:
        taken = leases.take_webhook(clock_source.now())
        if taken is None:
            break
        if attempt(taken, way):
            done.sent += 1
        else:
            done.failed += 1
    return done


def attempt(taken: Taken, way: egress.Way = INTERNET) -> bool:
    """Write, sign and send one webhook that is held. Whether it was accepted."""
    try:
        endpoint, body, headers = _written(taken)
    except NotToBeSent as error:
        _withdraw(taken, error.code)
        return False
    except DATABASE_AWAY:
        raise  # the lease runs out and it is tried again
    except Exception as error:  # one that cannot be written must not stop the others
        logger.error("webhook %s could not be written", taken.message.pk, exc_info=error)
        _failed(taken, AttemptOutcome.NOT_RENDERED, type(error).__name__)
        return False
    code = _call(endpoint, body, headers, way)
    if code:
        _failed(taken, AttemptOutcome.REFUSED, code, for_good=code == f"status_{GONE}")
        _rest(endpoint, clock_source.now())
        return False
    now = clock_source.now()
    leases.end_attempt(taken, AttemptOutcome.ACCEPTED, now=now)
    leases.mark_sent(taken, now=now)
    WebhookEndpoint.objects.filter(pk=endpoint.pk, failures__gt=0).update(failures=0, rest_until=None)
    return True


def send_test(endpoint: WebhookEndpoint, *, way: egress.Way = INTERNET) -> str:
    """Send a test, once. Returns what went wrong, or nothing. Raises MissingMasterKeyError."""
    message_id = uuid4()
    body = content.write_test(message_id, endpoint.organization.slug)
    headers = signed_headers(endpoint, message_id=str(message_id), body=body, now=clock_source.now())
    return _call(endpoint, body, headers, way)


def _written(taken: Taken) -> tuple[WebhookEndpoint, bytes, dict[str, str]]:
    """The text, and its signature as of now. Its id is the message's: one that comes twice is seen to be one."""
    body = content.write(taken.message)
    endpoint = taken.message.endpoint
    if endpoint is None:
        raise NotToBeSent("endpoint_stopped")
    now = clock_source.now()
    return endpoint, body, signed_headers(endpoint, message_id=str(taken.message.pk), body=body, now=now)


def _call(endpoint: WebhookEndpoint, body: bytes, headers: dict[str, str], way: egress.Way) -> str:
    """A code for what went wrong; nothing when it was accepted."""
    try:
        answer = egress.call(endpoint.url, body=body, headers={**JSON, **headers}, way=way)
    except (egress.NotAllowed, egress.Failed) as error:
        return error.code
    return "" if answer.is_good else f"status_{answer.status}"


def _rest(endpoint: WebhookEndpoint, now: dt.datetime) -> None:
    failures = endpoint.failures + 1
    until = now + backoff(failures, longest=LONGEST_REST)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(failures=failures, rest_until=until)


def _withdraw(taken: Taken, code: str) -> None:
    now = clock_source.now()
    leases.end_attempt(taken, AttemptOutcome.WITHDRAWN, now=now, detail=code)
    with transaction.atomic():
        if leases.close(taken, MessageState.WITHDRAWN, detail=code):
            mail_instead(taken.message.alerts.all(), now=now)
            taken.message.alerts.update(state=AlertState.CANCELLED, message=None)


def _failed(taken: Taken, outcome: AttemptOutcome, code: str, *, for_good: bool = False) -> None:
    """Try later, or give up and tell an operator; of one that could not be written they hear the first time."""
    now = clock_source.now()
    leases.end_attempt(taken, outcome, now=now, detail=code)
    unwritten = outcome is AttemptOutcome.NOT_RENDERED
    if for_good or taken.message.attempts_made >= MOST_ATTEMPTS:
        with transaction.atomic():
            told = leases.close(taken, MessageState.DEAD, detail=code)
            if told:
                mail_instead(taken.message.alerts.all(), now=now)
    else:
        again = now + backoff(taken.message.attempts_made, longest=LONGEST_WAIT)
        told = leases.try_later(taken, again, detail=code, fault_at=now if unwritten else None) and unwritten
    if told:
        tell_operator(taken.message.organization_id, now=now)
