from uuid import uuid4

from django.db import models


class SignInFailure(models.Model):
    """How often a sign-in failed lately for one address from one place. `key` is a keyed hash of both."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    key = models.CharField(max_length=64, unique=True)
    failures = models.PositiveIntegerField(default=0)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.failures} since {self.since:%Y-%m-%d %H:%M}"
