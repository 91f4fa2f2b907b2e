"""Internal targets, and whom alerts reach as a date comes near. Neither is a promise to anyone."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from policies.domain import rules
from policies.domain.terms import NAMED_BY_KEY, Recipient, Right, RuleKind, RungDoes, Scope

from .columns import PeriodField, WordListField
from .parts import RuleRow, VersionPart


class ServiceLevelTarget(RuleRow):
    """An internal target for a right; never shown as legally overdue."""

    mirrors: ClassVar = rules.TargetRule
    listed_in: ClassVar = "targets"
    rule_kind: ClassVar = RuleKind.SERVICE_LEVEL

    rights = WordListField(words=Right)
    within = PeriodField()
    scopes = WordListField(words=Scope)
    if_not_eligible = models.BooleanField("for a person who is not eligible", default=False)


def _notify() -> list[str]:
    return [RungDoes.NOTIFY.value]


class LadderRung(VersionPart):
    """One step of the escalation ladder."""

    mirrors: ClassVar = rules.Rung
    listed_in: ClassVar = "ladder"

    anchor = models.CharField(
        max_length=10, choices=[(w, w) for w in ("percent", "before", rules.BEFORE_DUE, "due", "overdue", "waiting")]
    )
    to = models.CharField(max_length=20, choices=[(word.value, word.value.replace("_", " ")) for word in Recipient])
    named = models.CharField(
        max_length=40, blank=True, default="", help_text="For a team or an address: its key in the organization."
    )
    percent = models.PositiveSmallIntegerField(null=True, blank=True)
    before = PeriodField(blank=True, default="")
    repeat = PeriodField(blank=True, default="")
    do = WordListField("does", words=RungDoes, default=_notify)

    class Meta(VersionPart.Meta):
        constraints = [
            models.CheckConstraint(
                # a NULL compared is not false, and would pass
                condition=Q(anchor="percent", percent__isnull=False, percent__range=(1, 100), before="")
                | (Q(anchor__in=("before", rules.BEFORE_DUE), percent__isnull=True) & ~Q(before=""))
                | Q(anchor__in=("due", "overdue", "waiting"), percent__isnull=True, before=""),
                name="ladderrung_one_anchor",
                violation_error_message="Give the percent for a rung by percent, the period for one before the date, "
                "and neither for the others.",
            ),
            models.CheckConstraint(
                condition=Q(to__in=sorted(NAMED_BY_KEY)) & ~Q(named="") | ~Q(to__in=sorted(NAMED_BY_KEY)) & Q(named=""),
                name="ladderrung_team_has_key",
                violation_error_message="Give the key of the team or address, and none for a role.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.anchor} to {self.to}"
