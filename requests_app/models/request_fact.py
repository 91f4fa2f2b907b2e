from uuid import uuid4

from django.conf import settings
from django.db import models


class RequestFact(models.Model):
    """A fact of a case: stated by the requester, or found by a named person with evidence.

    Rows are only added; the latest found one counts, else the latest stated one. What was said or found is sealed with
    the request's key; only that there is a fact of this name stands in the open.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="facts")
    name = models.CharField(max_length=40)
    sealed = models.BinaryField()
    found_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    evidence = models.BinaryField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(found_by__isnull=True) | models.Q(evidence__isnull=False),
                name="request_fact_found_with_evidence",
            ),
        ]

    def __str__(self) -> str:
        return self.name
