from uuid import uuid4

from django.conf import settings
from django.db import models


class Direction(models.TextChoices):
    """`proof`: shows who somebody is or may act for; it goes when the step it was for is decided."""

    TO_PERSON = "to_person"
    FROM_PERSON = "from_person"
    PROOF = "proof"


class Attachment(models.Model):
    """A file of a request, in sealed chunks. It has a data key of its own, so that it can go without the rest.

    `sealed_name` holds the name as it was given. `digest`: SHA-256 over the sealed chunks, in order. `available_from`:
    when the person may fetch it; null: not for the person, or not yet. `complete_at`: null while it is being written.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="attachments")
    direction = models.CharField(max_length=12, choices=Direction)
    data_key = models.ForeignKey("records.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed_name = models.BinaryField()
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)
    available_from = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("created_at", "id")
        indexes = [
            models.Index(
                fields=("expires_at",), name="attachment_expiring", condition=models.Q(erased_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"file {self.id.hex[:8]}"


class AttachmentChunk(models.Model):
    """One piece of a file, sealed and bound to its place in it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    attachment = models.ForeignKey("requests_app.Attachment", on_delete=models.CASCADE, related_name="chunks")
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        ordering = ("attachment", "number")
        constraints = [models.UniqueConstraint(fields=("attachment", "number"), name="attachment_chunk_number")]

    def __str__(self) -> str:
        return f"chunk {self.number} of {self.attachment_id}"
