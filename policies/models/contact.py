"""How the text says one can reach the organization, and what else it says."""

from typing import ClassVar

from django.db import models

from policies.domain import rules
from policies.domain.terms import ChannelKind, NoteTopic, Right, RuleKind

from .columns import WordListField
from .parts import RuleRow


class Channel(RuleRow):
    """A way to reach the organization that the text names; no rights: for anything."""

    mirrors: ClassVar = rules.ChannelRule
    listed_in: ClassVar = "channels"
    rule_kind: ClassVar = RuleKind.CHANNEL

    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value.replace("_", " ")) for kind in ChannelKind])
    value = models.CharField(max_length=300, help_text="The number, address or site as printed.")
    rights = WordListField(words=Right, blank=True)
    note = models.CharField(max_length=500, blank=True, default="")


class Note(RuleRow):
    """Something the version says that computes nothing: a line for the person or a flag for staff."""

    mirrors: ClassVar = rules.NoteRule
    listed_in: ClassVar = "notes"
    rule_kind: ClassVar = RuleKind.NOTE

    topic = models.CharField(max_length=40, choices=[(t.value, t.value.replace("_", " ")) for t in NoteTopic])
    public = models.BooleanField("shown to people", default=False)
    rights = WordListField(words=Right, blank=True)
