"""Deciding item by item, when not all of what was asked for has the same answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from policies.domain.terms import DenialNeed

from .act_forms import ActForm
from .desk_form import long_text_field, text_field
from .items import CLASSES, DECISIONS


class AddItemForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("note", "records_class")
    note = text_field(
        "What it is", help_text="As in “visit of 3 March”. Sealed with the case.", missing="Write down what it is."
    )
    records_class = forms.ChoiceField(
        label="Class of the record",
        choices=tuple(CLASSES.items()),
        initial="ordinary",
        help_text="Every class but the first is released only after a second person has looked.",
    )


class DecideItemForm(ActForm):
    """`undisclosed` withholds the item without telling that it exists; the record still holds the ground and reason."""

    choices_from: ClassVar[Mapping[str, str]] = {"item": "items", "ground": "item_grounds"}
    names: ClassVar[tuple[str, ...]] = ("item", "decision", "ground", "reason", "citation", "professional")
    sometimes: ClassVar[frozenset[str]] = frozenset({"ground", "reason", "citation", "professional"})
    item = forms.ChoiceField(
        label="Which item", widget=forms.RadioSelect, error_messages={"required": "Choose the item."}
    )
    decision = forms.ChoiceField(
        label="What becomes of it",
        choices=tuple((decision.value, words) for decision, words in DECISIONS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of the item."},
    )
    ground = forms.ChoiceField(
        label="Ground",
        widget=forms.RadioSelect,
        required=False,
        help_text="Needed unless it is given. The grounds of this version, and of the law, for this right.",
    )
    reason = long_text_field(
        "Reason",
        required=False,
        rows=3,
        help_text="Needed unless it is given. The person reads that of a denied item; of an item that is not told of, "
        "nobody outside does.",
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if DenialNeed.LICENSED_PROFESSIONAL not in self.frame.denial_needs:
            del self.fields["professional"]
        if not self.frame.item_grounds:
            del self.fields["ground"]

    def details(self) -> Mapping[str, Any]:
        """An item that is given has no ground, whatever was ticked before."""
        details = super().details()
        if details["decision"] != "fulfilled":
            return details
        return {name: value for name, value in details.items() if name in ("item", "decision")}
