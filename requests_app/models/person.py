from uuid import uuid4

from django.db import models


class Person(models.Model):
    """Somebody whose identity was established, here or by staff. Holds nothing about them.

    Its row is what is locked while requests are counted against a cap.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"person {self.id.hex[:8]}"
