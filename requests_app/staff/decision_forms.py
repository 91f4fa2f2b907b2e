"""Forms for what staff find, decide and answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from policies.domain.facts import FACTS, FactType, check_value

from .act_forms import ActForm, DatedForm
from .desk_form import date_field, long_text_field, moment_of, refuse_outside, text_field, time_field
from .person_forms import SentForm


class AssignForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"assignee": "assignees"}
    assignee = forms.ChoiceField(label="Who works on it", error_messages={"required": "Choose a person."})


class NoteForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field(
        "Note", help_text="For colleagues only. The person never sees it.", missing="Write the note."
    )


class FindFactForm(ActForm):
    """A fact found by you, with evidence: it opens and closes gates that a stated one cannot."""

    choices_from: ClassVar[Mapping[str, str]] = {"fact": "facts"}
    fact = forms.ChoiceField(label="What you found out about", error_messages={"required": "Choose a fact."})
    value = text_field(
        "What is true",
        help_text="Yes or no; a place as in US-CA; a whole number; or a word of the list that the message shows.",
        missing="Enter what you found.",
        most=60,
    )
    evidence = long_text_field(
        "How you know",
        help_text="Where you looked and what it showed. Kept sealed with the case.",
        missing="Write down how you know. A finding without evidence counts for nothing.",
        rows=3,
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        name, typed = data.get("fact"), data.get("value")
        if name and typed:
            try:
                data["value"] = fact_value(name, typed)
            except ValueError as error:
                self.add_error("value", str(error))
        return data


def fact_value(name: str, typed: str) -> str | int | bool:
    """What was typed, as a value the fact can have; ValueError says what was expected."""
    words = typed.strip()
    kind = FACTS.get(name)
    value: str | int | bool = words
    if kind and kind.type is FactType.YES_NO:
        value = {"yes": True, "y": True, "true": True, "no": False, "n": False, "false": False}.get(
            words.lower(), words
        )
        if not isinstance(value, bool):
            raise ValueError("Enter yes or no.")
    elif kind and kind.type is FactType.NUMBER:
        value = int(words) if words.isdecimal() else words
    elif kind and kind.type is FactType.CHOICE:
        value = words.lower().replace(" ", "_")
    try:
        check_value(name, value)
    except ValueError as error:
        raise ValueError(f"{str(error)[0].upper()}{str(error)[1:]}.".replace("_", " ")) from None
    return value


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

    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Reason, in words for the person",
        help_text="Plain words. The person reads this.",
        missing="Write the reason. The person has a right to it.",
    )


class DenyForm(SentForm):
    choices_from: ClassVar[Mapping[str, str]] = {"ground": "grounds"}
    field_order = ("ground", "reason", "citation", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("ground", "reason", "citation")
    ground = forms.ChoiceField(
        label="Ground",
        widget=forms.RadioSelect,
        required=False,
        help_text="The grounds that this version of the policy, and the law, have for this right.",
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
    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Decision and its reason, in words for the person", missing="Write the decision and its reason."
    )


class MergeForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("into",)
    into = text_field(
        "Reference of the request it repeats",
        help_text="As in PM-7K3Q-…; the other request goes on and answers both.",
        missing="Enter the reference of the other request.",
        most=40,
    )

    def clean_into(self) -> str:
        typed: str = self.cleaned_data["into"]
        return typed.strip().upper()


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

    def instant(self) -> Any:
        data = self.cleaned_data
        return moment_of(data["received_on"], data.get("received_at"), zone=self.frame.zone, now=self.frame.now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("received_on") and "received_at" not in self.errors:
            refuse_outside(
                self, "received_on", "received_at", self.instant(), first=None, now=self.frame.now, zone=self.frame.zone
            )
        return data
