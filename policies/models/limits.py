"""How often one may ask, and when asking costs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from policies.domain import rules
from policies.domain.terms import FeeGround, Right, RuleKind, Scope

from .columns import LawRefField, LinesField, PeriodField, WordListField
from .parts import RuleRow


class FrequencyCap(RuleRow):
    """How many submissions that ask for a counted right a person may make in a rolling window."""

    mirrors: ClassVar = rules.FrequencyCapRule
    listed_in: ClassVar = "frequency_caps"
    rule_kind: ClassVar = RuleKind.FREQUENCY_CAP

    counts = WordListField(words=Right)
    at_most = models.PositiveSmallIntegerField()
    within = PeriodField()
    beyond = models.CharField(max_length=40, default="supervisor_decides")

    class Meta(RuleRow.Meta):
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(condition=Q(at_most__gte=1), name="frequencycap_at_least_one"),
        ]


class FeeCondition(RuleRow):
    """When a fee may be charged and what must have been sent before completing."""

    mirrors: ClassVar = rules.FeeRule
    listed_in: ClassVar = "fees"
    rule_kind: ClassVar = RuleKind.FEE

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    chargeable_if = WordListField(words=FeeGround, blank=True)
    before_completing = LinesField(help_text="Events owed before completing, in order, one a line.")
    free_first = models.PositiveSmallIntegerField(default=0)
    free_within = PeriodField(blank=True, default="")
    from_law = LawRefField()
