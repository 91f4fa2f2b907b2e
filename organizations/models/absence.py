from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Absence(models.Model):
    """Days, both included, on which somebody is away from an organization, and who stands in for them."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="absences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    first_on = models.DateField()
    last_on = models.DateField()

    class Meta:
        ordering = ("first_on",)
        constraints = [
            models.CheckConstraint(condition=Q(first_on__lte=F("last_on")), name="absence_begins_before_it_ends"),
            models.CheckConstraint(condition=~Q(user=F("deputy")), name="absence_deputy_is_another"),
        ]
        indexes = [models.Index(fields=("organization", "last_on"), name="absence_current")]

    def __str__(self) -> str:
        return f"{self.user} away from {self.first_on} to {self.last_on}"
