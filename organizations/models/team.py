"""Whom an organization's alerts can reach besides the holders of roles: teams of its people, and further addresses."""

from uuid import uuid4

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

key_validator = RegexValidator(
    r"^[a-z][a-z0-9_]*\Z", "Use small letters, digits and _, beginning with a letter, as in: records_desk."
)


class Team(models.Model):
    """Some people of an organization. A policy's ladder names it by `key`."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, validators=[key_validator])
    name = models.CharField(max_length=100)

    class Meta:
        ordering = ("key",)
        constraints = [models.UniqueConstraint(fields=("organization", "key"), name="team_once")]

    def __str__(self) -> str:
        return self.name


class TeamMember(models.Model):
    """Somebody on a team, in the order in which they came to it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("created_at", "id")
        constraints = [models.UniqueConstraint(fields=("team", "user"), name="team_member_once")]

    def __str__(self) -> str:
        return str(self.user)


class AlertAddress(models.Model):
    """An address of the organization beside its alert address. A policy's ladder names it by `key`, never by itself."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=40, validators=[key_validator])
    email = models.EmailField()

    class Meta:
        ordering = ("key",)
        constraints = [models.UniqueConstraint(fields=("organization", "key"), name="alert_address_once")]

    def __str__(self) -> str:
        return self.key
