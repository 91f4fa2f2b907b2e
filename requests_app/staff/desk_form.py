"""The look of every form on the staff desk, and the fields that several of them share."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.forms.renderers import DjangoTemplates

from requests_app import day_words

NOON = dt.time(12)
"""Stands in for an hour that nobody wrote down; never one that has not come yet."""


class DeskRenderer(DjangoTemplates):
    """Label, hint, message and field in this order, tied together for a screen reader."""

    field_template_name = "staff/forms/field.html"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields that belong together under one heading. `folded`: shown when asked for, or when one is wrong."""

    title: str
    fields: tuple[str, ...]
    hint: str = ""
    folded: bool = False


class DeskForm(forms.Form):
    """A form of the desk. `groups` gives the order and the headings; empty: all fields, no heading."""

    default_renderer = DeskRenderer
    groups: ClassVar[tuple[Group, ...]] = ()
    sometimes: ClassVar[frozenset[str]] = frozenset()
    """Fields that are needed in some cases, as their hint says: not called optional."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    @property
    def sections(self) -> list[tuple[Group, list[forms.BoundField]]]:
        """What the template walks through; a group whose fields this form lacks is left out."""
        groups = self.groups or (Group("", tuple(self.fields)),)
        walked = [(group, [self[name] for name in group.fields if name in self.fields]) for group in groups]
        shown = [(group, [field for field in fields if not field.is_hidden]) for group, fields in walked]
        return [(group, fields) for group, fields in shown if fields]

    @property
    def wrong(self) -> bool:
        """Whether some field has a message: then nothing stays folded."""
        return self.is_bound and bool(self.errors)


def date_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """The browser's own date picker; the value on the wire is ISO."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        error_messages={"invalid": "Enter a day that exists, as in 2026-04-16.", "required": "Enter the day."},
    )


def time_field(label: str, *, required: bool = False, help_text: str = "") -> forms.TimeField:
    widget = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    return forms.TimeField(
        label=label,
        required=required,
        help_text=help_text,
        widget=widget,
        error_messages={"invalid": "Enter a time, as in 14:30.", "required": "Enter the time."},
    )


def text_field(
    label: str, *, required: bool = True, help_text: str = "", missing: str = "", most: int = 200, **attrs: str
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **attrs}),
        error_messages={"required": missing or f"Enter: {label.lower()}."},
    )


def long_text_field(
    label: str, *, required: bool = True, help_text: str = "", missing: str = "", rows: int = 4
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=5000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or f"Enter: {label.lower()}."},
    )


def moment_of(day: dt.date, time: dt.time | None, *, zone: ZoneInfo, now: dt.datetime) -> dt.datetime:
    """The instant meant by a day and perhaps an hour on the wall clock of `zone`.

    Without an hour: noon, or now if that day is today and noon has not come.
    """
    if time is not None:
        return dt.datetime.combine(day, time, tzinfo=zone)
    noon = dt.datetime.combine(day, NOON, tzinfo=zone)
    return now if noon > now and day == now.astimezone(zone).date() else noon


def refuse_outside(
    form: forms.Form,
    day_name: str,
    time_name: str,
    instant: dt.datetime,
    *,
    first: dt.date | None,
    now: dt.datetime,
    zone: ZoneInfo,
) -> None:
    """Put a message at the field when `instant` lies in the future, or its day before `first`."""
    local = instant.astimezone(zone).date()
    today = now.astimezone(zone).date()
    if local > today:
        form.add_error(
            day_name, f"This day has not come yet. Today is {day_words.day(today)} ({day_words.zone_name(zone)})."
        )
    elif instant > now:
        form.add_error(time_name, f"This time has not come yet in {day_words.zone_name(zone)}.")
    elif first is not None and local < first:
        form.add_error(day_name, f"This is before the request was received, on {day_words.day(first)}.")
