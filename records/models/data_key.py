from uuid import uuid4

from django.db import models
from django.db.models import Q


class KeyPurpose(models.TextChoices):
    """What a data key seals; it decides what is lost when the key is erased."""

    CONTACT = "contact"
    CONTENT = "content"
    DRAFT = "draft"
    FILE = "file"


class DataKey(models.Model):
    """The key of one record's sealed parts, itself encrypted by a master key. Erasing it erases those parts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=KeyPurpose)
    master_id = models.CharField(max_length=16)
    wrapped = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(wrapped__isnull=True, erased_at__isnull=False)
                | Q(wrapped__isnull=False, erased_at__isnull=True),
                name="data_key_erased_or_present",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} key {self.id}"
