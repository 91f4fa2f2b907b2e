"""Asking a representative for proof, and recording what was seen."""

from typing import ClassVar

from django import forms

from .act_forms import DatedForm
from .authority import PROOFS
from .desk_form import date_field, long_text_field, text_field
from .person_forms import SentForm


class AskAuthorityForm(SentForm):
    field_order = ("reason", "how", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Which proof was asked for", help_text="Only what the rule asks for; the case page names it.", rows=3
    )


class SeeAuthorityForm(DatedForm):
    field_order = ("proof", "covers", "expires_on", "evidence", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("proof", "covers", "expires_on", "evidence")
    proof = forms.ChoiceField(
        label="What you saw",
        choices=[(proof.value, words) for proof, words in PROOFS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you saw."},
    )
    covers = text_field(
        "What it lets them do",
        required=False,
        help_text="As in “health care decisions only”. Kept sealed. Empty: what was said of it before stays.",
    )
    expires_on = date_field(
        "Last day on which it holds", required=False, help_text="As the paper says. Empty: it names no end."
    )
    evidence = long_text_field(
        "How you know that it is genuine",
        help_text="As in “notary's stamp; the name matches the member file”. Kept sealed with the case.",
        missing="Write down what shows that it is genuine.",
        rows=3,
    )
