"""What one letter holds, and what repeats what: splitting, merging and undoing it, a notice that governs."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from .act_forms import ActForm, ActFrame
from .desk_form import long_text_field, text_field


class SplitForm(ActForm):
    choices_from: ClassVar[Mapping[str, str]] = {"part": "parts"}
    part = forms.ChoiceField(
        label="What the other request asks for",
        widget=forms.RadioSelect,
        help_text="What this version grants, and the submission does not ask for yet.",
        error_messages={"required": "Choose what the other request asks for."},
    )

    def __init__(self, *args: Any, frame: ActFrame, **kwargs: Any) -> None:
        super().__init__(*args, frame=frame, **kwargs)
        sent = str(self.data.get("part") or "")
        if sent and sent not in dict(frame.parts):  # the second click of two; the service refuses whatever cannot be
            self.fields["part"].choices = (*frame.parts, (sent, sent))  # type: ignore[attr-defined]

    def details(self) -> Mapping[str, Any]:
        right, _, scope = self.cleaned_data["part"].partition("/")
        return {"right": right, "scope": scope}


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


class UndoMergeForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("reason",)
    reason = long_text_field(
        "Why it does not repeat the other request", missing="Write why it is a request of its own.", rows=3
    )


class NoticeForm(ActForm):
    """An empty name: the policy itself governs after all."""

    names: ClassVar[tuple[str, ...]] = ("notice", "reason")
    notice = text_field(
        "Name of the notice that governs",
        required=False,
        help_text="As printed. Leave empty if it turns out that the policy itself governs.",
    )
    reason = long_text_field(
        "How you know", missing="Write down how you know, and what it says that the policy does not.", rows=3
    )
