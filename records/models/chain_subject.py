from typing import Final
from uuid import UUID, uuid4

from django.db import models

GENESIS: Final = "0" * 64
"""What stands in place of a previous hash before the first event."""


class ChainSubject(models.Model):
    """A row with a chain of events. Its head is here, so that a chain cut off at its end is noticed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    event_seq = models.PositiveIntegerField(default=0, editable=False)
    event_head = models.CharField(max_length=64, default=GENESIS, editable=False)

    class Meta:
        abstract = True

    @property
    def chain_organization_id(self) -> UUID | None:
        """Whose event it is. None only for what belongs to nobody: the policies that are laws."""
        organization_id: UUID | None = getattr(self, "organization_id")  # noqa: B009 - the concrete model's field
        return organization_id
