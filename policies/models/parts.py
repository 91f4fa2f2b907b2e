"""What all rows of a version's projection share. Columns are named as the fields of the dataclass they mirror."""

from typing import ClassVar
from uuid import uuid4

from django.db import models
from django.db.models import Q

from policies.domain.terms import RuleKind

from .policy import PolicyVersion


class VersionPart(models.Model):
    """A row of a version. A trigger refuses to change or delete it once `frozen` is set, which publishing does."""

    mirrors: ClassVar[type]
    """The dataclass of `policies.domain.rules` that this table mirrors."""
    listed_in: ClassVar[str]
    """The field of `RuleSet` (or of the rule named by `of`) that lists these."""
    rule_kind: ClassVar[RuleKind | None] = None

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    organization = models.ForeignKey(
        "organizations.Organization", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    version = models.ForeignKey(PolicyVersion, on_delete=models.CASCADE, editable=False, related_name="+")
    place = models.PositiveSmallIntegerField(default=0, editable=False)
    """Where it stands in the list of its kind."""
    frozen = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True
        ordering = ("place", "id")


class RuleRow(VersionPart):
    """A row for one rule: where it stands, what it says, how it was read, when last held against the text."""

    key = models.CharField(max_length=80, help_text="How the rule is cited; unique in the version.")
    section = models.CharField(max_length=200, help_text="Where in the text it stands.")
    says = models.TextField("what it says", help_text="In our own words.")
    reading_text = models.TextField(
        "how we read it", blank=True, default="", help_text="How open words were read; empty if none are."
    )
    reading_by = models.CharField("read by", max_length=200, blank=True, default="")
    reading_on = models.DateField("read on", null=True, blank=True)
    reviewed = models.DateField(
        null=True, blank=True, help_text="The day a person last held the rule against the text; empty: never."
    )

    class Meta(VersionPart.Meta):
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=("version", "key"),
                name="%(class)s_key_once",
                violation_error_message="Another rule of this kind has this key. Give each its own.",
            ),
            models.CheckConstraint(
                condition=Q(reading_text="", reading_by="", reading_on__isnull=True)
                | (~Q(reading_text="") & ~Q(reading_by="") & Q(reading_on__isnull=False)),
                name="%(class)s_reading_signed",
                violation_error_message="A reading needs its words, who read them so and the day, or none of them.",
            ),
        ]

    def __str__(self) -> str:
        return self.key
