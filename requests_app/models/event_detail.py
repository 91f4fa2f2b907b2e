from uuid import uuid4

from django.db import models


class EventDetail(models.Model):
    """What people wrote when something happened: reasons, evidence, notes. The event itself keeps only its digest.

    Sealed with the request's key, so that forgetting the content leaves the chain whole.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    request = models.ForeignKey("requests_app.PrivacyRequest", on_delete=models.CASCADE, related_name="event_details")
    event = models.OneToOneField("records.Event", on_delete=models.PROTECT, related_name="detail")
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"detail of {self.event_id}"
