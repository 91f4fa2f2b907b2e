"""Columns whose text has a grammar of the domain: it is checked when typed, and offered as choices in forms."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from policies.domain.facts import BUILT_IN, check_value
from policies.domain.periods import Period
from policies.domain.rules import LawRef

from .typed import ConditionFormField, LinesFormField, OptionsFormField

PERIOD_HELP: Final = "Like 45 calendar days, 10 business days, 2 weeks, 12 months or 6 years."
LAW_REF_DEFAULTS: Final = {
    "max_length": 120,
    "blank": True,
    "default": "",
    "help_text": "Where the text is silent: the rule of a law that fills it, like law/us-ca/ccpa#respond.",
}
CONDITION_HELP: Final = "One fact a line with the values that satisfy it: residency: US-CA, US-NV. Empty: always."


def _refuse_bad_period(words: str) -> None:
    try:
        Period.parse(words)
    except ValueError as error:
        raise ValidationError(_sentence(error), code="period") from None


def _refuse_bad_law_ref(words: str) -> None:
    try:
        LawRef.parse(words)
    except ValueError as error:
        raise ValidationError(_sentence(error), code="law_ref") from None


def _refuse_bad_condition(terms: Sequence[Sequence[Any]]) -> None:
    for name, values in terms:
        for value in values if name not in BUILT_IN else ():
            try:
                check_value(name, value)
            except ValueError as error:
                raise ValidationError(_sentence(error), code="condition") from None


class PeriodField(models.CharField):  # type: ignore[type-arg]
    """`45 calendar days`; empty where the text names no period."""

    default_validators = [_refuse_bad_period]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 30, "help_text": PERIOD_HELP, **kwargs})


class LawRefField(models.CharField):  # type: ignore[type-arg]
    """`law/us-ca/ccpa#respond`; empty where the policy does not lean on a law."""

    default_validators = [_refuse_bad_law_ref]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{**LAW_REF_DEFAULTS, **kwargs})


class WordListField(models.JSONField):
    """A list of words of one closed list, in order."""

    def __init__(self, *args: Any, words: type[StrEnum], **kwargs: Any) -> None:
        self.words = words
        super().__init__(*args, **{"default": list, **kwargs})

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "words": self.words}

    def formfield(self, **kwargs: Any) -> forms.Field:
        choices = [(word.value, word.value.replace("_", " ")) for word in self.words]
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, initial=kwargs.get("initial"), **_said_of(self)
        )


class LinesField(models.JSONField):
    """A list of short texts, typed one to a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return LinesFormField(**_said_of(self))


class OptionsField(models.JSONField):
    """`[[value, label], ...]` in the order shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return OptionsFormField(**_said_of(self))


class ConditionField(models.JSONField):
    """`[[fact, [values]], ...]`, all of which must hold; empty: always."""

    default_validators = [_refuse_bad_condition]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"default": list, "blank": True, "help_text": CONDITION_HELP, **kwargs})

    def formfield(self, **kwargs: Any) -> forms.Field:
        return ConditionFormField(**_said_of(self))


def _sentence(error: ValueError) -> str:
    said = str(error)
    return f"{said[:1].upper()}{said[1:]}."


def _said_of(column: models.Field[Any, Any]) -> dict[str, Any]:
    """What a form field takes over from its column."""
    return {
        "required": not column.blank,
        "label": capfirst(column.verbose_name),
        "help_text": str(column.help_text),
    }
