from uuid import uuid4

from django.db import models


class KeyCheck(models.Model):
    """A value made with a key of the settings when it was first used: a start with another key is noticed by it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    name = models.CharField(max_length=40, unique=True)
    value = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
