"""Which rights a version grants, and what the form must ask for them."""

from typing import ClassVar

from django.db import models

from policies.domain import rules
from policies.domain.terms import Right, RuleKind, Scope

from .columns import ConditionField, LawRefField, LinesField, OptionsField, WordListField
from .parts import RuleRow, VersionPart

RIGHTS = [(right.value, right.value.replace("_", " ")) for right in Right]


class RightGranted(RuleRow):
    """A right granted: to whom, over which data, and which facts the form must ask."""

    mirrors: ClassVar = rules.RightRule
    listed_in: ClassVar = "rights"
    rule_kind: ClassVar = RuleKind.RIGHT

    right = models.CharField(max_length=40, choices=RIGHTS)
    eligible = ConditionField()
    scopes = WordListField(words=Scope)
    ask = LinesField(help_text="Names of the questions to ask, one a line.")
    from_law = LawRefField()

    class Meta(RuleRow.Meta):
        verbose_name_plural = "rights granted"


class FactQuestion(VersionPart):
    """A question of the form or of the case, with its answers in the order shown."""

    mirrors: ClassVar = rules.FactQuestion
    listed_in: ClassVar = "facts"

    name = models.CharField("fact", max_length=40)
    ask = models.CharField("question", max_length=300)
    hint = models.CharField(max_length=500, blank=True, default="")
    stated_by = models.CharField(max_length=10, choices=[("requester", "requester"), ("staff", "staff")])
    options = OptionsField(
        help_text="The answers, one a line with its value before it: US-CA: California. Empty for yes or no."
    )

    class Meta(VersionPart.Meta):
        constraints = [models.UniqueConstraint(fields=("version", "name"), name="fact_question_once")]

    def __str__(self) -> str:
        return self.name
