from uuid import uuid4

from django.db import models


class LookupOf(models.TextChoices):
    """Whose identifier it is."""

    REQUESTER = "requester"
    SUBJECT = "subject"


class SubmissionLookup(models.Model):
    """A keyed hash by which a submission is found again: an address, a number, one word of a name."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey("requests_app.Submission", on_delete=models.CASCADE, related_name="lookups")
    kind = models.CharField(max_length=10)
    of = models.CharField(max_length=10, choices=LookupOf)
    keyed_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("submission", "of", "kind", "keyed_hash"), name="submission_lookup_once"),
        ]
        indexes = [
            models.Index(fields=("organization", "kind", "keyed_hash"), name="submission_lookup_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.of}"
