from uuid import uuid4

from django.db import models


class Turn(models.Model):
    """When somebody last had the turn at what happens every few minutes, once for all hosts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    taken_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.taken_at:%Y-%m-%d %H:%M:%S}"
