from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q


class Lane(models.IntegerChoices):
    """What goes first: an alert about a date is never behind a thousand confirmations.

    Webhooks are no mail: they leave in a stage of their own, so that a slow program holds up no person's mail.
    """

    ALERTS = 1
    ACKNOWLEDGEMENTS = 2
    WEBHOOKS = 3


class MessageKind(models.TextChoices):
    """Which template says it. The text is made when it is sent; no text is stored.

    `word`: somebody has written to the person; it stands on their page. `contact_changed` goes to the address that was
    given up. `person_wrote`: staff hear that there is something to read.
    `probe`: Duly itself filed the day's form of an organization, named by `key`, and it was taken in.
    """

    ALERTS = "alerts"
    FAULTS = "faults"
    ACKNOWLEDGEMENT = "acknowledgement"
    LETTER = "letter"
    ACCESS_CODE = "access_code"
    WORD = "word"
    CONTACT_CHANGED = "contact_changed"
    PERSON_WROTE = "person_wrote"
    DIGEST = "digest"
    WEBHOOK = "webhook"
    ALARM = "alarm"
    PROBE = "probe"


class MessageState(models.TextChoices):
    """`dead`: given up, and shown to an operator. `withdrawn`: no longer to be sent, for a reason in `detail`."""

    QUEUED = "queued"
    SENT = "sent"
    DEAD = "dead"
    WITHDRAWN = "withdrawn"


class Message(models.Model):
    """One mail, or one webhook, to one recipient. It names the recipient, never an address: that comes when it is sent.

    `recipient`: `user:<id>`, `address` (the organization's alert address), `address:<key>` (a further one),
    `submission:<id>` (its requester, at the sealed address) or `webhook:<id>` (an endpoint). `key`: queueing the same
    thing twice makes one message. `token` fences: whoever took the message last holds it, and only the holder may mark
    it sent. `detail` holds codes, never what a mail server said: it quotes addresses.
    `pace_bucket`: of the domain that a mail waits for; see PacedMail.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    lane = models.PositiveSmallIntegerField(choices=Lane)
    kind = models.CharField(max_length=20, choices=MessageKind)
    key = models.CharField(max_length=120)
    recipient = models.CharField(max_length=60)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submission = models.ForeignKey(
        "requests_app.Submission", on_delete=models.PROTECT, null=True, related_name="messages"
    )
    endpoint = models.ForeignKey(
        "requests_app.WebhookEndpoint", on_delete=models.PROTECT, null=True, related_name="messages"
    )
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts_made = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    fault_at = models.DateTimeField(null=True)
    detail = models.CharField(max_length=120, blank=True)
    pace_bucket = models.CharField(max_length=4, null=True)

    class Meta:
        ordering = ("lane", "next_attempt_at")
        constraints = [
            models.UniqueConstraint(fields=("organization", "kind", "key"), name="message_once"),
            models.CheckConstraint(
                condition=Q(state=MessageState.SENT, sent_at__isnull=False)
                | ~Q(state=MessageState.SENT) & Q(sent_at__isnull=True),
                name="message_sent_has_instant",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True) | Q(submission__isnull=True), name="message_one_recipient"
            ),
            models.CheckConstraint(
                condition=Q(kind=MessageKind.WEBHOOK, lane=Lane.WEBHOOKS, endpoint__isnull=False)
                | ~Q(kind=MessageKind.WEBHOOK) & ~Q(lane=Lane.WEBHOOKS) & Q(endpoint__isnull=True),
                name="message_webhook_has_endpoint",
            ),
        ]
        indexes = [
            models.Index(
                fields=("lane", "next_attempt_at"), name="message_queued", condition=Q(state=MessageState.QUEUED)
            ),
            # What the auditor counts every minute: few rows among all that were ever sent.
            models.Index(fields=("next_attempt_at",), name="message_dead", condition=Q(state=MessageState.DEAD)),
            models.Index(fields=("fault_at",), name="message_fault", condition=Q(fault_at__isnull=False)),
            models.Index(fields=("organization", "sent_at"), name="message_probe", condition=Q(kind=MessageKind.PROBE)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"
