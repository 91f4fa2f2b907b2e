"""The fields of each thing one may do with a request. What is asked is what the act must be able to prove.

`details()` gives what the transition function takes; its keys are those of `policies.domain.case.CaseEvent`.
"""

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, cast
from zoneinfo import ZoneInfo

from django import forms

from policies.domain.rules import FactQuestion
from policies.domain.terms import DenialNeed

from ..services.envelope import Contact
from .desk_form import DeskForm, date_field, moment_of, refuse_outside, time_field
from .identity import StepState

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActFrame:
    """What a form must know of the request it acts on."""

    now: dt.datetime
    zone: ZoneInfo
    received_on: dt.date
    assignees: Choices = ()
    grounds: Choices = ()
    denial_needs: tuple[DenialNeed, ...] = ()
    needs_in_part: tuple[DenialNeed, ...] = ()
    fee_grounds: Choices = ()
    notices: Choices = ()
    people: Choices = ()
    fact: FactQuestion | None = None
    steps: tuple[StepState, ...] = ()
    sensitive: bool = False
    """Whether the answer hands over specific pieces or health records."""
    ways: Choices = ()
    """By which the person may be shown to be reached, the addresses in use only if there are some."""
    items: Choices = ()
    item_grounds: Choices = ()
    cap_decisions: Choices = ()
    parts: Choices = ()
    """What else the submission could ask for: `right/scope`."""
    proposal: str = ""
    """Id of the proposal that waits for a second person."""
    reviewable: bool = False
    """Whether the ground of the denial that was appealed is reviewed by a licensed professional."""
    contact: Contact | None = None
    approved: Mapping[str, str] = field(default_factory=dict)
    """What a second person approved of a denial, by field."""


class ActForm(DeskForm):
    """Nothing to fill in but the version of the request that was looked at, and which showing of the form this is."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    shown = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64, initial=secrets.token_urlsafe)
    names: ClassVar[tuple[str, ...]] = ()
    """The fields that go into the details as they are."""
    choices_from: ClassVar[Mapping[str, str]] = {}
    """Fields whose choices depend on the request: name of the field, and of the part of the frame."""

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        self.frame = frame
        super().__init__(*args, **kwargs)
        for name, part in self.choices_from.items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = getattr(frame, part)

    def at(self) -> dt.datetime:
        """When it happened."""
        return self.frame.now

    def mark(self) -> str:
        """Tells this showing of the form, filled in like this, from every other; empty for one that was not shown.

        A second click sends the same; another tab, or the form gone back to and changed, does not. What was typed
        cannot be guessed from it: `shown` is random and kept nowhere.
        """
        if not self.cleaned_data.get("shown"):
            return ""
        typed = {name: str(value) for name, value in self.cleaned_data.items() if name != "seen"}
        return hashlib.sha256(json.dumps(typed, sort_keys=True).encode()).hexdigest()

    def details(self) -> Mapping[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names if self.cleaned_data.get(name) not in (None, "")}


class DatedForm(ActForm):
    """Something that may have happened before it is entered here."""

    happened_on = date_field("Day it happened")
    happened_at = time_field("Time", required=False, help_text="Leave empty if you do not know it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["happened_on"].initial = self.frame.now.astimezone(self.frame.zone).date()

    def at(self) -> dt.datetime:
        data = self.cleaned_data
        return moment_of(data["happened_on"], data.get("happened_at"), zone=self.frame.zone, now=self.frame.now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("happened_on") and "happened_at" not in self.errors:
            refuse_outside(
                self,
                "happened_on",
                "happened_at",
                self.at(),
                first=self.frame.received_on,
                now=self.frame.now,
                zone=self.frame.zone,
            )
        return data
