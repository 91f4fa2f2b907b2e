from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from policies.domain.terms import Recipient


class AlertState(models.TextChoices):
    """`pending` waits for the composer; `composed` is in a message; the other two are never sent."""

    PENDING = "pending"
    COMPOSED = "composed"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"


class AlertChannel(models.TextChoices):
    """The way an alert leaves."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class Alert(models.Model):
    """One rung of a deadline that rang, for one recipient: the outbox. It exists once or not at all.

    `recipient`: `user:<id>`, `address` for the organization's alert address, or `webhook:<id>` for an endpoint, whose
    channel is `webhook`. `role`: whom the ladder named; when
    nobody held that role, the recipient is the next one up. `times`: for a skipped alert, how many ringings of a
    repeating rung it stands for, the first of them on `occurs_on`.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.PROTECT, related_name="alerts")
    deadline = models.ForeignKey("requests_app.Deadline", on_delete=models.PROTECT, related_name="alerts")
    generation = models.PositiveIntegerField()
    rung = models.CharField(max_length=60)
    occurs_on = models.DateField()
    recipient = models.CharField(max_length=60)
    channel = models.CharField(max_length=10, choices=AlertChannel, default=AlertChannel.EMAIL)
    role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Recipient])
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    rang_at = models.DateTimeField()
    created_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, choices=AlertState)
    message = models.ForeignKey("requests_app.Message", on_delete=models.PROTECT, null=True, related_name="alerts")

    class Meta:
        ordering = ("rang_at",)
        constraints = [
            # Every column NOT NULL: a null would make two equal rows different.
            models.UniqueConstraint(
                fields=("deadline", "generation", "rung", "occurs_on", "recipient", "channel"), name="alert_once"
            ),
            models.CheckConstraint(
                condition=Q(state=AlertState.COMPOSED, message__isnull=False)
                | ~Q(state=AlertState.COMPOSED) & Q(message__isnull=True),
                name="alert_composed_has_message",
            ),
        ]
        indexes = [
            models.Index(
                fields=("recipient", "organization"), name="alert_pending", condition=Q(state=AlertState.PENDING)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung} on {self.occurs_on}"
