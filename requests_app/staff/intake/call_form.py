"""The three-minute call: a name and one sentence are enough to save."""

from typing import Final

from django import forms

from ..desk_form import Group
from ..spoken_fields import SPOKEN
from .intake_form import IntakeForm

SAFELY: Final = ("preferred", "phone", "email", "may_leave_voicemail", "may_write", "safe_note", *SPOKEN)


class CallForm(IntakeForm):
    """In the order of a conversation."""

    read_back = forms.BooleanField(
        label="I read back what I wrote, and the caller agreed",
        required=False,
    )
    send_mail = forms.BooleanField(
        label="Also confirm by mail, with a link to follow the request",
        required=False,
        initial=True,
        help_text="Only if an e-mail address is given and we may write.",
    )

    @property
    def groups(self) -> tuple[Group, ...]:  # type: ignore[override]  # the questions depend on the version
        return (
            Group("1. The caller", ("name", "role", "subject_name")),
            Group("2. What they want", ("said", "wanted", *self.first_facts)),
            Group("3. How to reach them safely", SAFELY, "Ask before anything is sent. No address on file is used."),
            Group("For letters", ("postal_address", "plain_envelope", "envelope_name"), folded=True),
            self.other_facts,
            Group("4. Before you save", ("read_back", "send_mail")),
        )
