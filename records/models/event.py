from uuid import uuid4

from django.db import models


class Voice(models.TextChoices):
    """Who may read an event: staff only, or the person too."""

    INTERNAL = "internal"
    PUBLIC = "public"


class Event(models.Model):
    """One thing that happened to a subject. `body` is the exact text the hash was taken of; never rewrite it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        null=True,  # the policies that are laws belong to no organization
        related_name="+",
    )
    subject_kind = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    voice = models.CharField(max_length=10, choices=Voice)
    body = models.TextField()
    format = models.PositiveSmallIntegerField()
    prev_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("subject_kind", "subject_id", "seq")
        constraints = [
            models.UniqueConstraint(fields=("subject_kind", "subject_id", "seq"), name="event_subject_seq"),
        ]
        indexes = [models.Index(fields=("organization", "at"), name="event_organization_at")]

    def __str__(self) -> str:
        return f"{self.seq} {self.type}"
