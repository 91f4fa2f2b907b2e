from uuid import uuid4

from django.db import models


class AccessCode(models.Model):
    """A short code that the person types to open their page. Only a keyed hash is kept; one is usable at a time.

    Typing it shows that what the submission gave as its address reaches the person, and nothing more; or, when it was
    read out, that they were called. `channel`: which of the two.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    submission = models.ForeignKey("requests_app.Submission", on_delete=models.CASCADE, related_name="access_codes")
    channel = models.CharField(
        max_length=10, choices=[("email", "email"), ("phone", "phone")], default="email", db_default="email"
    )
    keyed_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=("submission", "created_at"), name="access_code_of"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("submission",),
                name="access_code_one_usable",
                condition=models.Q(used_at__isnull=True, revoked_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"code of {self.submission_id}"
