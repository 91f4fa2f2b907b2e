"""How a version leans on laws."""

from typing import ClassVar

from django.db import models

from policies.domain import rules

from .columns import ConditionField
from .parts import VersionPart


class AlsoUnderLaw(VersionPart):
    """A law whose own deadlines stand beside the policy's, where `when` holds."""

    mirrors: ClassVar = rules.AlsoUnder
    listed_in: ClassVar = "also_under"

    law = models.CharField(max_length=120)
    when = ConditionField()

    class Meta(VersionPart.Meta):
        verbose_name_plural = "also under these laws"

    def __str__(self) -> str:
        return self.law


class LawComparison(VersionPart):
    """A law the version is compared with; `why` it is not also under it, if it is not."""

    mirrors: ClassVar = rules.Comparison
    listed_in: ClassVar = "not_laxer_than"

    law = models.CharField(max_length=120)
    why = models.TextField(blank=True, default="")

    class Meta(VersionPart.Meta):
        constraints = [models.UniqueConstraint(fields=("version", "law"), name="law_comparison_once")]

    def __str__(self) -> str:
        return self.law
