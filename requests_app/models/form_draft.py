from uuid import uuid4

from django.db import models


class FormDraft(models.Model):
    """What somebody has typed into the public form so far, sealed. Gone after 24 hours; a session holds only its id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey("records.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    idempotency_key = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"draft {self.id.hex[:8]}"
