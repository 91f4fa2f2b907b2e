"""A published text, and its dated states."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from policies.domain.rules import LAW_PREFIX, PartialDate
from records.models import ChainSubject


class Policy(ChainSubject):
    """A policy of an organization, or a law. Laws belong to nobody and are read-only for everybody."""

    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="policies"
    )
    slug = models.CharField("pack", max_length=120, unique=True)
    title = models.CharField(max_length=300)
    is_main = models.BooleanField(
        "governs requests unless another is named",
        default=False,
        help_text="The policy behind the organization's public page; one of each organization.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "policies"
        ordering = ("slug",)
        constraints = [
            models.CheckConstraint(
                condition=Q(slug__startswith=LAW_PREFIX, organization__isnull=True)
                | (~Q(slug__startswith=LAW_PREFIX) & Q(organization__isnull=False)),
                name="policy_law_has_no_organization",
            ),
            models.UniqueConstraint(fields=("organization",), condition=Q(is_main=True), name="policy_one_main"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_law(self) -> bool:
        return self.slug.startswith(LAW_PREFIX)


class VersionStatus(models.TextChoices):
    """A draft is rows that may change; what is published is a document that may not."""

    DRAFT = "draft"
    PUBLISHED = "published"


class PolicyVersion(models.Model):
    """One dated state of a policy. Once published, `document` is what it says; the rule tables are its projection."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="versions")
    label = models.CharField(max_length=60, help_text="As printed on the text.")
    title = models.CharField(max_length=300)
    jurisdiction = models.CharField(max_length=10, blank=True)
    effective_from = models.DateField()
    month_only = models.BooleanField(
        "the text prints only the month", default=False, help_text="Then the first day of that month stands here."
    )
    status = models.CharField(max_length=10, choices=VersionStatus, default=VersionStatus.DRAFT)
    document = models.TextField(blank=True, default="", editable=False)
    format = models.PositiveSmallIntegerField(null=True, editable=False)
    content_hash = models.CharField(max_length=64, blank=True, default="", editable=False, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    class Meta:
        ordering = ("policy", "-effective_from")
        constraints = [
            models.UniqueConstraint(fields=("policy", "label"), name="version_label_once"),
            models.CheckConstraint(
                condition=Q(month_only=False) | Q(effective_from__day=1), name="version_month_starts_on_its_first"
            ),
            models.CheckConstraint(
                condition=Q(status=VersionStatus.DRAFT, document="", content_hash="", published_at__isnull=True)
                | (
                    Q(status=VersionStatus.PUBLISHED, published_at__isnull=False, format__isnull=False)
                    & ~Q(document="")
                    & ~Q(content_hash="")
                ),
                name="version_published_has_document",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.label}"

    @property
    def is_published(self) -> bool:
        return self.status == VersionStatus.PUBLISHED

    @property
    def starts(self) -> PartialDate:
        """The first day it governs, as printed."""
        return PartialDate(self.effective_from, self.month_only)
