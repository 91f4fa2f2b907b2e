from uuid import uuid4

from django.db import models


class MembershipRole(models.TextChoices):
    """What a member does for an organization; alerts climb from handler to privacy officer."""

    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    PRIVACY_OFFICER = "privacy_officer"
    AUDITOR = "auditor"


class Membership(models.Model):
    """A user holds a role in an organization. In a small office one person holds several."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey("organizations.Organization", on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey("organizations.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=MembershipRole)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("organization", "role")
        constraints = [
            models.UniqueConstraint(fields=("organization", "user", "role"), name="membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"
