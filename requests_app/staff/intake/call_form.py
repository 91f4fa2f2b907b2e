"""The three-minute call: a name and one sentence are enough to save."""

from typing import ClassVar

from django import forms

from ..desk_form import Group
from .intake_form import IntakeForm


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

    first: ClassVar[tuple[Group, ...]] = (
        Group("1. The caller", ("name", "role", "subject_name")),
        Group("2. What they want", ("said", "wanted")),
        Group(
            "3. How to reach them safely",
            (
                "preferred",
                "phone",
                "email",
                "may_leave_voicemail",
                "may_write",
                "safe_note",
            ),
            "Ask before anything else is sent. An address we have on file is not used instead.",
        ),
        Group("For letters", ("postal_address", "plain_envelope", "envelope_name"), folded=True),
    )

    @property
    def groups(self) -> tuple[Group, ...]:  # type: ignore[override]  # the questions depend on the version
        asked = "Each answer can make the dates more exact. None is needed to save."
        questions = Group("If there is time: what the rules ask", self.fact_names, asked, folded=True)
        return (*self.first, questions, Group("4. Before you save", ("read_back", "send_mail")))
