"""What is added beside a published version, never into it: rows that are only ever appended."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from policies.domain.terms import RuleKind

from .policy import PolicyVersion


class BesideVersion(models.Model):
    """Something a person adds to a published version. The version's document and its hash stay as they are."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="%(class)s_set")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ("recorded_at",)


class SourceText(BesideVersion):
    """The published text itself. It is the organization's; rules point into it by their `section`."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    retrieved_on = models.DateField()
    address = models.URLField(max_length=500, blank=True, default="")

    class Meta(BesideVersion.Meta):
        constraints = [models.UniqueConstraint(fields=("version", "sha256"), name="source_text_once")]

    def __str__(self) -> str:
        return f"Text of {self.version}"


class NoticeKind(models.TextChoices):
    """What people were told about."""

    MATERIAL_CHANGE = "material_change", "the text changes in substance"
    UPDATED = "updated", "the page was updated"
    NEW_OWNER = "new_owner", "ownership changes"
    NEW_USE = "new_use", "data is used in a new way"


class VersionNotice(BesideVersion):
    """A notice to people about this version: when and where it was posted."""

    kind = models.CharField(max_length=20, choices=NoticeKind)
    posted_on = models.DateField()
    where = models.CharField(max_length=300)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.posted_on}"


class VersionWithdrawal(BesideVersion):
    """From `from_day` on the version governs no new request; the one before it does, if there is one.

    Requests already pinned to it stay pinned. A version withdrawn from its own first day was published by mistake.
    """

    from_day = models.DateField()
    reason = models.TextField()

    class Meta(BesideVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=("version",), name="version_withdrawn_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="version_withdrawn_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.version} withdrawn from {self.from_day}"


class RestrictionDecision(BesideVersion):
    """May a rule that asks more than the law supports be applied? Decided once, by a named person, with a reason."""

    RESTRICTING: ClassVar = (
        RuleKind.FREQUENCY_CAP,
        RuleKind.LOOK_BACK,
        RuleKind.FEE,
        RuleKind.DENIAL_GROUND,
        RuleKind.VERIFICATION,
    )

    rule_kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in RESTRICTING])
    rule_key = models.CharField(max_length=80)
    applied = models.BooleanField()
    reason = models.TextField()

    class Meta(BesideVersion.Meta):
        constraints = [
            models.UniqueConstraint(fields=("version", "rule_kind", "rule_key"), name="restriction_decided_once"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, organization__isnull=False) & ~Q(reason=""),
                name="restriction_decided_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_key}: {'applied' if self.applied else 'not applied'}"
