from uuid import uuid4

from django.db import models


class StatusLink(models.Model):
    """A link to the status page of a submission. Only the hash of its token is kept; each mail makes a new one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey("requests_app.Submission", on_delete=models.CASCADE, related_name="status_links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=("submission",), name="status_link_usable", condition=models.Q(revoked_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"link of {self.submission_id}"
