import datetime as dt
from uuid import UUID

from django.core.validators import RegexValidator
from django.db import models

from organizations.validators import validate_accent_color, validate_jurisdiction, validate_timezone
from records.models import ChainSubject

slug_validator = RegexValidator(
    r"^(?!(?:staff|static|healthz|readyz|statusz|metrics)$)[a-z0-9]+(?:-[a-z0-9]+)*$",
    "Use small letters, digits and single hyphens, and none of: staff, static, healthz, readyz, statusz, metrics.",
)
"""Each organization's pages lie under its slug, so it may not be an address of Duly's own."""


class Organization(ChainSubject):
    """Who owes the answer. Its time zone decides when a day ends."""

    slug = models.CharField(max_length=60, unique=True, validators=[slug_validator])
    name = models.CharField(max_length=200)
    timezone = models.CharField(max_length=60, validators=[validate_timezone])
    jurisdiction = models.CharField(
        max_length=10,
        default="US",
        validators=[validate_jurisdiction],
        help_text="Whose public holidays count: US, US-CA.",
    )
    language = models.CharField(max_length=10, default="en")
    alert_hour = models.TimeField(default=dt.time(8), help_text="Local time at which alerts are sent.")
    alert_email = models.EmailField(blank=True, help_text="The last resort of every alert.")
    privacy_officer_title = models.CharField(max_length=200, default="Privacy Officer")
    contact_email = models.EmailField(blank=True)
    contact_phone = models.CharField(max_length=40, blank=True)
    postal_address = models.TextField(blank=True)
    website = models.URLField(blank=True)
    accent_color = models.CharField(max_length=7, default="#1f4e79", validators=[validate_accent_color])
    quiet_from = models.TimeField(
        null=True,
        blank=True,
        default=dt.time(20),
        help_text="From this local time on no alert is mailed. Empty: at all hours.",
    )
    quiet_until = models.TimeField(null=True, blank=True, default=dt.time(7), help_text="Until this local time.")
    quiet_weekends = models.BooleanField(default=False, help_text="On Saturdays and Sundays no alert is mailed.")
    overdue_breaks_quiet = models.BooleanField(
        default=False, help_text="An alert that a date has passed is mailed at once, whatever the hour."
    )
    daily_digest = models.BooleanField(
        default=True, help_text="Each morning of a business day everybody gets a list of what is theirs to do."
    )
    second_person_for_denials = models.BooleanField(
        default=False, help_text="A denial is approved by a second person before it is sent."
    )
    second_person_for_deletions = models.BooleanField(
        default=False, help_text="A deletion is approved by a second person before it is done."
    )
    answer_days = models.PositiveSmallIntegerField(
        default=90, help_text="For so many calendar days the person can fetch files of an answer."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def chain_organization_id(self) -> UUID:
        return self.id
