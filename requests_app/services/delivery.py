"""Delivery: queued messages leave one at a time, each at least once, in a fault-free run exactly once."""

import datetime as dt
import logging
import time
from dataclasses import dataclass
from typing import Final

from django.db import transaction

from .. import clock_source
from ..domain.lifecycle import Action
from ..models import AlertState, AttemptOutcome, Message, MessageKind, MessageState, PrivacyRequest
from . import bounces, leases, mail_rendering, outgoing
from .bounces import MAIL
from .correspondence import sending
from .faults import backoff, tell_operator
from .halving import DATABASE_AWAY
from .leases import Taken
from .mail_rendering import NotToBeSent
from .messages import new_message
from .pacing import Paced, Pacer
from .postman import Postman, Refused, Unreachable
from .transition import transition

logger = logging.getLogger(__name__)

LONGEST_WAIT: Final = dt.timedelta(hours=1)
MOST_ATTEMPTS: Final = 24
"""About eighteen hours; then the message is dead."""


@dataclass(slots=True)
class Delivered:
    """What a run came to. `unreachable`: the mail server did not answer, and everything waits for the next run.

    `paced`: mails that wait because their domain has had its mails of this minute.
    """

    sent: int = 0
    failed: int = 0
    paced: int = 0
    unreachable: bool = False


def deliver(*, seconds: float = 60) -> Delivered:
    """Send what is to be sent, for at most `seconds`; nothing while an operator holds all mail back."""
    done = Delivered()
    if outgoing.paused():
        return done
    until = time.monotonic() + seconds
    pacer = Pacer()
    with Postman() as postman:
        while time.monotonic() < until:
            now = clock_source.now()
            if not leases.waiting(now, full=pacer.full):
                break
            try:
                postman.reach()
            except Unreachable as error:
                logger.warning("the mail server could not be reached: %s", error)
                done.unreachable = True
                break
            taken = leases.take_next(now, full=pacer.full)
            if taken is None:
                break
            try:
                if attempt(taken, postman, pacer):
                    done.sent += 1
                else:
                    done.failed += 1
            except Paced:
                done.paced += 1
    return done


def attempt(taken: Taken, postman: Postman, pacer: Pacer) -> bool:
    """Render and send one message that is held. Whether it left. Raises Paced when it is not its domain's turn."""
    try:
        mail = mail_rendering.render(taken.message)
    except NotToBeSent as error:
        _withdraw(taken, error.code)
        return False
    except DATABASE_AWAY:
        raise  # the lease runs out and the message is tried again
    except Exception as error:  # a message that cannot be rendered must not stop the others
        logger.error("message %s could not be rendered", taken.message.pk, exc_info=error)
        _failed(taken, AttemptOutcome.NOT_RENDERED, type(error).__name__, for_good=False)
        return False
    admitted, bucket = pacer.admits(mail.to[0])
    if not admitted:
        leases.put_back(taken, bucket=bucket)
        raise Paced
    try:
        postman.send(mail)
    except Refused as error:
        _failed(taken, AttemptOutcome.REFUSED, error.code, for_good=error.for_good)
        return False
    except Exception as error:  # noqa: BLE001 - a message that cannot be put on the wire must not stop the others
        # Only the kind of error: its words may quote a header, and so an address.
        logger.error("message %s could not be handed over: %s", taken.message.pk, type(error).__name__)
        _failed(taken, AttemptOutcome.NOT_RENDERED, type(error).__name__, for_good=False)
        return False
    _sent(taken)
    return True


def _sent(taken: Taken) -> None:
    """Say so, with what follows from it. If that cannot be written, the mail has still left and is not sent again."""
    now = clock_source.now()
    try:
        # Together: an attempt that is known to have been accepted is never followed by another.
        with transaction.atomic():
            leases.end_attempt(taken, AttemptOutcome.ACCEPTED, now=now)
            if leases.mark_sent(taken, now=now):
                follow_up(taken.message, now)
    except DATABASE_AWAY:
        raise
    except Exception as error:  # sending again would not mend it
        logger.error("message %s left, but what follows was not written", taken.message.pk, exc_info=error)
        with transaction.atomic():
            leases.end_attempt(taken, AttemptOutcome.ACCEPTED, now=now)
            leases.mark_sent(taken, now=now)
            Message.objects.filter(pk=taken.message.pk).update(fault_at=now, detail=type(error).__name__)
        tell_operator(taken.message.organization_id, now=now)


def follow_up(message: Message, now: dt.datetime) -> None:
    """Receipt counts as confirmed, and a letter as sent, when the mail has left; a closed request stays as it is."""
    if message.kind == MessageKind.ACKNOWLEDGEMENT:
        ids = PrivacyRequest.objects.filter(submission=message.submission_id).values_list("id", flat=True)
        details = {"written": True, "channel": "email"}
        transition(list(ids), Action.ACKNOWLEDGE, by=MAIL, at=now, details=details, now=now)
    if message.kind == MessageKind.LETTER:
        sending.left(message, now=now)


def _withdraw(taken: Taken, code: str) -> None:
    now = clock_source.now()
    leases.end_attempt(taken, AttemptOutcome.WITHDRAWN, now=now, detail=code)
    with transaction.atomic():
        if leases.close(taken, MessageState.WITHDRAWN, detail=code):
            taken.message.alerts.update(state=AlertState.CANCELLED, message=None)


def _failed(taken: Taken, outcome: AttemptOutcome, code: str, *, for_good: bool) -> None:
    """Try later, or give up. A message that could not be rendered is told to an operator the first time."""
    now = clock_source.now()
    message = taken.message
    leases.end_attempt(taken, outcome, now=now, detail=code)
    unrendered = outcome is AttemptOutcome.NOT_RENDERED
    if for_good or message.attempts_made >= MOST_ATTEMPTS:
        give_up(taken, code, now=now)
        return
    again = now + backoff(message.attempts_made, longest=LONGEST_WAIT)
    held = leases.try_later(taken, again, detail=code, fault_at=now if unrendered else None)
    if held and unrendered and message.kind != MessageKind.FAULTS:
        tell_operator(message.organization_id, now=now)


@transaction.atomic
def give_up(taken: Taken, code: str, *, now: dt.datetime) -> bool:
    """A dead message; whether it was still held. What follows on the case is written with it, or neither is.

    An alert that did not reach its person goes to the organization's alert address instead.
    """
    message = taken.message
    if not leases.close(taken, MessageState.DEAD, detail=code):
        return False
    if message.kind == MessageKind.ALERTS and message.user_id is not None:
        instead = new_message(
            kind=MessageKind.ALERTS,
            organization_id=message.organization_id,
            key=f"instead of {message.pk}",
            now=now,
            user_id=None,
        )
        instead.save(force_insert=True)
        message.alerts.update(message=instead)
    if message.kind == MessageKind.LETTER:
        sending.undeliverable(message)
    if message.kind != MessageKind.FAULTS:
        tell_operator(message.organization_id, now=now)
    bounces.refused(message, now=now)
    return True
