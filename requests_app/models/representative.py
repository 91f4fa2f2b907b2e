from uuid import uuid4

from django.conf import settings
from django.db import models

from policies.domain.terms import Role


class Representative(models.Model):
    """Who acts for the data subject of a submission: as what, for what, shown by what, until when.

    `sealed_scope`: what the authority covers, in somebody's words, with the key of the submission; null: nothing said.
    `sealed_claim` is the proof that they spoke of, sealed so too; `proof` the kind of paper that somebody has seen.
    `expires_on` is the last day on which the authority holds.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="+")
    submission = models.OneToOneField(
        "requests_app.Submission", on_delete=models.CASCADE, related_name="representative"
    )
    kind = models.CharField(max_length=20, choices=[(r.value, r.value) for r in Role])
    sealed_scope = models.BinaryField(null=True)
    sealed_claim = models.BinaryField(null=True)
    proof = models.CharField(max_length=40, blank=True)
    proof_seen_at = models.DateTimeField(null=True)
    proof_seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    expires_on = models.DateField(null=True)

    def __str__(self) -> str:
        return f"{self.kind} of {self.submission}"
