"""Forms for what is said to the person, and what comes back from them."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from .act_forms import ActForm, DatedForm
from .desk_form import long_text_field, text_field

HOW: tuple[tuple[str, str], ...] = (
    ("email", "By e-mail"),
    ("mail", "By letter"),
    ("portal", "On the status page"),
    ("in_person", "In person, handed over in writing"),
    ("phone", "Spoken, by telephone"),
)
WRITTEN = frozenset({"email", "mail", "portal", "in_person"})


class SentForm(DatedForm):
    """Something left the house: how, and therefore whether it was in writing."""

    how = forms.ChoiceField(
        label="How the person was told",
        choices=HOW,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the person was told."},
    )

    def details(self) -> dict[str, Any]:
        how = self.cleaned_data["how"]
        return {**super().details(), "written": how in WRITTEN, "channel": how}


class AcknowledgeForm(SentForm):
    """Receipt confirmed. A confirmation by telephone counts when the rule does not ask for writing."""

    field_order = ("how", "happened_on", "happened_at")


class AskIdentityForm(SentForm):
    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "What the person was asked for",
        help_text="Ask only for what the policy's steps need. Never ask for more papers than that.",
        rows=3,
    )


class AskDetailForm(SentForm):
    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "What you asked", help_text="The question as the person got it.", missing="Write down what you asked.", rows=3
    )


class RemindForm(SentForm):
    field_order = ("how", "happened_on", "happened_at")


class NotVerifiedForm(DatedForm):
    field_order = ("reason", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "What did not match",
        help_text="Which kinds of data, not the data.",
        missing="Write down what did not match.",
        rows=3,
    )


class DetailReceivedForm(DatedForm):
    field_order = ("note", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field("What the person answered", required=False, rows=3)


class ExtensionForm(SentForm):
    """More time. Only a notice that the rule accepts moves the date; any other is recorded and moves nothing."""

    field_order = ("reason", "days", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason", "days")
    reason = long_text_field(
        "Reason, as told to the person",
        required=False,
        help_text="Most rules count a notice only if it gives the reason.",
        rows=3,
    )
    days = forms.IntegerField(
        label="Days added",
        required=False,
        min_value=1,
        max_value=366,
        help_text="As the notice says. Leave empty if it names no number; then the most that the rule allows is taken.",
        error_messages={"min_value": "Enter a number of days, 1 or more.", "invalid": "Enter a whole number of days."},
    )


class BounceForm(DatedForm):
    choices_from: ClassVar[Mapping[str, str]] = {"of": "notices"}
    field_order = ("of", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("of",)
    of = forms.ChoiceField(
        label="Which notice came back",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the notice that came back."},
    )


class FeeReasonForm(SentForm):
    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field("Why there is a fee, as told to the person", rows=3)


class FeeEstimateForm(SentForm):
    field_order = ("amount", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("amount",)
    amount = text_field(
        "Estimated cost",
        help_text="In US dollars, as in 24.50.",
        missing="Enter the estimated cost.",
        most=12,
        inputmode="decimal",
    )

    def clean_amount(self) -> str:
        amount: str = self.cleaned_data["amount"].replace("$", "").replace(",", "").strip()
        whole, _, cents = amount.partition(".")
        if not whole.isdecimal() or (cents and not (cents.isdecimal() and len(cents) <= 2)):
            raise forms.ValidationError("Enter an amount in dollars and cents, as in 24.50.")
        return f"{int(whole)}.{cents:0<2}"


class PersonActedForm(DatedForm):
    """The person did something: took the request back, took or refused the fee, appealed."""

    field_order = ("note", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field("How they told you", required=False, rows=2)


class NothingElseForm(ActForm):
    """A button that says it all."""
