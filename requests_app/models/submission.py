import datetime as dt
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from policies.domain.terms import Role
from records.models import ChainSubject

from ..domain.arriving import Channel, Source


class Submission(ChainSubject):
    """What arrived at once from one requester, by one channel. It holds one or more requests.

    `received_on` is the local day of `received_at` in `zone`: the first day it reached the organization, wherever.
    `sealed` holds requester, data subject and safe contact; `sealed_initials` is all that a list opens.
    """

    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="submissions")
    reference = models.CharField(max_length=24, unique=True)
    source = models.CharField(max_length=20, choices=[(s.value, s.value) for s in Source])
    channel = models.CharField(max_length=20, choices=[(c.value, c.value) for c in Channel])
    external_reference = models.CharField(max_length=120, blank=True)
    idempotency_key = models.CharField(max_length=120)
    received_at = models.DateTimeField()
    zone = models.CharField(max_length=60)
    received_on = models.DateField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_where = models.CharField(max_length=200, blank=True)
    received_by = models.CharField(max_length=200, blank=True)
    requester_role = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role], default=Role.SELF)
    language = models.CharField(max_length=10, default="en")
    interpreter = models.CharField(max_length=60, blank=True)
    data_key = models.ForeignKey("records.DataKey", on_delete=models.PROTECT, related_name="+")
    sealed = models.BinaryField()
    sealed_initials = models.BinaryField()
    person = models.ForeignKey("requests_app.Person", on_delete=models.PROTECT, null=True, related_name="submissions")
    quarantined_at = models.DateTimeField(null=True)
    quarantine_reasons = models.JSONField(default=list)
    released_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-received_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("organization", "source", "idempotency_key"), name="submission_idempotency_key"
            ),
            models.CheckConstraint(condition=Q(received_at__lte=F("entered_at")), name="submission_received_by_entry"),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(quarantined_at__isnull=False),
                name="submission_released_was_quarantined",
            ),
        ]
        indexes = [
            models.Index(fields=("organization", "received_on"), name="submission_received_on"),
            models.Index(
                fields=("organization", "external_reference"),
                name="submission_external",
                condition=~Q(external_reference=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_quarantined(self) -> bool:
        return self.quarantined_at is not None and self.released_at is None

    def local_day(self, instant: dt.datetime) -> dt.date:
        """The day `instant` falls on where the organization is."""
        return instant.astimezone(ZoneInfo(self.zone)).date()
