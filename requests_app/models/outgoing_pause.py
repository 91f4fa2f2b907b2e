from uuid import uuid4

from django.db import models
from django.db.models import Q


class OutgoingPause(models.Model):
    """A time in which no mail leaves, as while a mail server is moved. Clocks run on, alerts are raised and wait."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200)
    begun_by = models.CharField(max_length=200)

    class Meta:
        ordering = ("-begun_at",)
        constraints = [
            # All rows with no end have the same expression: there is at most one.
            models.UniqueConstraint(
                models.Value(1),
                name="outgoing_pause_one_at_a_time",
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"no mail since {self.begun_at}"
