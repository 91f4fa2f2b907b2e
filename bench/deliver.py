"""`deliver`: mails about dates, rendered and handed to a mail server, by two workers.

Floor: smtplib handing over the same mails, rendered beforehand, by as many processes.
"""

import smtplib
from collections.abc import Sequence

from django.test import override_settings

from organizations.models import User
from policies.domain.terms import Recipient
from requests_app import clock_source
from requests_app.models import (
    Alert,
    AlertState,
    Deadline,
    Lane,
    Message,
    MessageKind,
    MessageState,
    PrivacyRequest,
)
from requests_app.services import mail_rendering
from requests_app.services.delivery import deliver

from . import seed
from .figures import Ratio, Report
from .ground import Ground
from .sink import Sink
from .timing import Run, side_by_side

WORKERS = 2
SMTP = "django.core.mail.backends.smtp.EmailBackend"
LEAST = 0.05
"""Each mail is a lease, an attempt and an outcome, three commits, and a text; the floor is the wire alone."""


def measure(ground: Ground, size: int) -> Report:
    """`size`: mails, each about one date."""
    workers = 1 if ground.embedded else WORKERS
    _queue(ground, size)
    unpaced = {"EMAIL_BACKEND": SMTP, "DULY_MAIL_DOMAIN_PACE": 0}  # all go to one domain
    with Sink() as sink, override_settings(**unpaced, EMAIL_HOST=sink.host, EMAIL_PORT=sink.port):
        some = list(Message.objects.filter(state=MessageState.QUEUED).select_related("organization", "user")[:200])
        raw = [mail_rendering.render(message).message().as_bytes() for message in some]
        floor = side_by_side(workers, lambda _: _hand_over(sink.port, raw, size // workers))
        before = sink.taken
        ours = side_by_side(workers, _deliver)
        taken = sink.taken - before
    sent = sum(ours.found)
    if taken != sent or sent != size:
        raise AssertionError(f"{size} were queued, {sent} were sent and {taken} taken")
    report = Report("deliver", sizes={"mails": size, "workers": workers})
    report.figures |= {
        "mails/s": sent / ours.wall,
        "mails per processor second": sent / ours.processor,
        "mails/s, smtplib": _rate(floor, size // workers * workers),
        "ms of processor time a mail": 1000 * ours.processor / sent,
    }
    report.notes.append("without the pacing of domains: all mails go to one")
    report.ratios.append(
        Ratio("mails to smtplib's", report.figures["mails/s"] / report.figures["mails/s, smtplib"], least=LEAST)
    )
    return report


def _rate(run: Run, count: int) -> float:
    return count / run.wall


def _deliver(_: int) -> int:
    done = deliver(seconds=600)
    if done.failed or done.unreachable:
        raise AssertionError(f"not all could be sent: {done}")
    return done.sent


def _hand_over(port: int, raw: Sequence[bytes], count: int) -> int:
    with smtplib.SMTP("127.0.0.1", port) as server:
        for number in range(count):
            server.sendmail("duly@example.org", ["somebody@example.org"], raw[number % len(raw)])
    return count


def _queue(ground: Ground, size: int) -> None:
    """As many requests whose alert has rung, each alone in a message."""
    made = ground.templates
    seed.grow([made.due], 0, size, only=(PrivacyRequest, Deadline))
    key = next(iter(made.moments))
    deadline = Deadline.objects.select_related("request").get(pk=key)
    user = User.objects.filter(is_active=True, email__endswith=f"@{deadline.organization.slug}.example").first()
    if user is None:
        raise LookupError("nobody works there")
    now, recipient = clock_source.now(), f"user:{user.pk}"
    numbers = range(size)
    messages = [
        Message(
            organization_id=deadline.organization_id,
            lane=Lane.ALERTS,
            kind=MessageKind.ALERTS,
            key=f"benchmark {number}",
            recipient=recipient,
            user=user,
            created_at=now,
            next_attempt_at=now,
        )
        for number in numbers
    ]
    alerts = [
        Alert(
            organization_id=deadline.organization_id,
            request_id=seed.clone_of(deadline.request_id, number),
            deadline_id=seed.clone_of(key, number),
            generation=1,
            rung="50% elapsed",
            occurs_on=now.date(),
            recipient=recipient,
            role=Recipient.SUPERVISOR,
            user=user,
            rang_at=now,
            created_at=now,
            state=AlertState.COMPOSED,
            message=messages[number],
        )
        for number in numbers
    ]
    Message.objects.bulk_create(messages, batch_size=1000)
    Alert.objects.bulk_create(alerts, batch_size=1000)
