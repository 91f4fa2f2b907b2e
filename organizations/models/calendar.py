from uuid import uuid4

from django.db import models


class BusinessCalendar(models.Model):
    """Which days count as business days for an organization. Its days are in its versions."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.OneToOneField("organizations.Organization", on_delete=models.PROTECT, related_name="calendar")
    jurisdiction = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"Calendar of {self.organization}"


class CalendarVersion(models.Model):
    """The whole calendar from `first` to `last`, as it stood from `created_at` on. Never changed, only followed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    calendar = models.ForeignKey(BusinessCalendar, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    first = models.DateField()
    last = models.DateField()
    source = models.CharField(max_length=200)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("calendar", "-number")
        constraints = [
            models.UniqueConstraint(fields=("calendar", "number"), name="calendar_version_number"),
            models.CheckConstraint(condition=models.Q(first__lte=models.F("last")), name="calendar_first_before_last"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"


class HolidayKind(models.TextChoices):
    """A public holiday is no business day. A closed day is the organization's own and moves internal targets only."""

    PUBLIC = "public"
    CLOSED = "closed"


class Holiday(models.Model):
    """One day of one calendar version on which no business is done."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    calendar_version = models.ForeignKey(CalendarVersion, on_delete=models.PROTECT, related_name="holidays")
    date = models.DateField()
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=HolidayKind)
    source = models.CharField(max_length=200)

    class Meta:
        ordering = ("date", "kind")
        constraints = [
            models.UniqueConstraint(fields=("calendar_version", "date", "kind"), name="holiday_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"
