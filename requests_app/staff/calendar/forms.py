"""One more day off, or one fewer."""

import datetime as dt
from typing import Any

from django import forms

from organizations.models import HolidayKind

from ... import day_words
from ..desk_form import DeskForm, date_field, long_text_field, text_field


class AddDayForm(DeskForm):
    """Whether the day may be added is the service's to say."""

    date = date_field("Day", help_text="In the organization's time zone.")
    name = text_field("What it is called", help_text="Shown where a date is explained.")
    kind = forms.ChoiceField(
        label="What it is",
        choices=[
            (HolidayKind.CLOSED.value, "Our own closed day: moves internal targets only"),
            (HolidayKind.PUBLIC.value, "Public holiday: moves legal dates counted in business days"),
        ],
    )
    source = text_field(
        "Source", required=False, help_text="For a public holiday: the law or proclamation that makes it one."
    )


class TakeOutDayForm(DeskForm):
    day = forms.ChoiceField(label="Day", error_messages={"required": "Choose the day."})
    reason = long_text_field("Why it is taken out", rows=3, missing="Say why this day is taken out.")

    def __init__(self, *args: Any, days: list[tuple[dt.date, str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["day"]
        if isinstance(field, forms.ChoiceField):
            listed = [(f"{date} {kind}", f"{day_words.day(date)}: {name} ({kind})") for date, name, kind in days]
            field.choices = [("", "Choose a day"), *listed]

    def clean_day(self) -> tuple[dt.date, HolidayKind]:
        date, kind = self.cleaned_data["day"].split(" ")
        return dt.date.fromisoformat(date), HolidayKind(kind)
