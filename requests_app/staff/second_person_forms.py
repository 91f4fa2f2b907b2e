"""What takes a second person, or a supervisor: review before release, approval, the printed limit."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from ..domain.record import Decision
from .act_forms import ActForm, ActFrame
from .desk_form import long_text_field, text_field

PROPOSED = {Decision.FULFILL: "Grant it", Decision.DENY: "Deny it"}
OVER_THE_LIMIT = {
    Decision.ANSWER: "Answer it all the same",
    Decision.REFUSE: "Refuse it, because the person has asked too often",
}


class CapForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"decision": "cap_decisions"}
    names: ClassVar[tuple[str, ...]] = ("decision", "reason")
    decision = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose: answer, or refuse."}
    )
    reason = long_text_field(
        "Reason", help_text="For the record, in your own name.", missing="Write the reason.", rows=3
    )


class ReviewForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("evidence",)
    evidence = long_text_field(
        "What you looked at, and what you found",
        help_text="As in “all 14 pages; nothing about care the minor consented to alone”.",
        missing="Write down what you looked at and what you found.",
        rows=3,
    )


class ProposeForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"ground": "grounds"}
    names: ClassVar[tuple[str, ...]] = ("decision", "ground", "reason", "citation")
    sometimes: ClassVar[frozenset[str]] = frozenset({"ground", "citation"})
    decision = forms.ChoiceField(
        label="What you propose",
        choices=tuple((decision.value, words) for decision, words in PROPOSED.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you propose."},
    )
    ground = forms.ChoiceField(
        label="Ground of the denial",
        widget=forms.RadioSelect,
        required=False,
        help_text="Needed for a denial. The approval holds for this ground and no other.",
    )
    reason = long_text_field(
        "Reason",
        help_text="For a denial: in words for the person. The approval holds for these very words.",
        missing="Write the reason. The colleague decides by it.",
        rows=3,
    )
    citation = text_field(
        "Law it rests on", required=False, help_text="If the denial will name one. The approval holds for it too."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.frame.grounds:
            del self.fields["ground"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == Decision.DENY and "ground" in self.fields and not data.get("ground"):
            self.add_error("ground", "Choose the ground. A denial names one.")
        return data

    def details(self) -> Mapping[str, Any]:
        """To grant needs no ground and no law, whatever was ticked before."""
        details = super().details()
        if details["decision"] == Decision.DENY:
            return details
        return {name: value for name, value in details.items() if name not in ("ground", "citation")}


class ApproveForm(ActForm):
    """`of`: the very proposal that was shown. Another one made since is not approved by it."""

    names: ClassVar[tuple[str, ...]] = ("of", "note")
    of = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = long_text_field("What you looked at", required=False, rows=2)

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        self.fields["of"].initial = frame.proposal

    def clean_of(self) -> str:
        of: str = self.cleaned_data["of"]
        if of != self.frame.proposal:
            raise forms.ValidationError("Something else was proposed since. Open this page again and look at it.")
        return of
