from uuid import uuid4

from django.conf import settings
from django.db import models


class ItemDecision(models.TextChoices):
    """`undisclosed`: withheld, and that it exists is not told either."""

    OPEN = "open"
    FULFILLED = "fulfilled"
    DENIED = "denied"
    UNDISCLOSED = "undisclosed"


class RequestItem(models.Model):
    """One item of what was asked for, decided by itself. `sealed` holds what it is, its records class, the reason."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()
    decision = models.CharField(max_length=12, choices=ItemDecision, default=ItemDecision.OPEN)
    ground = models.CharField(max_length=80, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("request", "position")
        constraints = [models.UniqueConstraint(fields=("request", "position"), name="request_item_position")]

    def __str__(self) -> str:
        return f"item {self.position} of {self.request_id}"
