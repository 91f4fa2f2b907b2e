"""How identity is established, and what may, must or cannot be decided."""

from typing import ClassVar

from django.db import models

from policies.domain import rules
from policies.domain.terms import DenialNeed, Right, RuleKind, Scope, StepMethod

from .columns import ConditionField, LawRefField, LinesField, WordListField
from .parts import RuleRow


class VerificationStep(RuleRow):
    """One step of establishing identity or authority; `position` orders the steps of a case."""

    mirrors: ClassVar = rules.VerificationRule
    listed_in: ClassVar = "verification"
    rule_kind: ClassVar = RuleKind.VERIFICATION

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    when = ConditionField()
    method = models.CharField(max_length=40, choices=[(m.value, m.value.replace("_", " ")) for m in StepMethod])
    position = models.PositiveSmallIntegerField(default=1)
    accepts = LinesField(help_text="What counts as proof, one a line.")


class DenialRequirement(RuleRow):
    """What any denial of these rights cannot be closed without."""

    mirrors: ClassVar = rules.DenialRule
    listed_in: ClassVar = "denials"
    rule_kind: ClassVar = RuleKind.DENIAL

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    needs = WordListField(words=DenialNeed)
    from_law = LawRefField()


class DenialGround(RuleRow):
    """A ground on which these rights may be denied."""

    mirrors: ClassVar = rules.DenialGroundRule
    listed_in: ClassVar = "denial_grounds"
    rule_kind: ClassVar = RuleKind.DENIAL_GROUND

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    when = ConditionField()
    needs = WordListField(words=DenialNeed, blank=True)
    reviewable = models.BooleanField(default=False)
    decide_first = models.BooleanField(
        "applied only if decided", default=False, help_text="A named person must have recorded that it may be applied."
    )


class MustGrantCondition(RuleRow):
    """When found facts satisfy `when`, the request cannot be denied."""

    mirrors: ClassVar = rules.MustGrantRule
    listed_in: ClassVar = "must_grant"
    rule_kind: ClassVar = RuleKind.MUST_GRANT

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    when = ConditionField()
