from uuid import uuid4

from django.db import models


class RequestLaw(models.Model):
    """A law that the request's policy version names, in its version in force on the day of receipt."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="laws")
    pack = models.CharField(max_length=120)
    version = models.ForeignKey("policies.PolicyVersion", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("request", "pack"), name="request_law_once")]

    def __str__(self) -> str:
        return self.pack
