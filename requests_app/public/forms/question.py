"""The shape of every question page: one heading, a few fields, an answer that a draft can keep."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from requests_app.public.journey import SHAPE, Journey

MAX_TEXT = 5000

phone_validator = RegexValidator(
    r"^(?=(?:\D*\d){7,20}\D*$)[0-9+().\-\s/#*]*(?:(?:x|ext\.?)\s*[0-9]+\s*)?$",
    "Enter a phone number with its area code, like 555-010-4477.",
)


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: what it stores, what it says, and a line beneath it."""

    value: str
    label: str
    hint: str = ""

    def choice(self) -> tuple[str, SafeString]:
        hint = format_html('<span class="option-hint">{}</span>', self.hint) if self.hint else ""
        return self.value, format_html('<span class="option-label">{}</span>{}', self.label, hint)


class Question(forms.Form):
    """A question page. `saved` is what the draft holds for it, `journey` all that was answered so far."""

    heading: ClassVar[str] = ""
    lead: ClassVar[str] = ""
    use_required_attribute = False  # our own messages, at the field and in the summary

    def __init__(
        self,
        journey: Journey,
        *,
        step: str,
        data: Mapping[str, Any] | None = None,
        saved: Mapping[str, Any] | None = None,
    ) -> None:
        self.journey = journey
        self.step = step
        super().__init__(data, initial=dict(saved or {}))
        self.shape()

    def shape(self) -> None:
        """Fit fields and words to the journey; called once, before anything is read."""

    def title(self) -> str:
        return self.heading

    def leads(self) -> Iterable[str]:
        """Sentences under the heading."""
        return (self.lead,) if self.lead else ()

    def answer(self) -> dict[str, Any]:
        """What the draft keeps: plain JSON values. Call when valid."""
        return {name: self.cleaned_data[name] for name in self.fields} | {SHAPE: self.journey.shape_of(self.step)}

    @property
    def only_field(self) -> forms.BoundField | None:
        """The field whose label is the heading, when the page asks one thing."""
        visible = self.visible_fields()
        return visible[0] if len(visible) == 1 and visible[0].label == self.title() else None


def radios(label: str, options: Iterable[Option], *, required: str, help_text: str = "") -> forms.ChoiceField:
    """A choice of one; `required` is the message when none was made."""
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        choices=[option.choice() for option in options],
        widget=forms.RadioSelect,
        error_messages={"required": required, "invalid_choice": required},
    )


def line(
    label: str,
    *,
    required: str = "",
    help_text: str = "",
    autocomplete: str = "off",
    max_length: int = 200,
    **attrs: str,
) -> forms.CharField:
    """One line of text; optional unless `required` says what to write."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=max_length,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete, **attrs}),
        error_messages={
            "required": required,
            "max_length": f"“{label}” can be at most {max_length} characters long. Shorten it.",
        },
    )


def lines(
    label: str,
    *,
    required: str = "",
    help_text: str = "",
    autocomplete: str = "off",
    rows: int = 6,
    max_length: int = MAX_TEXT,
) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=max_length,
        widget=forms.Textarea(attrs={"autocomplete": autocomplete, "rows": rows}),
        error_messages={
            "required": required,
            "max_length": f"Your answer can be at most {max_length} characters long. Shorten it.",
        },
    )


def email(label: str, *, required: str = "", help_text: str = "") -> forms.EmailField:
    wrong = "Enter an email address like name@example.com."
    return forms.EmailField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false", "inputmode": "email"}),
        error_messages={"required": required, "invalid": wrong, "max_length": wrong},
    )


def phone(label: str, *, required: str = "", help_text: str = "") -> forms.CharField:
    field = forms.CharField(
        label=label,
        help_text=help_text,
        required=bool(required),
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"required": required, "max_length": phone_validator.message},
    )
    field.validators.append(phone_validator)
    return field
