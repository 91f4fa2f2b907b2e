"""What is owed by when: deadlines, how they are extended or paused, and how far back an answer reaches."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from policies.domain import rules
from policies.domain.terms import Act, ExtensionNoticeForm, PauseCount, Right, Roll, RuleKind, Scope

from .columns import ConditionField, LawRefField, PeriodField, WordListField
from .parts import RuleRow


class DeadlineRow(RuleRow):
    """What the three tables of deadlines share; which act is owed is said by the table."""

    mirrors: ClassVar = rules.DeadlineRule
    listed_in: ClassVar = "deadlines"
    rule_kind: ClassVar = RuleKind.DEADLINE
    act: ClassVar[Act]

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    when = ConditionField()
    within = PeriodField(blank=True, default="")
    roll = models.CharField(
        max_length=20, choices=[(roll.value, roll.value.replace("_", " ")) for roll in Roll], default=Roll.NONE.value
    )
    from_law = LawRefField()

    class Meta(RuleRow.Meta):
        abstract = True
        constraints = [
            *RuleRow.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(within="", from_law=""),
                name="%(class)s_has_a_period",
                violation_error_message="Give a period, or the law that fills the silence.",
            ),
        ]


class ResponseDeadline(DeadlineRow):
    """By when an answer is owed, from the day of receipt."""

    act: ClassVar = Act.RESPOND


class Acknowledgement(DeadlineRow):
    """By when receipt must be confirmed."""

    act: ClassVar = Act.ACKNOWLEDGE


class AppealDeadline(DeadlineRow):
    """By when an appeal must be decided, from the day the appeal was received."""

    act: ClassVar = Act.DECIDE_APPEAL


class Extension(RuleRow):
    """How the period of the deadline `of` may be extended."""

    mirrors: ClassVar = rules.ExtensionRule
    listed_in: ClassVar = "extension"
    rule_kind: ClassVar = RuleKind.EXTENSION

    of = models.CharField("deadline", max_length=80, help_text="Key of the deadline it extends.")
    by = PeriodField()
    at_most = models.PositiveSmallIntegerField(default=1)
    notice = models.CharField(
        max_length=10, choices=[(form.value, form.value) for form in ExtensionNoticeForm], default="written"
    )
    with_reason = models.BooleanField(default=True)
    with_date = models.BooleanField(default=False)
    notice_by = PeriodField(
        blank=True, default="", help_text="Last day for the notice, from receipt; empty: the first due date."
    )

    class Meta(RuleRow.Meta):
        constraints = [
            *RuleRow.Meta.constraints,
            models.UniqueConstraint(
                fields=("version", "of"),
                name="extension_one_of_a_deadline",
                violation_error_message="This deadline has an extension already. Change that one.",
            ),
        ]


class Pause(RuleRow):
    """An interval in which the clock of the deadline `of` does not run."""

    mirrors: ClassVar = rules.PauseRule
    listed_in: ClassVar = "pauses"
    rule_kind: ClassVar = RuleKind.PAUSE

    of = models.CharField("deadline", max_length=80, help_text="Key of the deadline it pauses.")
    begins = models.CharField(max_length=40, help_text="The event that begins it.")
    ends = models.CharField(max_length=40, help_text="The event that ends it.")
    counts = models.CharField(max_length=10, choices=[(how.value, how.value.replace("_", " ")) for how in PauseCount])


class LookBack(RuleRow):
    """Which period an answer covers."""

    mirrors: ClassVar = rules.LookBackRule
    listed_in: ClassVar = "look_backs"
    rule_kind: ClassVar = RuleKind.LOOK_BACK

    rights = WordListField(words=Right)
    scopes = WordListField(words=Scope)
    back = PeriodField(blank=True, default="")
    since = models.DateField(null=True, blank=True)
    from_law = LawRefField()
