"""When somebody is away and who stands in; from whom open requests go to whom."""

import datetime as dt
from typing import Any, Final

from django import forms

from organizations.models import Organization, User

from ... import day_words
from ...selectors.absences import today_in
from ...selectors.owners import owners
from ..act_frame import colleagues
from ..desk_form import DeskForm, date_field

NOBODY: Final = "nobody"


class AwayForm(DeskForm):
    """A supervisor chooses whose days they are; everybody else sets their own."""

    who = forms.ChoiceField(label="Who is away", error_messages={"required": "Choose who is away."})
    first_on = date_field("First day away")
    last_on = date_field("Last day away", help_text="The day before they are back. Both days count.")
    deputy = forms.ChoiceField(
        label="Who stands in",
        help_text="Gets the alerts of these days. The requests stay with whoever has them.",
        error_messages={"required": "Choose who stands in."},
    )

    def __init__(
        self, *args: Any, organization: Organization, user: User, for_others: bool, now: dt.datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today_in(organization, now)
        self.zone = organization.timezone
        members = [choice for choice in colleagues(organization) if for_others or choice[0] != str(user.pk)]
        self._choose("deputy", [("", "Choose a person"), *members])
        if for_others:
            self._choose("who", members)
            self.fields["who"].initial = str(user.pk)
        else:
            del self.fields["who"]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_last_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["last_on"]
        if day < self.today:
            raise forms.ValidationError(f"This day is over. Today is {day_words.day(self.today)}.")
        return day


class HandOverForm(DeskForm):
    """Everything that somebody has open in one organization, at once."""

    leaving = forms.ChoiceField(
        label="Whose work",
        error_messages={
            "required": "Choose whose work is handed over.",
            "invalid_choice": "This person has no open request here any more.",
        },
    )
    to = forms.ChoiceField(label="To whom", error_messages={"required": "Choose who gets it, or “Nobody for now”."})

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = [(str(pk), f"{name}: {_count(number)}") for pk, name, number in owners(organization.pk)]
        leaving, to = self.fields["leaving"], self.fields["to"]
        if isinstance(leaving, forms.ChoiceField) and isinstance(to, forms.ChoiceField):
            leaving.choices = [("", "Choose a person"), *have]
            to.choices = [("", "Choose a person"), *colleagues(organization), (NOBODY, "Nobody for now")]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("to") and data.get("to") == data.get("leaving"):
            self.add_error("to", "They have it already. Choose somebody else, or “Nobody for now”.")
        return data


def _count(number: int) -> str:
    return f"{number} open request{'' if number == 1 else 's'}"
