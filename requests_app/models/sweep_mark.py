from uuid import uuid4

from django.db import models


class SweepMark(models.Model):
    """When a host last finished a sweep. No mark for two minutes, by any host: worker hosts sweep by themselves."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    host = models.CharField(max_length=120, unique=True)
    swept_at = models.DateTimeField()
    rang = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.host} at {self.swept_at:%Y-%m-%d %H:%M:%S}"
