"""Words between us and the person: what we write, what they said, a complaint."""

from typing import ClassVar

from django import forms

from ..domain.arriving import Channel
from .act_forms import ActForm, DatedForm
from .desk_form import long_text_field

HEARD: tuple[tuple[str, str], ...] = (
    (Channel.PHONE.value, "By telephone"),
    (Channel.MAIL.value, "By letter"),
    (Channel.EMAIL.value, "By e-mail"),
    (Channel.COUNTER.value, "In person"),
)


class WriteForm(ActForm):
    names: ClassVar[tuple[str, ...]] = ("note",)
    note = long_text_field(
        "Message",
        help_text="Plain words; the person reads exactly this. Nothing of an answer itself while it is not known who "
        "they are.",
        missing="Write the message.",
        rows=6,
    )


class HeardForm(DatedForm):
    field_order = ("note", "channel", "happened_on", "happened_at")
    names: ClassVar[tuple[str, ...]] = ("note", "channel")
    note = long_text_field("What they said", missing="Write down what they said.", rows=4)
    channel = forms.ChoiceField(
        label="How it came",
        choices=HEARD,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came."},
    )


class ComplaintForm(HeardForm):
    note = long_text_field(
        "What they complain of, in their words",
        help_text="How this request was treated, or that they were treated worse for asking.",
        missing="Write down what they complain of.",
        rows=4,
    )
