"""What came another way, and perhaps days ago: letter, counter, TTY, hotline vendor, mail, a call noted on paper."""

import datetime as dt
from typing import Any, Final

from django import forms

from requests_app import day_words
from requests_app.domain.arriving import Channel, Source

from ..desk_form import Group, date_field, moment_of, refuse_outside, text_field, time_field
from ..spoken_fields import SPOKEN
from .intake_form import IntakeForm

CHANNELS: Final = (
    (Channel.MAIL.value, "Letter"),
    (Channel.COUNTER.value, "At the counter, in person"),
    (Channel.TTY.value, "TTY or relay call"),
    (Channel.HOTLINE.value, "Hotline vendor"),
    (Channel.EMAIL.value, "E-mail"),
    (Channel.PHONE.value, "Telephone call noted earlier"),
)

ARRIVED: Final = ("channel", "received_on", "received_at", "received_where", "received_by", "external_reference")
SAFELY: Final = (
    "preferred",
    "email",
    "phone",
    "may_leave_voicemail",
    "postal_address",
    "may_write",
    "plain_envelope",
    "envelope_name",
    "safe_note",
    *SPOKEN,
    "send_mail",
)


class EntryForm(IntakeForm):
    """Whatever day it is entered, it counts from the day it first reached the organization, wherever.

    `policy` is the version of that day; of another day when none was in force on it, which is told at the field.
    """

    channel = forms.ChoiceField(
        label="How it came",
        choices=CHANNELS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it came."},
    )
    received_on = date_field(
        "First day it reached us",
        help_text="Anywhere: a clinic's front desk and the hotline count, not only this office.",
    )
    received_at = time_field("Time, if known", required=False)
    received_where = text_field(
        "Where it arrived", help_text="As in “front desk, Culver City”.", missing="Enter where it arrived."
    )
    received_by = text_field("Who took it", missing="Enter who took it: a name, a team or the vendor.")
    external_reference = text_field(
        "Their reference", required=False, help_text="A vendor's or agent's case number.", most=120
    )
    authority_scope = text_field(
        "What the representative may do", required=False, help_text="As in “all privacy requests until revoked”."
    )
    proof_claimed = text_field(
        "Paper that came with it",
        required=False,
        help_text="As in “signed permission”. Whether it holds is checked later.",
        most=60,
    )
    authority_expires_on = date_field("Authority ends on", required=False)
    send_mail = forms.BooleanField(
        label="Confirm receipt by mail, with a link to follow the request",
        required=False,
        initial=True,
        help_text="Only if an e-mail address is given and we may write.",
    )

    def __init__(self, *args: Any, now: dt.datetime, **kwargs: Any) -> None:
        self.now = now
        super().__init__(*args, **kwargs)

    @property
    def groups(self) -> tuple[Group, ...]:  # type: ignore[override]  # the questions depend on the version
        return (
            Group("How and when it came", ARRIVED),
            Group("Who asks", ("name", "role", "subject_name")),
            Group(
                "If a representative asks", ("authority_scope", "proof_claimed", "authority_expires_on"), folded=True
            ),
            Group("What they want", ("said", "wanted", *self.first_facts)),
            self.other_facts,
            Group("How to reach them safely", SAFELY),
        )

    @property
    def source(self) -> Source:
        return Source.VENDOR if self.cleaned_data["channel"] == Channel.HOTLINE else Source.STAFF

    def instant(self) -> dt.datetime:
        """The first moment it reached the organization."""
        data = self.cleaned_data
        return moment_of(data["received_on"], data.get("received_at"), zone=self.policy.zone, now=self.now)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("received_on") and "received_at" not in self.errors:
            refuse_outside(
                self, "received_on", "received_at", self.instant(), first=None, now=self.now, zone=self.policy.zone
            )
        day = data.get("received_on")  # gone again if it lies in the future
        if day and self.policy.day != day:
            self.add_error("received_on", f"No version of the policy was in force on {day_words.day(day)}.")
        return data
