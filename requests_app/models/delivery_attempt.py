from uuid import uuid4

from django.db import models


class AttemptOutcome(models.TextChoices):
    """`open`: it began; what came of it is not known. It may have arrived."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_RENDERED = "not_rendered"
    WITHDRAWN = "withdrawn"


class DeliveryAttempt(models.Model):
    """One try to send a message, committed before the mail server is spoken to: never more copies than attempts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    message = models.ForeignKey("requests_app.Message", on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    token = models.UUIDField(unique=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, choices=AttemptOutcome, default=AttemptOutcome.OPEN)
    detail = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ("message", "number")
        constraints = [models.UniqueConstraint(fields=("message", "number"), name="delivery_attempt_number")]

    def __str__(self) -> str:
        return f"attempt {self.number} of {self.message_id}"
