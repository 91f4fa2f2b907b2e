from uuid import uuid4

from django.db import models


class AccessLogEntry(models.Model):
    """Somebody looked at personal data. It says which part of what, never what it said."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey("organizations.User", on_delete=models.PROTECT, related_name="+")
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    what = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "access log entries"
        ordering = ("-at",)
        indexes = [
            models.Index(fields=("organization", "at"), name="access_organization_at"),
            models.Index(fields=("subject_kind", "subject_id"), name="access_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.subject_kind} {self.subject_id}"
