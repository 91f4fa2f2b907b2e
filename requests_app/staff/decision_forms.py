"""Forms for what staff find, decide and answer."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from policies.domain.terms import DenialNeed, Outcome

from ..wording import OUTCOMES
from .act_forms import ActForm, ActFrame, DatedForm
from .desk_form import date_field, long_text_field, moment_of, refuse_outside, text_field, time_field
from .fact_fields import field_for, value_of
from .person_forms import SentForm


class AssignForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"assignee": "assignees"}
    names: ClassVar[tuple[str, ...]] = ("assignee",)
    assignee = forms.ChoiceField(label="Who works on it", error_messages={"required": "Choose a person."})


class PriorityForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("priority",)
    priority = forms.ChoiceField(
        label="How pressing it is",
        choices=[("", "Choose"), ("urgent", "Urgent: before all others due on the same day"), ("normal", "Normal")],
        error_messages={"required": "Choose how pressing it is."},
    )


class NoteForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field(
        "Note", help_text="For colleagues only. The person never sees it.", missing="Write the note."
    )


class FindFactForm(ActForm):
    """A fact found by you, with evidence: it opens and closes gates that a stated one cannot."""

    names: ClassVar[tuple[str, ...]] = ("fact", "value", "evidence")
    fact = forms.CharField(widget=forms.HiddenInput)
    evidence = long_text_field(
        "How you know",
        help_text="Where you looked and what it showed. Kept sealed with the case.",
        missing="Write down how you know. A finding without evidence counts for nothing.",
        rows=3,
    )
    field_order = ("value", "evidence")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        question = self.frame.fact
        if question is not None:
            self.fields["fact"].initial = question.name
            self.fields["value"] = field_for(question, required=True)
            self.order_fields(self.field_order)

    def details(self) -> Mapping[str, Any]:
        details = dict(super().details())
        if self.frame.fact is not None:
            details["value"] = value_of(self.frame.fact, self.cleaned_data["value"])
        return details


class FeeFoundForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"ground": "fee_grounds"}
    names: ClassVar[tuple[str, ...]] = ("ground", "evidence")
    ground = forms.ChoiceField(
        label="Ground for a fee",
        widget=forms.RadioSelect,
        help_text="Only grounds that the rules of this case know.",
        error_messages={"required": "Choose the ground."},
    )
    evidence = long_text_field(
        "What shows it",
        help_text="The burden of showing it is on the organization.",
        missing="Write down what shows it.",
        rows=3,
    )


class FulfilledForm(SentForm):
    field_order = ("how", "note", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field("What was done", required=False, rows=3)


class AnswerWithReasonForm(SentForm):
    """An answer that gives less than was asked. The person gets the reason."""

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        self.initial = {**frame.approved, **self.initial}

    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Reason, in words for the person",
        help_text="Plain words. The person reads this.",
        missing="Write the reason. The person has a right to it.",
    )


class PartlyForm(AnswerWithReasonForm):
    """What is refused in part is owed the same words about review and complaint as a denial."""

    names: ClassVar[tuple[str, ...]] = ("reason", "review_told", "complaint_told")
    review_told = forms.BooleanField(label="The person was told that they may have it reviewed", required=False)
    complaint_told = forms.BooleanField(label="The person was told where they may complain", required=False)
    _only_if_needed: ClassVar[Mapping[str, DenialNeed]] = {
        "review_told": DenialNeed.REVIEW_RIGHT,
        "complaint_told": DenialNeed.COMPLAINT_ROUTE,
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, need in self._only_if_needed.items():
            if need not in self.frame.needs_in_part:
                del self.fields[name]
        self.order_fields(("reason", *self._only_if_needed, "how", "happened_on", "happened_at"))


class WaiveFeeForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field("Why no fee is asked for", help_text="For the record.", missing="Write why.", rows=3)


class DenyForm(SentForm):
    """Everything that any ground of this right may need; what the chosen one needs is checked when it is saved."""

    choices_from: ClassVar[Mapping[str, str]] = {"ground": "grounds"}
    field_order = (
        "ground",
        "reason",
        "citation",
        "professional",
        "review_told",
        "complaint_told",
        "how",
        "happened_on",
        "happened_at",
    )
    names: ClassVar[tuple[str, ...]] = (
        "ground",
        "reason",
        "citation",
        "professional",
        "review_told",
        "complaint_told",
    )
    sometimes: ClassVar[frozenset[str]] = frozenset({"citation", "professional"})
    ground = forms.ChoiceField(
        label="Ground",
        widget=forms.RadioSelect,
        help_text="The grounds that this version of the policy, and the law, have for this right.",
        error_messages={"required": "Choose the ground."},
    )
    reason = long_text_field(
        "Reason, in words for the person",
        help_text="Plain words. The person reads this.",
        missing="Write the reason. A denial cannot be closed without one.",
    )
    citation = text_field(
        "Law it rests on",
        required=False,
        help_text="Needed when the ground is another law: as in “45 CFR 164.524(a)(2)(i)”.",
    )
    professional = text_field(
        "Licensed professional who found it",
        required=False,
        help_text="Needed for grounds that rest on a risk to somebody.",
    )
    review_told = forms.BooleanField(label="The person was told that they may have it reviewed", required=False)
    complaint_told = forms.BooleanField(label="The person was told where they may complain", required=False)
    _only_if_needed: ClassVar[Mapping[str, DenialNeed]] = {
        "professional": DenialNeed.LICENSED_PROFESSIONAL,
        "review_told": DenialNeed.REVIEW_RIGHT,
        "complaint_told": DenialNeed.COMPLAINT_ROUTE,
    }

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        self.initial = {**frame.approved, **self.initial}
        for name, need in self._only_if_needed.items():
            if need not in self.frame.denial_needs:
                del self.fields[name]
        if not self.frame.grounds:
            del self.fields["ground"]


class ReasonForm(DatedForm):
    field_order = ("reason", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field("Reason", help_text="For the record.", missing="Write the reason.", rows=3)


class ReopenForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Why it is opened again", help_text="Its dates stay as they were.", missing="Write the reason.", rows=3
    )


class AppealDecidedForm(SentForm):
    field_order = ("outcome", "reason", "professional", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason", "outcome", "professional")
    outcome = forms.ChoiceField(
        label="How the request now ends",
        choices=[(o.value, OUTCOMES[o]) for o in (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED, Outcome.DENIED)],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the request now ends."},
    )
    reason = long_text_field(
        "Decision and its reason, in words for the person", missing="Write the decision and its reason."
    )
    professional = text_field(
        "Licensed professional who reviewed it",
        help_text="The ground of the denial can be reviewed: a licensed professional who took no part in it does that.",
        missing="Name the licensed professional who reviewed it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.frame.reviewable:
            del self.fields["professional"]


class CorrectReceiptForm(ActForm):
    """The true first day. Every date is computed again from it, so it is shown before it is saved."""

    received_on = date_field("Day it first reached the organization")
    received_at = time_field("Time", required=False, help_text="Leave empty if you do not know it.")
    reason = long_text_field(
        "How you know",
        help_text="As in “postmark and entry stamp of the front desk”.",
        missing="Write down how you know.",
        rows=3,
    )

    def instant(self) -> dt.datetime:
        data = self.cleaned_data
        return moment_of(data["received_on"], data.get("received_at"), zone=self.frame.zone, now=self.frame.now)

    def details(self) -> Mapping[str, Any]:
        return {"reason": self.cleaned_data["reason"], "received_at": self.instant()}

    def as_typed(self) -> str:
        """The moment as it was typed: what was looked at before saving is told apart by it."""
        return f"{self.cleaned_data['received_on']} {self.cleaned_data.get('received_at') or ''}".strip()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("received_on") and "received_at" not in self.errors:
            refuse_outside(
                self, "received_on", "received_at", self.instant(), first=None, now=self.frame.now, zone=self.frame.zone
            )
        return data
