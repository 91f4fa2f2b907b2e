from uuid import uuid4

from django.db import models
from django.db.models import Q


class WebhookEndpoint(models.Model):
    """A program of the organization's that is told by HTTPS what an alert tells a person by mail.

    `url`: its host stands on the operator's list, else nothing leaves. Its secret is in no column: it is derived from
    the master key named by `master_id` and `secret_number`. After a rotation the one before signs as well, until
    `previous_until`. `rest_until`: after failures in a row nothing is tried, so that a slow program holds up nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    url = models.CharField(max_length=500)
    master_id = models.CharField(max_length=16)
    secret_number = models.PositiveIntegerField(default=1)
    previous_master_id = models.CharField(max_length=16, blank=True)
    previous_until = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)
    stopped_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rest_until = models.DateTimeField(null=True)

    class Meta:
        ordering = ("organization", "created_at")
        constraints = [
            models.UniqueConstraint(
                fields=("organization", "url"), name="webhook_endpoint_once", condition=Q(stopped_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"webhook {self.id}"
